"""Purge: what a withdrawal must reach besides the words' own tables. Each app removes what it made of them, and says what that was."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Gone:
    """A contribution that was taken back: its row's number and the name that pages hold of it."""

    contribution_id: int
    public_id: str


@dataclass(frozen=True)
class Removed:
    """One line of the receipt: how many of what. `what` is plain words in the singular, such as "copy that was handed in"."""

    what: str
    count: int


Purger = Callable[[Gone], Iterable[Removed]]
_purgers: list[Purger] = []


def purges(purger: Purger) -> Purger:
    """Register a function that removes everything its app holds of a contribution. It may run twice."""
    _purgers.append(purger)
    return purger


def purge(gone: Gone) -> list[Removed]:
    """Have every app remove what it holds; what was removed."""
    return [removed for purger in _purgers for removed in purger(gone)]
