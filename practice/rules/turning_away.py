"""What is shown of the people who were turned away, and when. See `home.rules.disclosure`.

Each record is one person who was refused. Behind what is shown stand at least eight of them, recorded by at least three
colleagues, so that no figure shows who was refused or who said so.
"""

from collections.abc import Iterable
from datetime import date

from home.rules.disclosure import LEAST_CHANGED, LEAST_PEOPLE, Band, band, least_people, may_freeze_again

MONTHS = 12


def first_month(today: date, months: int = MONTHS) -> date:
    """The first day of the month that lies `months` before this one."""
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def problem_with_month(month: date, today: date) -> str:
    """Why a month cannot be recorded; empty where it can."""
    if month > today:
        return "Choose this month or one that has been."
    return "Choose a month of the last year." if month < first_month(today) else ""


def bands(reasons: Iterable[str], recorders: int, *, known: Iterable[str], least: int = LEAST_PEOPLE) -> dict[str, str] | None:
    """For each of the `known` reasons that was given, its band of all; nothing where too few people stand behind it."""
    given = list(reasons)
    if len(given) < least_people(least) or recorders < LEAST_CHANGED:
        return None
    found = {reason: band(given.count(reason), len(given), least=least) for reason in known if reason in given}
    return {reason: value.value for reason, value in found.items() if value is not Band.SUPPRESSED}


def should_freeze(*, behind: int | None, still: int, new: int) -> bool:
    """Whether tonight's figure replaces the frozen one.

    `behind` records stood behind that (nothing: there is none yet); of these `still` stand now, and `new` ones came.
    """
    return behind is None or may_freeze_again(new + max(behind - still, 0))
