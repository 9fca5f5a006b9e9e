"""This area beside another: each capability that both published, from two published files."""

from dataclasses import dataclass
from datetime import date

from capability.area import CellShown
from capability.dataset.comparing import TheirCapability, TheirData
from capability.dataset.reading import Capability, read_area
from capability.rules.needs import beside_words


@dataclass(frozen=True)
class Pair:
    """One capability in both areas, and in words how ours stands beside theirs."""

    capability: Capability
    ours: CellShown
    theirs: CellShown
    words: str


@dataclass(frozen=True)
class Comparison:
    """The page."""

    theirs: TheirData
    our_day: date
    institution: str
    pairs: list[Pair]
    only_ours: list[str]
    only_theirs: list[str]


def compared_with(theirs: TheirData) -> Comparison | None:
    """Our newest published figures beside theirs; nothing where we have published nothing."""
    ours = read_area()
    if ours is None:
        return None
    waiting = list(theirs.capabilities)
    pairs, alone = [], []
    for capability, figure in zip(ours.capabilities, ours.moments[-1].figures, strict=True):
        match = match_of(capability, waiting)
        if match is None:
            alone.append(capability.title)
            continue
        waiting.remove(match)
        words = beside_words(figure.share if figure.shown else None, match.figure.share if match.figure.shown else None)
        pairs.append(Pair(capability, CellShown(figure), CellShown(match.figure), words))
    return Comparison(theirs, ours.data_date, ours.institution, pairs, alone, [each.title for each in waiting])


def match_of(capability: Capability, waiting: list[TheirCapability]) -> TheirCapability | None:
    """Theirs that is the same: by its identifier, else by its title in the same words."""
    by_identifier = next((each for each in waiting if each.identifier == capability.identifier), None)
    return by_identifier or next((each for each in waiting if each.title.strip().casefold() == capability.title.strip().casefold()), None)
