"""What can become of a booking, and who may say yes to it."""

from collections.abc import Container, Mapping
from enum import StrEnum

from home.wording import count_words, number_words


class State(StrEnum):
    """Where a booking stands."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    ATTENDED = "attended"
    NOT_ATTENDED = "not_attended"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    DECLINED = "declined"


WORDS = {
    State.REQUESTED: "Asked for",
    State.CONFIRMED: "Confirmed",
    State.ATTENDED: "Done",
    State.NOT_ATTENDED: "Did not happen",
    State.WAITING: "On the waiting list",
    State.OFFERED: "A place is offered",
    State.CANCELLED: "Called off",
    State.LAPSED: "Ran out",
    State.DECLINED: "Declined",
}

#: What may follow what. A confirmed booking is asked for anew where its time or its host changes.
NEXT: dict[State, frozenset[State]] = {
    State.REQUESTED: frozenset({State.CONFIRMED, State.DECLINED, State.LAPSED, State.CANCELLED}),
    State.CONFIRMED: frozenset({State.ATTENDED, State.NOT_ATTENDED, State.CANCELLED, State.REQUESTED}),
    State.WAITING: frozenset({State.OFFERED, State.CANCELLED, State.LAPSED}),
    State.OFFERED: frozenset({State.REQUESTED, State.LAPSED, State.CANCELLED}),
    State.NOT_ATTENDED: frozenset({State.ATTENDED}),  # the host was mistaken
    State.ATTENDED: frozenset(),
    State.CANCELLED: frozenset(),
    State.LAPSED: frozenset(),
    State.DECLINED: frozenset(),
}
OPEN = frozenset({State.REQUESTED, State.CONFIRMED, State.WAITING, State.OFFERED})
HOLDING = frozenset({State.REQUESTED, State.CONFIRMED, State.OFFERED, State.ATTENDED, State.NOT_ATTENDED})
CERTAIN = frozenset({State.CONFIRMED, State.ATTENDED, State.NOT_ATTENDED})  # what two yeses stand behind


def may_become(before: str, after: str) -> bool:
    """Whether a booking may go from `before` to `after`."""
    return State(after) in NEXT[State(before)]


class Side(StrEnum):
    """Whose yes it is."""

    HOST = "host"
    MANAGER = "manager"


def problem_with_yes(*, by: int, requester: int, said_other: int | None, entitled: bool) -> str:
    """Why the person `by` may not say this yes, as a sentence; empty where they may.

    People are given by their keys: `said_other` is who said the other yes. `entitled` is whether they host, or manage or
    deputise for the team, or are the sponsor.
    """
    if by == requester:
        return "You asked for this place, so the yes has to come from somebody else."
    if not entitled:
        return "This yes is for somebody else to give."
    if by == said_other:
        return "You gave the other yes. This one has to come from another person: a deputy can give it."
    return ""


def open_sides(*, by: int, requester: int, may: Container[Side], given: Mapping[Side, int | None]) -> list[Side]:
    """Which yeses are still missing and the person `by` could give, of the sides that they `may` speak for.

    `given` are the yeses that stand, each with whose it is where that is still known.
    """
    if by == requester or by in given.values():
        return []
    return [side for side in Side if side in may and side not in given]


def problem_with_no(*, by: int, requester: int, entitled: bool, state: str) -> str:
    """Why the person `by` may not say no to a request, as a sentence; empty where they may."""
    if by == requester or not entitled:
        return "This request is for somebody else to answer."
    if state != State.REQUESTED:
        return "This request is not open any more, so there is nothing to decline."
    return ""


def found_words(asked: str, found: int, *, more: bool) -> str:
    """What a search for a sponsor found, as a sentence; `more` where more were found than are shown."""
    if more:
        return f"More than {number_words(found)} people were found. Here are the first; another word makes it fewer."
    if found:
        return f"{count_words(found, 'person').capitalize()} {'was' if found == 1 else 'were'} found. Choose below."
    return f"Nobody who manages a team was found with “{asked}”. Try a part of the name, or the name of the team."


class Absence(StrEnum):
    """Why a visit did not happen; none of these lays blame."""

    UNWELL = "unwell"
    WORK = "work"
    HOST = "host"
    TRAVEL = "travel"
    OTHER = "other"


ABSENCE_WORDS = {
    Absence.UNWELL: "Somebody was unwell",
    Absence.WORK: "Work needed them that day",
    Absence.HOST: "The host service could not have them that day",
    Absence.TRAVEL: "The way there did not work out",
    Absence.OTHER: "Something else, or not known",
}
