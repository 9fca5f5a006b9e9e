"""Places that can be taken: in a slot to shadow, or at a session.

A place that is held counts as taken, and people who wait count against what is left, so that a newcomer cannot pass them.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from home.wording import count_words


class HasPlaces(Protocol):
    """A time with so many places, of which some are taken, and people who wait."""

    capacity: int
    taken: int
    waiting: int


Time = TypeVar("Time", bound=HasPlaces)


def places_left(capacity: int, taken: int, waiting: int = 0) -> int:
    """How many places a newcomer could have: never below nought."""
    return max(0, capacity - taken - waiting)


def places_words(capacity: int, taken: int, waiting: int = 0) -> str:
    """What is left in words: "Two places left", "Full. Three people are waiting"."""
    left = places_left(capacity, taken, waiting)
    if left:
        return f"{count_words(left, 'place')} left".capitalize()
    if waiting:
        return f"Full. {count_words(waiting, 'person').capitalize()} {'is' if waiting == 1 else 'are'} waiting"
    return "Full"


def first_free(times: Sequence[Time]) -> Time:
    """The first of `times` with a place for a newcomer; where there is none, the first."""
    return next((each for each in times if places_left(each.capacity, each.taken, each.waiting)), times[0])
