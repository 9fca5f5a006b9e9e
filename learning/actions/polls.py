"""Freezing what colleagues said in polls, every night, under the disclosure rule."""

from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from learning.enums import StateKind
from learning.models import BlockState, LessonPage, PollResult
from learning.rules.checks import list_of
from learning.rules.polls import shares, should_freeze
from learning.rules.questions import poll_digest


def freeze_polls(today: date | None = None) -> int:
    """Freeze each poll of each published lesson as it stood at the start of `today`, where enough has changed. How many were."""
    today = today or timezone.localdate()
    frozen = 0
    for lesson in LessonPage.objects.live().only("pk", "body").iterator(chunk_size=50):
        for raw in lesson.body.raw_data:
            if raw["type"] == "poll" and raw.get("id"):
                options = list_of(raw["value"], "options")
                frozen += _freeze(raw["id"], poll_digest(raw["value"].get("question", ""), options), len(options), today)
    return frozen


@transaction.atomic
def _freeze(block_id: str, digest: str, options: int, today: date) -> bool:
    before = PollResult.objects.select_for_update().filter(block_id=block_id).first()
    if before is not None and before.frozen_on >= today:
        return False
    votes = BlockState.objects.filter(block_id=block_id, kind=StateKind.POLL, updated_at__lt=_start_of(today), person__is_active=True)
    choices, untouched = [], 0
    for state, at in votes.values_list("state", "updated_at"):
        if state.get("digest") == digest:
            choices.append(state.get("choice", -1))
            untouched += before is not None and at < _start_of(before.frozen_on)
    if not should_freeze(
        frozen_before=before is not None, same_question=before is not None and before.digest == digest,
        answered_then=before.answered if before else 0, untouched=untouched, touched=len(choices) - untouched,
    ):  # fmt: skip
        return False
    found = {"digest": digest, "shares": shares(choices, options, least=settings.DISCLOSURE_LEAST_PEOPLE), "frozen_on": today, "answered": len(choices)}
    PollResult.objects.update_or_create(block_id=block_id, defaults=found)
    return True


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
