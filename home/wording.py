"""How numbers, dates and lengths of time are said on every screen, in every letter and in every file.

Pure functions: they know nothing of templates or requests. Dates and times are said as they are given, so turn an aware
time into local time first (the template filters do).
"""

import re
from datetime import date, datetime, time

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
PLURALS = {"person": "people", "child": "children", "half": "halves"}
FOLLOWS = re.compile(r" (?:that|where|by|of|for) ")  # what is said of a noun, after it


def number_words(number: int, *, zero: str = "no") -> str:
    """``3`` gives "three"; from 11 on numerals are kept ("14", "1,204"); nothing at all is ``zero``."""
    if number == 0:
        return zero
    return NUMBERS[number] if 0 < number < len(NUMBERS) else f"{number:,}"


def plural(noun: str) -> str:
    """The plural of one or more English words: "lesson" and "capability" give "lessons", "capabilities", "copy that was made" "copies that were made"."""
    if follows := FOLLOWS.search(noun):
        return plural(noun[: follows.start()]) + re.sub(r"^ that was\b", " that were", noun[follows.start() :])
    first, _, last = noun.rpartition(" ")
    if last in PLURALS:
        word = PLURALS[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        word = f"{last[:-1]}ies"
    elif last.endswith(("s", "x", "ch", "sh")):
        word = f"{last}es"
    else:
        word = f"{last}s"
    return f"{first} {word}".strip()


def count_words(number: int, noun: str) -> str:
    """A counted noun: "no lessons", "one lesson", "three people", "14 capabilities"."""
    return f"{number_words(number)} {noun if number == 1 else plural(noun)}"


def all_words(number: int, noun: str) -> str:
    """All of so many, two or more: "both times", "all five times"."""
    return f"both {plural(noun)}" if number == 2 else f"all {count_words(number, noun)}"


def progress_sentence(done: int, total: int, noun: str) -> str:
    """How far somebody is: "Two of seven lessons done", "All seven lessons done", "Not started yet, seven lessons"."""
    if total == 0:
        return f"No {plural(noun)} yet"
    if done <= 0:
        return f"Not started yet, {count_words(total, noun)}"
    if done >= total:
        return f"The {noun} is done" if total == 1 else f"All {count_words(total, noun)} done"
    either = f"{done} of {total}" if total >= len(NUMBERS) else f"{number_words(done)} of {number_words(total)}"
    return f"{either} {plural(noun)} done".capitalize()


def date_words(day: date) -> str:
    """A whole date: "Thursday 26 November 2026"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def time_words(moment: time | datetime) -> str:
    """A time of day: "10 am", "2.30 pm", "12 noon", "12 midnight"."""
    if moment.minute == 0 and moment.hour in (0, 12):
        return "12 noon" if moment.hour else "12 midnight"
    minutes = f".{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'am' if moment.hour < 12 else 'pm'}"


def datetime_words(moment: datetime, *, this_year: int) -> str:
    """A day and a time: "Thursday 26 November, 10 am"; another year than ``this_year`` is said as well."""
    year = "" if moment.year == this_year else f" {moment.year}"
    return f"{moment:%A} {moment.day} {moment:%B}{year}, {time_words(moment)}"


def span_words(start: datetime, end: datetime, *, this_year: int) -> str:
    """From when until when: "Thursday 26 November, 10 am to 11.30 am"; another day is said in full."""
    if start.date() == end.date():
        return f"{datetime_words(start, this_year=this_year)} to {time_words(end)}"
    return f"{datetime_words(start, this_year=this_year)} to {datetime_words(end, this_year=this_year)}"


def minutes_words(minutes: int) -> str:
    """A stated length: "about 8 minutes", "about an hour", "about 2 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    hour_words = "" if not hours else "an hour" if (hours, rest) == (1, 0) else count_hours(hours)
    rest_words = "" if not rest else "1 minute" if rest == 1 else f"{rest} minutes"
    return f"about {' '.join(filter(None, (hour_words, rest_words)))}" if minutes > 0 else "less than a minute"


BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("SamsungBrowser", "Samsung Internet"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))
DEVICES = (("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "an Android device"), ("Windows", "Windows"), ("Mac OS", "a Mac"), ("Linux", "Linux"))


def browser_words(user_agent: str) -> str:
    """Roughly where somebody is signed in: "Edge on Windows", "Safari on an iPhone", "A browser" for what is not known."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "A browser")
    device = next((name for sign, name in DEVICES if sign in user_agent), "")
    return f"{browser} on {device}" if device else browser


def count_hours(hours: int) -> str:
    """Whole hours in numerals: "1 hour", "2 hours"."""
    return "1 hour" if hours == 1 else f"{hours} hours"
