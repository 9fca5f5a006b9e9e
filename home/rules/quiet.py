"""When a letter may go: a person's quiet hours, weekends and bank holidays in England.

Pure: times are local wall-clock times, given and returned without a zone.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

LONGEST_WAIT = 14  # days; no run of quiet days in England is longer


@dataclass(frozen=True)
class QuietTimes:
    """When somebody wants no mail. `start` equal to `end` means that no hour of a day is quiet."""

    start: time = time(18)
    end: time = time(8)
    weekends: bool = True


@lru_cache(maxsize=1)
def bank_holidays() -> Container[date]:
    """The bank holidays of England; days are worked out as they are asked for."""
    return holidays.country_holidays("GB", subdiv="ENG")


def is_free_day(day: date, free_days: Container[date]) -> bool:
    """Whether `day` is a Saturday, a Sunday or one of `free_days`."""
    return day.weekday() >= 5 or day in free_days


def is_quiet(moment: datetime, quiet: QuietTimes, free_days: Container[date]) -> bool:
    """Whether no letter may go at `moment`. The hour at which quiet ends is not quiet."""
    if quiet.weekends and is_free_day(moment.date(), free_days):
        return True
    now = moment.time()
    if quiet.start < quiet.end:
        return quiet.start <= now < quiet.end
    if quiet.start > quiet.end:
        return now >= quiet.start or now < quiet.end
    return False


def first_moment(moment: datetime, quiet: QuietTimes, free_days: Container[date]) -> datetime:
    """The first moment from `moment` on at which a letter may go: `moment` itself where it is not quiet."""
    for days in range(LONGEST_WAIT + 1):
        day = moment.date() + timedelta(days=days)
        for candidate in (moment, datetime.combine(day, time(0)), datetime.combine(day, quiet.end)):
            if candidate.date() == day and candidate >= moment and not is_quiet(candidate, quiet, free_days):
                return candidate
    return moment


def next_digest(moment: datetime, quiet: QuietTimes, free_days: Container[date]) -> datetime:
    """When the one mail of a day goes: each day that is not quiet, as quiet ends; strictly after `moment`."""
    for days in range(LONGEST_WAIT + 1):
        candidate = datetime.combine(moment.date() + timedelta(days=days), quiet.end)
        if candidate > moment and not is_quiet(candidate, quiet, free_days):
            return candidate
    return moment + timedelta(days=1)
