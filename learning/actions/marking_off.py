"""Ticking a checklist and answering a poll."""

from collections.abc import Iterable

from django.db import transaction

from learning.actions.problems import LearningProblem, QuestionChanged, QuestionGone
from learning.enums import StateKind
from learning.models import BlockState, LessonPage
from learning.rules.checks import list_of
from learning.rules.questions import find_block, poll_digest


@transaction.atomic
def tick(person, lesson: LessonPage, block_id: str, ticked: Iterable[int]) -> list[int]:
    """Keep which items (0-based) of a checklist `person` has ticked. Returns those that are in it."""
    content = find_block(lesson.body.raw_data, block_id, "checklist")
    if content is None:
        raise QuestionGone
    kept = sorted({number for number in ticked if 0 <= number < len(list_of(content, "items"))})
    _keep(person, lesson, block_id, StateKind.CHECKLIST, {"ticked": kept})
    return kept


@transaction.atomic
def vote(person, lesson: LessonPage, block_id: str, choice: int | None, digest: str) -> None:
    """Keep what `person` says in a poll; saying something else later replaces it.

    Raises `QuestionGone`, `QuestionChanged`, or a `LearningProblem` where nothing was chosen.
    """
    content = find_block(lesson.body.raw_data, block_id, "poll")
    if content is None:
        raise QuestionGone
    options = list_of(content, "options")
    if poll_digest(content.get("question", ""), options) != digest:
        raise QuestionChanged
    if choice is None or not 0 <= choice < len(options):
        raise LearningProblem("Choose what comes closest for you.")
    _keep(person, lesson, block_id, StateKind.POLL, {"choice": choice, "digest": digest})


def _keep(person, lesson: LessonPage, block_id: str, kind: StateKind, state: dict) -> None:
    kept, made = BlockState.objects.select_for_update().get_or_create(
        person=person, block_id=block_id, defaults={"lesson": lesson, "kind": kind, "state": state}
    )
    if not made and kept.state != state:  # saying the same again is no change, also where changes are counted
        kept.lesson, kept.kind, kept.state = lesson, kind, state
        kept.save()
