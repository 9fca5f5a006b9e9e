"""Reminding the owners of actions: each reminder goes once, and none for what is done, dropped, moved or given back."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from practice.actions.ledger import letters
from practice.models import LedgerAction
from practice.rules.ledger import REMIND_AHEAD, reminder_stage


def remind_owners(today: date | None = None) -> int:
    """Remind owners of actions due within a week, and of those overdue every two weeks. How many actions were due for it."""
    today = today or timezone.localdate()
    near = LedgerAction.objects.open().filter(owner__isnull=False, due_on__lte=today + timedelta(days=REMIND_AHEAD))
    return sum(_remind(pk, today) for pk in list(near.order_by("due_on", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    found = LedgerAction.objects.open().select_for_update(of=("self",), no_key=True).with_owner().filter(pk=pk).first()
    stage = reminder_stage(found.due_on, today) if found else None
    if found is None or stage is None:
        return False
    letters.remind_owner(found, stage=stage)
    return True
