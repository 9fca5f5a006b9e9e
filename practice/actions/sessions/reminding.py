"""Reminders of sessions: each goes once, and none for what was called off, given back, moved away or is past."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from home.actions.telling import tell
from home.enums import NoticeKind
from home.rules.quiet import bank_holidays
from practice.actions.sessions import letters
from practice.models import Registration
from practice.rules.registering import State
from practice.rules.working_days import remind_on

FURTHEST = timedelta(days=10)


def remind(today: date | None = None) -> int:
    """Remind people who have a place two days before, or on the working day before that. How many registrations were due for it."""
    today = today or timezone.localdate()
    now = timezone.now()
    ahead = Registration.objects.confirmed().filter(session__called_off_at__isnull=True, session__page__live=True)
    ahead = ahead.filter(session__starts_at__gt=now, session__starts_at__lt=now + FURTHEST)
    return sum(_remind(pk, today) for pk in list(ahead.order_by("session__starts_at", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    found = Registration.objects.filter(pk=pk, state=State.CONFIRMED).whole().select_for_update(of=("self",)).first()
    if found is None or not found.session.is_to_come:
        return False
    if today < remind_on(timezone.localtime(found.session.starts_at).date(), bank_holidays()):
        return False
    session = found.session
    tell(
        person=found.person, kind=NoticeKind.REMINDER, key=f"registration:{found.pk}:soon:{session.starts_at:%Y%m%d%H%M}",
        title=f"Soon: “{session}”, {letters.when_words(session)}",
        text=letters.WHERE_THE_LINK_IS if session.is_online else "Where it is and how to prepare stand on its page.",
        why=f"You have a place at a session of “{session.community}”.", url=session.get_absolute_url(),
    )  # fmt: skip
    return True


def drop_past_letters() -> int:
    """Stop letters that wait for quiet hours to end though the session has begun. How many."""
    since = timezone.now() - timedelta(days=14)
    begun = Registration.objects.filter(session__starts_at__lte=timezone.now(), session__starts_at__gt=since)
    return sum(letters.drop_waiting_letters(registration) for registration in begun)
