"""Who visits whom, in bands: what is shown of a year's visits between sectors. See `home.rules.disclosure`.

A row is about the people of one sector who visited somebody in the year, each counted once. It is shown where at least eight
of them stand behind it; a cell says whether few, some or most of them saw a sector, and never how many or that nobody did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from home.rules.disclosure import LEAST_PEOPLE, Band, band, least_people

EVERYBODY = "all"
NO_TEAM = "none"  # peers, carers and volunteers, who come from no service


@dataclass(frozen=True)
class Visited:
    """That a person (by key) of one sector saw another, or their own. Sectors are keys; `NO_TEAM` for people without one."""

    person: int
    of: str
    saw: str


def parts_of(visits: Iterable[Visited]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Each person's part in the figures: from which sector they saw which, each pair once and in order."""
    found: dict[int, set[tuple[str, str]]] = {}
    for visit in visits:
        found.setdefault(visit.person, set()).add((visit.of, visit.saw))
    return {person: tuple(sorted(pairs)) for person, pairs in found.items()}


def bands_of(visits: Iterable[Visited], *, sectors: Iterable[str], least: int = LEAST_PEOPLE) -> dict[str, dict[str, str] | None]:
    """For each of `sectors`, for people without a team and for everybody together: the band of each sector they saw.

    Nothing where fewer than `least` people of it visited anybody: whether anyone did is then not said.
    """
    visits, sectors = list(visits), list(sectors)
    rows = {EVERYBODY: visits, **{of: [visit for visit in visits if visit.of == of] for of in [*sectors, NO_TEAM]}}
    return {of: _row(found, sectors, least) for of, found in rows.items()}


def _row(visits: list[Visited], sectors: list[str], least: int) -> dict[str, str] | None:
    people = len({visit.person for visit in visits})
    if people < least_people(least):
        return None
    return {saw: band(len({visit.person for visit in visits if visit.saw == saw}), people, least=least).value for saw in sectors}


def sentences(rows: Mapping[str, Mapping[str, str] | None], names: Mapping[str, str]) -> list[str]:
    """What stands out, in words: whom most people of a sector saw."""
    found = []
    for of, row in rows.items():
        seen = [names[saw] for saw, value in (row or {}).items() if value == Band.MOST and saw in names and saw != of]
        if seen and of in names:
            found.append(f"{names[of]}: of those who visited somebody, most saw {' and '.join(name.lower() for name in seen)}.")
    return found
