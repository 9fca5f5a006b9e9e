"""Places that can be taken: in a slot to shadow, or at a session.

A place that is held counts as taken, and people who wait count against what is left, so that a newcomer cannot pass them.
"""

from home.wording import count_words


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
