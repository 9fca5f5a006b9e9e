"""Reminders of visits, before and after: each goes once, and none for what was called off, moved, is past or marked already."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from home.actions.telling import tell, tell_each
from home.actions.untelling import untell
from home.enums import NoticeKind
from home.rules.quiet import bank_holidays
from practice.actions.shadowing import letters
from practice.models import Booking
from practice.rules.shadowing import State
from practice.rules.working_days import mark_stage, remind_on

FURTHEST = timedelta(days=10)
MARKED_WITHIN = timedelta(days=60)


def remind(today: date | None = None) -> int:
    """Remind people of visits two days before, or on the working day before that. How many visits were due for it."""
    today = today or timezone.localdate()
    now = timezone.now()
    ahead = Booking.objects.filter(state=State.CONFIRMED, slot__starts_at__gt=now, slot__starts_at__lt=now + FURTHEST)
    return sum(_remind(pk, today) for pk in list(ahead.order_by("slot__starts_at", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    found = Booking.objects.filter(pk=pk, state=State.CONFIRMED).whole().select_for_update(of=("self",)).first()
    if found is None or found.slot.starts_at <= timezone.now():
        return False
    if today < remind_on(timezone.localtime(found.slot.starts_at).date(), bank_holidays()):
        return False
    tell(
        person=found.person, kind=NoticeKind.REMINDER, key=f"booking:{found.pk}:soon:{found.slot.starts_at:%Y%m%d%H%M}",
        title=f"Soon: “{found.slot.placement}”, {letters.when_words(found.slot)}",
        text="Where it is, how to get there and what to do first stand on the booking's page.",
        why=f"You booked a place to shadow “{found.slot.placement}”.", url=found.get_absolute_url(),
    )  # fmt: skip
    return True


def remind_to_mark(today: date | None = None) -> int:
    """Remind hosts of visits whose end nobody has marked: on the next working day, and a week after, then with the service's managers. How many were due."""
    today = today or timezone.localdate()
    over = Booking.objects.filter(state=State.CONFIRMED, slot__ends_at__lte=timezone.now(), slot__ends_at__gt=timezone.now() - MARKED_WITHIN)
    return sum(_remind_to_mark(pk, today) for pk in list(over.order_by("slot__ends_at", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind_to_mark(pk: int, today: date) -> bool:
    found = Booking.objects.filter(pk=pk, state=State.CONFIRMED).whole().select_for_update(of=("self",)).first()
    stage = mark_stage(timezone.localtime(found.slot.ends_at).date(), today, bank_holidays()) if found else None
    if found is None or stage is None:
        return False
    placement = found.slot.placement
    people = letters.hosts_of(placement) + (letters.managers_of(placement) if stage else [])
    tell_each(
        people=list({person.pk: person for person in people if person.pk != found.person_id}.values()), kind=NoticeKind.REMINDER,
        key=f"{mark_key(found)}{stage}", title=f"Did it take place? {found.person} at “{placement}”, {letters.when_words(found.slot)}",
        text="One tap is enough. A visit that took place stands in their learning record; if it did not, nobody is blamed.",
        why=f"You host “{placement}”, or manage a team of {placement.service}.", url=f"{found.get_absolute_url()}took-place/",
    )  # fmt: skip
    return True


def mark_key(booking: Booking) -> str:
    """What the keys of reminders to mark a visit begin with."""
    return f"booking:{booking.pk}:mark:{booking.slot.starts_at:%Y%m%d%H%M}:"


def drop_mark_reminders(booking: Booking) -> int:
    """Stop letters that ask whether a visit took place, once somebody has said so. How many."""
    return untell(mark_key(booking))


def drop_past_reminders() -> int:
    """Stop letters that wait for quiet hours to end though the visit has begun or is not confirmed any more. How many."""
    since = timezone.now() - timedelta(days=14)
    past = Booking.objects.filter(slot__starts_at__lte=timezone.now(), slot__starts_at__gt=since, state=State.CONFIRMED)
    return sum(letters.drop_waiting_letters(booking) for booking in past)
