"""What a manager asks: whom it is for, how far each person is, and when to remind. Dates are local days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from home.wording import count_words, date_words

DONE, STARTED, NOT_STARTED = "done", "started", "not_started"
LONGEST_AHEAD = timedelta(days=730)


@dataclass(frozen=True)
class Ask:
    """A request: for a whole team, one job role in it or one person in it."""

    audience: str
    asked_on: date
    due_on: date
    job_role: int | None = None
    person: int | None = None


@dataclass(frozen=True)
class Place:
    """That a person is in the team today, in a job role or none."""

    person: int
    job_role: int | None = None


@dataclass(frozen=True)
class Done:
    """That a person completed the module, and until when that holds (for good where `renew_on` is empty)."""

    completed_on: date
    renew_on: date | None = None


def people_asked(ask: Ask, places: Iterable[Place]) -> list[int]:
    """Who is asked, of the people in the team today, each once and in the order given."""
    fits = {
        "team": lambda place: True,
        "job_role": lambda place: place.job_role is not None and place.job_role == ask.job_role,
        "person": lambda place: place.person == ask.person,
    }[ask.audience]
    return list(dict.fromkeys(place.person for place in places if fits(place)))


def in_force(done: Done, day: date) -> bool:
    """Whether a completion still holds on `day`; its renewal date is the last day that it does."""
    return done.completed_on <= day and (done.renew_on is None or done.renew_on >= day)


def standing(ask: Ask, completions: Sequence[Done], *, started: bool, today: date) -> str:
    """ "done", "started" or "not_started".

    Completing after being asked counts for good. Completing before counts while it is in force, up to the day it was asked for.
    """
    judged_on = min(today, ask.due_on)
    if any(done.completed_on >= ask.asked_on or in_force(done, judged_on) for done in completions):
        return DONE
    return STARTED if started else NOT_STARTED


def problem_with_date(due_on: date, today: date) -> str:
    """A sentence on what is wrong with a date to ask for; empty where nothing is."""
    if due_on < today:
        return "Choose today or a day to come."
    if due_on - today > LONGEST_AHEAD:
        return "Choose a day within the next two years."
    return ""


def due_words(due_on: date, today: date) -> str:
    """The date that was asked for, and how far off it is: "by Monday 30 November 2026, in eight days"."""
    days = (due_on - today).days
    if days < 0:
        return f"was asked for by {date_words(due_on)}"
    if days < 2:
        return f"by {'tomorrow' if days else 'today'}, {date_words(due_on)}"
    return f"by {date_words(due_on)}, in {count_words(days, 'day')}"


def reminder_of_request(ask: Ask, today: date) -> int | None:
    """Which reminder of an open request is due: 7 (in the week before, unless it was asked within that week), 0 (the day), or none."""
    days = (ask.due_on - today).days
    if days == 0:
        return 0 if ask.asked_on < today else None
    if 0 < days <= 7 and ask.asked_on < ask.due_on - timedelta(days=7):
        return 7
    return None


def reminder_of_renewal(renew_on: date, today: date) -> int | None:
    """Which reminder of a renewal is due: 30 (days before), 7, or none. A day on which nothing ran is made up for."""
    days = (renew_on - today).days
    if days < 0 or days > 30:
        return None
    return 7 if days <= 7 else 30
