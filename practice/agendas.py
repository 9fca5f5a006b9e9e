"""What a facilitator can put on a session's agenda: what the map leaves unclear, who was turned away, what blocks people.

Each candidate holds the words that will stand on the agenda, taken from what is shown already: the map's findings, the frozen
bands of turn-aways, and the area's published file. No exact count is read here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify

from capability.area import CellShown
from capability.dataset.reading import read_area
from home.rules.disclosure import BAND_WORDS, Band
from home.wording import date_words
from practice.enums.ledger import AgendaSource
from practice.enums.services import Refusal
from practice.models import ServiceEntry, TurnAwayFigure
from practice.troubles import troubles_of_the_area


@dataclass(frozen=True)
class Candidate:
    """Something that can be put on an agenda. `entry` is the entry of the map that it is about, where it is."""

    source: AgendaSource
    key: str
    title: str
    text: str
    url: str = ""
    entry: ServiceEntry | None = None


def candidates() -> list[Candidate]:
    """Everything that can be put on an agenda today, by source; four queries."""
    return [*criteria(), *turn_aways(), *blocks()]


def criteria() -> Iterator[Candidate]:
    """What is unclear, stale or contradictory in the services' criteria."""
    for one in troubles_of_the_area():
        key = f"{one.entry.pk}:{one.trouble.value}:{slugify(one.about)}"[:120]
        yield Candidate(AgendaSource.CRITERIA, key, f"{one.entry.name}: {one.about.lower()}"[:200], one.reason, one.entry.url, one.entry)


def turn_aways() -> Iterator[Candidate]:
    """What is frozen of people who were turned away, service by service; nothing of those of which nothing may be shown."""
    figures = TurnAwayFigure.objects.filter(bands__isnull=False).select_related("entry__service").order_by("pk")
    for figure in figures:
        said = "; ".join(f"{Refusal(reason).label}: {BAND_WORDS[Band(value)].lower()}" for reason, value in (figure.bands or {}).items())
        entry = figure.entry
        text = f"Of what colleagues recorded in a year, as it stood on {date_words(figure.frozen_on)}. {said}."
        yield Candidate(AgendaSource.TURN_AWAYS, f"{entry.pk}:{figure.frozen_on}", f"People turned away: {entry.name}"[:200], text, entry.url, entry)


def blocks() -> Iterator[Candidate]:
    """What blocks people who have a gap, from the published file, in bands."""
    data = read_area("sector")
    for name, figure in data.blocks if data else []:
        if data and figure.shown:
            text = f"{BAND_WORDS[Band(CellShown(figure).band)]} of the people in the area who have a gap say so, as published for {date_words(data.data_date)}."
            yield Candidate(AgendaSource.BLOCKS, f"{slugify(name)}:{data.data_date}", name, text)
