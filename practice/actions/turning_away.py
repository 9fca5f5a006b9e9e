"""Recording that somebody was refused, freezing what is shown of it, and a service's reply."""

import uuid
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import User
from practice.enums.services import Refusal
from practice.models import ServiceEntry, TurnAway, TurnAwayFigure, TurnAwayReply
from practice.permissions import may_keep, may_record_turn_away
from practice.rules.turning_away import bands, first_month, problem_with_month, should_freeze


def record_turn_away(*, by: User, entry: ServiceEntry, reason: str, month: date, key: uuid.UUID) -> TurnAway:
    """Record that somebody was refused in `month`; nothing about the person is kept. The same `key` sent twice is one record."""
    if not may_record_turn_away(by):
        raise Refused("People who work in a service can record this.")
    month = month.replace(day=1)
    if problem := problem_with_month(month, timezone.localdate()):
        raise Refused(problem)
    if reason not in Refusal.values:
        raise Refused("Choose the reason that was given.")
    with transaction.atomic():
        row, _ = TurnAway.objects.get_or_create(
            key=key, defaults={"entry": entry, "reason": reason, "month": month, "recorded_by": by, "recorded_on": timezone.localdate()}
        )
    return row


@transaction.atomic
def reply(*, by: User, entry: ServiceEntry, text: str) -> TurnAwayReply:
    """What the service says about people who were turned away; everyone who is signed in reads it beside the entry."""
    if not may_keep(by, entry):
        raise Refused("The people who keep the entry reply for the service.")
    text = text.strip()
    if not text:
        raise Refused("Write what the service says.")
    last = TurnAwayReply.objects.filter(entry=entry).first()
    if last is not None and last.text == text and last.by_id == by.pk:
        return last
    made = TurnAwayReply.objects.create(entry=entry, text=text[:2000], by=by)
    log(instance=entry, action="practice.turn_aways_answered", user=by, data={})
    return made


def freeze_turn_aways(today: date | None = None) -> int:
    """Freeze what is shown of each entry's turn-aways of the last year, where enough has changed. How many entries."""
    today = today or timezone.localdate()
    entries = ServiceEntry.objects.filter(turn_aways__isnull=False).distinct().values_list("pk", flat=True)
    return sum(_freeze(pk, today) for pk in list(entries))


@transaction.atomic
def _freeze(pk: int, today: date) -> bool:
    before = TurnAwayFigure.objects.select_for_update().filter(entry_id=pk).first()
    if before is not None and before.frozen_on >= today:
        return False
    records = list(TurnAway.objects.filter(entry_id=pk, month__gte=first_month(today), recorded_on__lt=today).order_by("pk"))
    last = before.last_record if before else 0
    new = sum(record.pk > last for record in records)
    if not should_freeze(behind=before.behind if before else None, still=len(records) - new, new=new):
        return False
    recorders = len({record.recorded_by_id for record in records if record.recorded_by_id})
    found = bands([record.reason for record in records], recorders, known=Refusal.values, least=settings.DISCLOSURE_LEAST_PEOPLE)
    shown = {"bands": found, "behind": len(records), "last_record": max((record.pk for record in records), default=last), "frozen_on": today}
    TurnAwayFigure.objects.update_or_create(entry_id=pk, defaults=shown)
    return True
