"""What can become of somebody's registration for a session, and when its join link is shown."""

from datetime import datetime, timedelta
from enum import StrEnum

LINK_STAYS = timedelta(minutes=30)  # after the end, for whoever was cut off


class State(StrEnum):
    """Where a registration stands."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


WORDS = {
    State.CONFIRMED: "You have a place",
    State.WAITING: "On the waiting list",
    State.OFFERED: "A place is offered",
    State.CANCELLED: "Called off",
    State.LAPSED: "Ran out",
}

#: What may follow what. Who called off may register again: it stays one row, and its calendar keeps one UID.
NEXT: dict[State, frozenset[State]] = {
    State.CONFIRMED: frozenset({State.CANCELLED}),
    State.WAITING: frozenset({State.OFFERED, State.CONFIRMED, State.CANCELLED, State.LAPSED}),
    State.OFFERED: frozenset({State.CONFIRMED, State.CANCELLED, State.LAPSED}),
    State.CANCELLED: frozenset({State.CONFIRMED, State.WAITING}),
    State.LAPSED: frozenset({State.CONFIRMED, State.WAITING}),
}
OPEN = frozenset({State.CONFIRMED, State.WAITING, State.OFFERED})
HOLDING = frozenset({State.CONFIRMED, State.OFFERED})


def may_become(before: str, after: str) -> bool:
    """Whether a registration may go from `before` to `after`."""
    return State(after) in NEXT[State(before)]


def link_is_open(now: datetime, starts_at: datetime, ends_at: datetime, minutes_before: int) -> bool:
    """Whether the join link is shown to those who have a place: from so many minutes before the start until half an hour after the end."""
    return starts_at - timedelta(minutes=minutes_before) <= now <= ends_at + LINK_STAYS
