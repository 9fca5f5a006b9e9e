"""Again: what each app takes back of letters that are about to go late, because what they tell of is past, done or called off by now."""

from collections.abc import Callable

Dropper = Callable[[], int]
_droppers: list[Dropper] = []


def takes_back_what_is_past(dropper: Dropper) -> Dropper:
    """Register a function that drops those letters of its app that wait and are not true any more, and says how many. It may run twice."""
    _droppers.append(dropper)
    return dropper


def take_back_what_is_past() -> int:
    """Have every app drop what is not true any more; how many letters."""
    return sum(dropper() for dropper in _droppers)
