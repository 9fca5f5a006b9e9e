"""What editors do with the notes that readers send about lessons."""

from django.db import transaction
from django.utils import timezone

from home.actions.telling import tell
from home.enums import NoticeKind
from home.models import User
from learning.actions.problems import LearningProblem
from learning.models import LessonNote
from learning.permissions import may_read_notes
from learning.rules.addresses import address_of


def answer(*, by: User, note: LessonNote, outcome: str) -> None:
    """Say what was done about a note; its reader is told, and stays unnamed to the editors where they chose so."""
    _allowed(by)
    outcome = outcome.strip()
    if not outcome:
        raise LearningProblem("Say in a sentence or two what you did, or why nothing changes. The reader gets these words.")
    with transaction.atomic():
        found = LessonNote.objects.select_for_update(of=("self",)).select_related("lesson", "person").get(pk=note.pk)
        if found.outcome == outcome:
            return
        if found.outcome:
            raise LearningProblem("Somebody has answered this note meanwhile. Their answer is below it.")
        found.outcome = outcome[:2000]
        found.read_at = found.read_at or timezone.now()
        found.read_by = found.read_by or by
        found.save(update_fields=["outcome", "read_at", "read_by"])
        if found.person is not None:
            tell(
                person=found.person, kind=NoticeKind.ANSWER, key=f"lesson-note:{found.pk}", url=address_of(found.lesson.url_path),
                title=f"An answer to your note about “{found.lesson.title}”", text=found.outcome, why="You sent a note to the authors of this lesson.",
            )  # fmt: skip


def _allowed(by: User) -> None:
    if not may_read_notes(by):
        raise LearningProblem("Readers' notes are for this area's editors.")
