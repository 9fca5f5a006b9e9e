"""Telling a lesson's authors that something was wrong or hard."""

from django.db import transaction

from learning.actions.problems import LearningProblem, TooLong
from learning.models import LessonNote, LessonPage

LONGEST = 4000  # characters


@transaction.atomic
def send_note(person, lesson: LessonPage, text: str, *, may_name_me: bool = False) -> LessonNote:
    """Leave `text` for the authors of `lesson`; the same words sent twice are kept once. Raises a `LearningProblem` where it is empty or too long."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise LearningProblem("Write what was wrong or hard, in a few words.")
    if len(text) > LONGEST:
        raise TooLong(f"That is {len(text):,} characters; {LONGEST:,} is the most. Your words are still here: make them shorter, or send them in two notes.")
    same = LessonNote.objects.filter(person=person, lesson=lesson, text=text, read_at__isnull=True).first()
    return same or LessonNote.objects.create(person=person, lesson=lesson, text=text, may_name_me=may_name_me)
