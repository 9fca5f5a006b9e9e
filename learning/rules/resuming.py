"""Where somebody carries on in a module."""

from collections.abc import Sequence
from typing import Any


def carry_on_at(lessons: Sequence[Any], last_lesson: int | None) -> Any:
    """The lesson to go on with: where they were last, or, where that is finished, the next that is not; nothing in an empty module.

    `lessons` are the live ones in order, each with `pk` and `my_finished_at`. A lesson that was taken down is passed over.
    With every lesson finished it is the last one they read, or the first.
    """
    index = next((number for number, lesson in enumerate(lessons) if lesson.pk == last_lesson), 0)
    in_turn = [*lessons[index:], *lessons[:index]]
    return next((lesson for lesson in in_turn if lesson.my_finished_at is None), in_turn[0] if in_turn else None)
