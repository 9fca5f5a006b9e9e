"""Reminding keepers to say that an entry still holds. Each reminder goes once, and none for what was confirmed."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from home.actions.telling import tell_each
from home.enums import NoticeKind
from home.models import TeamManager, User
from home.wording import date_words
from practice.models import ServiceEntry, ServiceKeeper
from practice.rules.services import CONFIRMED_FOR, REMIND_AHEAD, due_on, reminder_stage


def remind_keepers(today: date | None = None) -> int:
    """Remind the keepers of each entry that is to be confirmed within two weeks, that day, and every 30 days after. How many entries."""
    today = today or timezone.localdate()
    soon = today + timedelta(days=REMIND_AHEAD)
    near = Q(confirmed_on__isnull=True) | Q(confirmed_on__lte=soon - CONFIRMED_FOR) | Q(review_due_on__lte=soon)
    return sum(_remind(pk, today) for pk in list(ServiceEntry.objects.in_force(today).filter(near).values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    entry = ServiceEntry.objects.select_for_update(of=("self",)).select_related("service").filter(pk=pk).first()
    due = due_on(entry.confirmed_on, entry.review_due_on, entry.listed_on) if entry else today
    stage = reminder_stage(due, today)
    if entry is None or stage is None:
        return False
    when = f"Confirm it by {date_words(due)}" if due >= today else f"It was to be confirmed by {date_words(due)}"
    tell_each(
        people=asked_to_confirm(entry), kind=NoticeKind.REMINDER, key=f"entry:{pk}:confirm:{due}:{stage}", url=entry.url,
        title=f"Does the entry of {entry.name} still hold? {when}",
        text="Read it through, put right what has changed, and confirm it. It takes a few minutes.", why=f"You keep the entry of {entry.name}.",
    )  # fmt: skip
    return True


def asked_to_confirm(entry: ServiceEntry) -> Iterable[User]:
    """Whoever was named to keep an entry; where nobody is, the managers of the service's teams."""
    named = [row.person for row in ServiceKeeper.objects.current().filter(entry=entry).select_related("person")]
    if named or entry.service is None:
        return named
    managers = TeamManager.objects.current().filter(team__service=entry.service, is_deputy=False).select_related("person")
    return list({row.person_id: row.person for row in managers}.values())
