"""Shared learning: what can become of what people write in a community, who reads it, and whom it mentions."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What somebody writes."""

    TOOK_AWAY = "took_away"
    THREAD = "thread"
    STORY = "story"
    REPLY = "reply"


KIND_WORDS = {Kind.TOOK_AWAY: "What I took away", Kind.THREAD: "Something to talk about", Kind.STORY: "A story", Kind.REPLY: "A reply"}


class State(StrEnum):
    """Where something written stands."""

    SHOWN = "shown"
    WAITING = "waiting"
    HIDDEN = "hidden"
    DELETED = "deleted"


STATE_WORDS = {State.SHOWN: "Shown", State.WAITING: "Waits for a facilitator", State.HIDDEN: "Hidden", State.DELETED: "Taken away"}
#: What may follow what. What its author took away never comes back.
NEXT: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.SHOWN, State.HIDDEN, State.DELETED}),
    State.SHOWN: frozenset({State.HIDDEN, State.DELETED, State.WAITING}),
    State.HIDDEN: frozenset({State.SHOWN, State.DELETED}),
    State.DELETED: frozenset(),
}


def may_become(before: str, after: str) -> bool:
    """Whether something written may go from `before` to `after`."""
    return State(after) in NEXT[State(before)]


def state_at_first(kind: str, *, moderates: bool) -> State:
    """Where something new stands: a story waits for a facilitator, but for a facilitator's own."""
    return State.WAITING if kind == Kind.STORY and not moderates else State.SHOWN


def is_read_by(state: str, *, own: bool, moderates: bool) -> bool:
    """Whether its words are shown to somebody inside the community: what waits or is hidden only to its author and to who moderates."""
    return state == State.SHOWN or (state in (State.WAITING, State.HIDDEN) and (own or moderates))


def mentioned(text: str, names: Mapping[int, str]) -> set[int]:
    """The people (by key) whose whole name stands after an @ in `text`; a longer name wins. Nobody where two share the name."""
    found: set[int] = set()
    by_name: dict[str, list[int]] = {}
    for key, name in names.items():
        if name.strip():
            by_name.setdefault(" ".join(name.casefold().split()), []).append(key)
    longest_first = sorted(by_name, key=len, reverse=True)
    plain = " ".join(text.casefold().split())
    for match in re.finditer(r"@", plain):
        rest = plain[match.end() :]
        named = next((name for name in longest_first if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()), None)
        if named and len(by_name[named]) == 1:
            found.add(by_name[named][0])
    return found
