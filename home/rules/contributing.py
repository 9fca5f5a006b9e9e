"""What follows from what a contributor decided: dates, names, places, and an editor's suggestion put into their words."""

from collections.abc import Iterable
from datetime import date

from home.enums import Naming
from home.rules.disclosure import LEAST_PUBLISHED, rounded

YEARS_AT_FIRST = 2
MOST_YEARS = 10
REMINDED_AT = (30, 7)  # days before the agreed time is over
STEP = 4  # characters of a page's path for each level of the tree
UNNAMED = "Somebody with lived experience"


class NotThere(ValueError):
    """A passage that the words do not hold, or not any more."""


def years_after(day: date, years: int) -> date:
    """The same day of the year, `years` later; 1 March where 29 February is missing."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def first_until(today: date) -> date:
    """Until when a consent holds where its author says nothing else: two years."""
    return years_after(today, YEARS_AT_FIRST)


def last_until(today: date) -> date:
    """The longest that one consent may hold before it is asked for anew."""
    return years_after(today, MOST_YEARS)


def reminder_due(until: date, today: date) -> int | None:
    """Which reminder of the end on `until` is due: 30, 7, or nothing. The nearest one only, also when a day was missed."""
    left = (until - today).days
    if left < 0:
        return None
    return next((days for days in reversed(REMINDED_AT) if left <= days), None)


def called(shown_as: str) -> str:
    """How somebody is named beside their words; nobody's name is "Somebody with lived experience"."""
    return shown_as or UNNAMED


def gives_away(pseudonym: str, name: str, email: str) -> bool:
    """Whether a chosen name tells the real one: it holds a part of it, or of the address, of three letters or more."""
    said = _letters(pseudonym)
    address = email.partition("@")[0].replace("_", ".").replace("-", ".").split(".")
    parts = [_letters(part) for part in [*name.split(), *address]]
    return any(len(part) >= 3 and part in said for part in parts)


def naming_of(shown_as: str, name: str) -> Naming:
    """What kind of name `shown_as` is of somebody named `name`; their own where no other is known of (`name` is empty)."""
    if name and _letters(shown_as) == _letters(name.split()[0]):
        return Naming.FIRST
    return Naming.REAL if not name or gives_away(shown_as, name, "") else Naming.PSEUDONYM


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())


def paths_of(path: str) -> list[str]:
    """The paths of a page and of every page above it, from Wagtail's own `path`."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def covers(purpose_path: str | None, purpose_open: bool, page_path: str, page_open: bool) -> bool:
    """Whether a yes for one place holds on a page.

    `purpose_path` is nothing for the public, which covers pages that are open to all. A place that was for those who are
    signed in does not cover a page that anyone can open.
    """
    if page_open and not purpose_open:
        return False
    return page_open if purpose_path is None else page_path.startswith(purpose_path)


def with_suggestion(words: str, passage: str, instead: str) -> str:
    """`words` with the first `passage` in them replaced; raises `NotThere` where it is not in them."""
    if not passage or passage not in words:
        raise NotThere("These words are not there any more.")
    return words.replace(passage, instead, 1)


def lines_up(words: str) -> str:
    """`words` with one kind of line end and no white space after the last line, so that equal words are equal."""
    return "\n".join(line.rstrip() for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip("\n")


def listed(things: Iterable[str]) -> str:
    """ "a, b and c"; nothing for nothing."""
    things = list(things)
    return f"{', '.join(things[:-1])} and {things[-1]}" if len(things) > 1 else "".join(things)


def readers_shown(people: int) -> int | None:
    """How many readers an author is told of: to the nearest five, from ten on (`disclosure`, the rule for numbers); nothing for fewer."""
    return rounded(people) if people >= LEAST_PUBLISHED else None
