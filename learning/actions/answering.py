"""Answering a knowledge check."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from learning.actions.problems import QuestionChanged, QuestionGone
from learning.models import Answer, LessonPage, ModuleProgress, QuestionVersion
from learning.rules.checks import Marked, check_of, mark
from learning.rules.questions import asked, digest_of, find_block


@dataclass(frozen=True)
class Answered:
    """What became of an answer: its marks, and whether it is new (the same answer sent twice is kept once)."""

    marked: Marked
    is_new: bool


def answer(person, lesson: LessonPage, block_id: str, value: Any, digest: str) -> Answered:
    """Keep `value` as `person`'s latest answer to the check `block_id` of the live `lesson`, with the question as it was asked.

    `digest` is the question's as the person saw it. Raises `QuestionGone` or `QuestionChanged` where the check is
    not the one they saw, and `learning.rules.checks.AnswerProblem` where `value` is not a whole answer; then nothing is kept.
    """
    content = find_block(lesson.body.raw_data, block_id, "check")
    if content is None:
        raise QuestionGone
    if digest_of(content) != digest:
        raise QuestionChanged
    marked = mark(check_of(content), value)
    question, _ = QuestionVersion.objects.get_or_create(block_id=block_id, digest=digest, defaults={"type": content["type"], "content": asked(content)})
    return Answered(marked, _keep(person, lesson, block_id, question, value, marked.share_right))


@transaction.atomic
def _keep(person, lesson: LessonPage, block_id: str, question: QuestionVersion, value: Any, share_right: float | None) -> bool:
    # One person's answers wait for each other on a row that is always there; their progress may not be yet.
    get_user_model().objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    latest = Answer.objects.newest().filter(person=person, block_id=block_id).first()
    if latest and latest.question_id == question.pk and latest.value == value and not _is_of_an_earlier_round(latest, lesson, person):
        return False
    if latest:
        latest.is_latest = False
        latest.save(update_fields=["is_latest"])
    Answer.objects.create(person=person, lesson=lesson, block_id=block_id, question=question, value=value, share_right=share_right)
    return True


def _is_of_an_earlier_round(latest: Answer, lesson: LessonPage, person) -> bool:
    return ModuleProgress.objects.filter(person=person, module__path=lesson.path[: -lesson.steplen], started_at__gt=latest.answered_at).exists()
