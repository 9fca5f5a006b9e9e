"""When a figure about people may be shown: one rule for every page, snapshot and export.

Inside a team a cell needs at least eight people (a setting, never under five) and shows a band of the share, never a count and never
"all" or "none". What is frozen is frozen again only when at least three people's part in it has changed. What may not be
shown is a value of its own. Nobody's answer can then be read off by comparing two days.

Across services, and in what leaves the area, the second half of this module holds.
"""

from collections.abc import Hashable, Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)

LEAST_PEOPLE = 8
FLOOR_PEOPLE = 5
LEAST_CHANGED = 3


class Band(StrEnum):
    """How large a share is. `SUPPRESSED` is a value: not zero, not blank."""

    FEW = "few"
    SOME = "some"
    MOST = "most"
    SUPPRESSED = "suppressed"


#: What each value says on a screen, after "of the people who answered".
BAND_WORDS = {
    Band.FEW: "Few (under a third)",
    Band.SOME: "Some (between one third and two thirds)",
    Band.MOST: "Most (two thirds or more)",
    Band.SUPPRESSED: "Not enough answers yet",
}

RULE_WORDS = (
    "Figures are shown only where at least {least} people answered, as few, some or most, and are frozen: "
    "they change only when at least three people's answers have changed. That way no figure shows what one person said."
)


def least_people(setting: int = LEAST_PEOPLE) -> int:
    """How many people a cell needs: `setting`, but never under the floor of five."""
    return max(setting, FLOOR_PEOPLE)


def band(meeting: int, people: int, *, least: int = LEAST_PEOPLE) -> Band:
    """The band of `meeting` out of `people`; suppressed where fewer than `least` people stand behind it.

    Few is under a third, most is two thirds and up. Raises `ValueError` for counts that cannot be.
    """
    if not 0 <= meeting <= people:
        raise ValueError(f"{meeting} of {people} cannot be")
    if people < least_people(least):
        return Band.SUPPRESSED
    if 3 * meeting < people:
        return Band.FEW
    return Band.MOST if 3 * meeting >= 2 * people else Band.SOME


def people_changed(before: Mapping[Any, object], after: Mapping[Any, object]) -> int:
    """How many people's part differs between two moments: joined, left, or answers otherwise."""
    return sum(1 for person in before.keys() | after.keys() if person not in before or person not in after or before[person] != after[person])


def may_freeze_again(changed: int, *, least: int = LEAST_CHANGED) -> bool:
    """Whether enough people's part has changed that new figures do not show what one of them did."""
    return changed >= max(least, LEAST_CHANGED)


def counts_behind(shown: Band, people: int) -> range:
    """Every count of `people` that would be shown as this band: what somebody who reads it can know at most."""
    edges = {Band.FEW: (0, -(-people // 3)), Band.SOME: (-(-people // 3), -(-2 * people // 3)), Band.MOST: (-(-2 * people // 3), people + 1)}
    return range(*edges.get(shown, (0, people + 1)))


# -- what leaves the area, and what compares services ---------------------------------------------
# At least ten people; the number who answered and the number who meet the target rounded to the nearest five; hidden where
# either side is under eight; one side only; and nothing hidden that a published total would give away.

LEAST_PUBLISHED = 10
LEAST_SIDE = 8
ROUNDED_TO = 5

Counts = tuple[int, int]  # how many meet, of how many people


class Reason(IntEnum):
    """Why a published cell holds no figure. The codes stand in files that people keep, so they never change."""

    SHOWN = 0
    FEW_PEOPLE = 1
    SMALL_SIDE = 2
    GIVES_AWAY = 3
    NOT_MEASURED = 4


REASON_WORDS = {
    Reason.SHOWN: "Shown",
    Reason.FEW_PEOPLE: f"Hidden: fewer than {LEAST_PUBLISHED} people",
    Reason.SMALL_SIDE: f"Hidden: fewer than {LEAST_SIDE} people on one side",
    Reason.GIVES_AWAY: "Hidden: it would show what another hidden figure is",
    Reason.NOT_MEASURED: "Not measured then",
}

PUBLISHED_RULE_WORDS = (
    f"A figure is published only where at least {LEAST_PUBLISHED} people answered, and at least {LEAST_SIDE} of them meet the target and "
    f"at least {LEAST_SIDE} do not. Numbers are rounded to the nearest {ROUNDED_TO}. Where one hidden figure could be worked out from a total, "
    "the next smallest is hidden too. Hidden is neither zero nor missing. Figures change only when at least three people's answers have changed."
)


def reason_to_hide(meeting: int, people: int) -> Reason:
    """Whether `meeting` of `people` may be published on its own, and why not."""
    if not 0 <= meeting <= people:
        raise ValueError(f"{meeting} of {people} cannot be")
    if people < LEAST_PUBLISHED:
        return Reason.FEW_PEOPLE
    return Reason.SMALL_SIDE if min(meeting, people - meeting) < LEAST_SIDE else Reason.SHOWN


def rounded(number: int) -> int:
    """The nearest five."""
    return ROUNDED_TO * ((2 * number + ROUNDED_TO) // (2 * ROUNDED_TO))


def publish(counts: Mapping[Key, Counts], sums: Sequence[tuple[Key, Sequence[Key]]]) -> dict[Key, Reason]:
    """Why each of `counts` is hidden, or that it is shown. `sums` name a total and the parts that add up to it.

    Besides what may not be shown on its own, so much more is hidden that no total gives a hidden part away: at least two
    parts are hidden where one is, and together they could be shown. A part of nobody is nobody's secret.
    """
    found = {key: reason_to_hide(*pair) for key, pair in counts.items()}
    settled = False
    while not settled:
        settled = True
        for total, parts in sums:
            while total in found and (extra := _next_to_hide(total, [part for part in parts if part in found], counts, found)) is not None:
                found[extra], settled = Reason.GIVES_AWAY, False
    return found


def _next_to_hide(total: Key, parts: Sequence[Key], counts: Mapping[Key, Counts], found: Mapping[Key, Reason]) -> Key | None:
    hidden = [part for part in parts if found[part] is not Reason.SHOWN and counts[part][1]]
    shown = sorted((part for part in parts if found[part] is Reason.SHOWN), key=lambda part: (counts[part][1], str(part)))
    if found[total] is Reason.SHOWN:
        meeting, people = (sum(counts[part][side] for part in hidden) for side in (0, 1))
        if not hidden or (len(hidden) > 1 and reason_to_hide(meeting, people) is Reason.SHOWN):
            return None
        return shown[0] if shown else total
    if counts[total][1] and shown and not hidden:
        return shown[0]
    return None
