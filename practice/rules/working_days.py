"""Working days: Monday to Friday, without the bank holidays given. Days and moments are local, without a zone."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta

LATE_DAYS = 2  # working days before a visit within which calling it off is late
REMIND_DAYS = 2  # days before a visit
MARK_AGAIN_DAYS = 7  # days after a visit that nobody has marked


def is_working_day(day: date, free_days: Container[date]) -> bool:
    """Whether people are at work on `day`, as far as a calendar can know."""
    return day.weekday() < 5 and day not in free_days


def working_days_on(day: date, number: int, free_days: Container[date]) -> date:
    """The day that is `number` working days after `day` (before it, where negative)."""
    step = timedelta(days=1 if number >= 0 else -1)
    left = abs(number)
    while left:
        day += step
        left -= is_working_day(day, free_days)
    return day


def held_until(moment: datetime, days: int, starts_at: datetime, free_days: Container[date]) -> datetime:
    """Until when something that begins at `starts_at` is held: the end of the last of `days` working days, never past its start."""
    end = datetime.combine(working_days_on(moment.date(), days, free_days) + timedelta(days=1), time(0))
    return min(end, starts_at)


def is_late(moment: datetime, starts_at: datetime, free_days: Container[date]) -> bool:
    """Whether calling off at `moment` is late: fewer than two working days lie between, or it has begun."""
    return moment.date() > working_days_on(starts_at.date(), -LATE_DAYS, free_days)


def remind_on(starts_on: date, free_days: Container[date]) -> date:
    """The day of the reminder: the last working day that is at least two days before."""
    day = starts_on - timedelta(days=REMIND_DAYS)
    while not is_working_day(day, free_days):
        day -= timedelta(days=1)
    return day


def mark_stage(ended_on: date, today: date, free_days: Container[date]) -> int | None:
    """Which reminder to say whether a visit took place is due: 0 from the next working day on, 1 from a week after; none yet."""
    if today < working_days_on(ended_on, 1, free_days):
        return None
    return int(today >= ended_on + timedelta(days=MARK_AGAIN_DAYS))
