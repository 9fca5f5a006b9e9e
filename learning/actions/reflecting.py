"""Keeping and deleting a private reflection."""

from django.db import transaction

from learning.actions.problems import QuestionGone, TooLong
from learning.models import LessonPage, ModulePage, Reflection
from learning.rules.questions import find_block

LONGEST = 20_000  # characters


@transaction.atomic
def reflect(person, lesson: LessonPage, module: ModulePage, block_id: str, text: str) -> Reflection:
    """Keep `text` as what `person` wrote at the reflection `block_id`; the latest words stand.

    Line ends are counted once, whatever the browser sends. Raises `TooLong` with the number of characters, and
    `QuestionGone` where the reflection was taken out of the lesson and nothing had been written before.
    """
    text = text.replace("\r\n", "\n").replace("\x00", "")
    if len(text) > LONGEST:
        over = len(text) - LONGEST
        much = f"That is {over:,} {'character' if over == 1 else 'characters'} more than the {LONGEST:,} we can keep."
        raise TooLong(f"{much} Nothing is lost: your words are below. Make them shorter, or keep the rest elsewhere.")
    content = find_block(lesson.body.raw_data, block_id, "reflection")
    if content is None and not Reflection.objects.filter(person=person, block_id=block_id).exists():
        raise QuestionGone
    words = {"lesson": lesson, "module_title": module.title, "lesson_title": lesson.title, "text": text}
    if content is not None:
        words["prompt"] = content.get("prompt", "")
    kept, _ = Reflection.objects.update_or_create(person=person, block_id=block_id, defaults=words)
    return kept


def delete_reflection(person, block_id: str) -> bool:
    """Take away what `person` wrote at a reflection, and with it every way to read it. Returns whether there was anything."""
    return bool(Reflection.objects.filter(person=person, block_id=block_id).delete()[0])
