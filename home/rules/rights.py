"""How long things last that people's rights ask for: time to think, a copy to fetch, a leaver's months. Pure."""

import calendar
from datetime import date, timedelta

DAYS_TO_THINK = 7  # between asking to be erased and being erased
COPIES_A_DAY = 3
DAYS_TO_FETCH = 3  # a copy, before its file goes
DAYS_AHEAD = 30  # a leaver is told again this long before, and never later


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def erased_on(counts_from: date, months: int, told_on: date) -> date:
    """When a leaver's account goes: the months that the area keeps it, and never before they knew of it for a month."""
    return max(months_after(counts_from, months), told_on + timedelta(days=DAYS_AHEAD))


def is_to_remind(erase_on: date, today: date) -> bool:
    """Whether it is a month or less until the account goes."""
    return today >= erase_on - timedelta(days=DAYS_AHEAD)
