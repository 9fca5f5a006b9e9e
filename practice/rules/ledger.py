"""What can become of an action that a community agreed, when its owner is reminded, and what opens the next session."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar


class State(StrEnum):
    """Where an action stands."""

    AGREED = "agreed"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


WORDS = {State.AGREED: "Agreed", State.UNDER_WAY: "Under way", State.DONE: "Done", State.DROPPED: "Dropped"}
#: What may follow what. What was closed can be opened again; its outcome then stays in its history.
NEXT: dict[State, frozenset[State]] = {
    State.AGREED: frozenset({State.UNDER_WAY, State.DONE, State.DROPPED}),
    State.UNDER_WAY: frozenset({State.DONE, State.DROPPED}),
    State.DONE: frozenset({State.UNDER_WAY}),
    State.DROPPED: frozenset({State.UNDER_WAY}),
}
OPEN = frozenset({State.AGREED, State.UNDER_WAY})
CLOSED = frozenset({State.DONE, State.DROPPED})


class Event(StrEnum):
    """What happened to an action: a line of its history."""

    AGREED = "agreed"
    STARTED = "started"
    NOTED = "noted"
    MOVED = "moved"
    HANDED_OVER = "handed_over"
    GIVEN_BACK = "given_back"
    DONE = "done"
    DROPPED = "dropped"
    OPENED_AGAIN = "opened_again"


EVENT_WORDS = {
    Event.AGREED: "Agreed",
    Event.STARTED: "Begun",
    Event.NOTED: "Said how it goes",
    Event.MOVED: "Moved to another day",
    Event.HANDED_OVER: "Handed over",
    Event.GIVEN_BACK: "Given back: it needs an owner",
    Event.DONE: "Done",
    Event.DROPPED: "Dropped",
    Event.OPENED_AGAIN: "Opened again",
}

REMIND_AHEAD = 7  # days before the day it is due
REMIND_EVERY = 14  # days, once it is overdue
FURTHEST = 730  # days ahead that a date may lie


def may_become(before: str, after: str) -> bool:
    """Whether an action may go from `before` to `after`."""
    return State(after) in NEXT[State(before)]


def problem_with_due(due: date, today: date) -> str:
    """Why an action cannot be due on a day, as a sentence; empty where it can."""
    if due < today:
        return "Choose today or a day to come."
    return "Choose a day within the next two years." if (due - today).days > FURTHEST else ""


def reminder_stage(due: date, today: date) -> int | None:
    """Which reminder an open action is at: 0 in the week before its day, 1 once that is past, one more every two weeks; none yet."""
    days = (today - due).days
    if days < -REMIND_AHEAD:
        return None
    return 0 if days <= 0 else 1 + (days - 1) // REMIND_EVERY


class Listed(Protocol):
    """What an action has to say of itself to be put in its place on a list."""

    pk: int
    state: str
    due_on: date
    closed_on: date | None


Action = TypeVar("Action", bound=Listed)


@dataclass
class Opening:
    """What opens a session: what was closed since the last one, what is overdue, what is due before it, and what comes later."""

    closed: list = field(default_factory=list)
    overdue: list = field(default_factory=list)
    due: list = field(default_factory=list)
    later: list = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.closed or self.overdue or self.due or self.later)


def opening(actions: Iterable[Action], *, today: date, since: date | None, session_on: date) -> Opening:
    """The actions of a community as they open a session on `session_on`. `since` is the day of the one before; none: all that is closed."""
    found = Opening()
    for action in sorted(actions, key=lambda each: (each.due_on, each.pk)):
        if action.state in CLOSED:
            if since is None or (action.closed_on and action.closed_on >= since):
                found.closed.append(action)
        elif action.due_on < today:
            found.overdue.append(action)
        elif action.due_on <= session_on:
            found.due.append(action)
        else:
            found.later.append(action)
    return found
