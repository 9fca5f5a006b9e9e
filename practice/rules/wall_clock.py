"""Times as people say them: on the clock on the wall in England, also where the clocks change in between."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil import rrule, tz

LONDON = ZoneInfo("Europe/London")
LONGEST_SERIES = 52
LONGEST = timedelta(hours=14)  # a visit: a long shift with its handovers; more is a slip of the keys


class NoSuchTime(ValueError):
    """A time that no clock shows: in the hour that is left out when the clocks go forward."""


def moment(day: date, at: time) -> datetime:
    """`at` on `day` in England; the first of two where the clocks go back. `NoSuchTime` where there is none."""
    wall = datetime.combine(day, at)
    if not tz.datetime_exists(wall, LONDON):
        raise NoSuchTime(f"The clocks go forward that night, so {at:%H:%M} does not come on {day:%-d %B %Y}. Choose another time.")
    return wall.replace(tzinfo=LONDON)


def stretch(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """From `begins` on `day` to `ends`, which is the next day's where it is not after `begins`. `NoSuchTime` where one does not come."""
    return moment(day, begins), moment(day if ends > begins else day + timedelta(days=1), ends)


def weekly(first: date, weeks: int, every: int = 1) -> list[date]:
    """`weeks` days from `first` on, on the same day of each week, or of `every` so many weeks."""
    start = datetime.combine(first, time(0))
    return [found.date() for found in rrule.rrule(rrule.WEEKLY, dtstart=start, count=min(weeks, LONGEST_SERIES), interval=every)]


def overlap(one_starts: datetime, one_ends: datetime, other_starts: datetime, other_ends: datetime) -> bool:
    """Whether two stretches of time share a moment; one that begins as the other ends does not."""
    return one_starts < other_ends and other_starts < one_ends
