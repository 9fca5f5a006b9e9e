"""Calling a booking off, and letting what ran out go."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import User
from home.rules.quiet import bank_holidays
from practice.actions.shadowing import letters, places
from practice.models import Booking
from practice.permissions import may_decide, may_host
from practice.rules.shadowing import OPEN, State
from practice.rules.working_days import is_late


def cancel(*, by: User, booking: Booking, reason: str = "") -> None:
    """Call a booking off. People need no reason for their own; whoever hosts or said yes gives one. Twice is once."""
    reason = reason.strip()
    with transaction.atomic():
        found = places.locked(booking)
        if found.state == State.CANCELLED:
            return
        own = found.person_id == by.pk
        if not own and not (may_host(by, found.slot.placement) or may_decide(by, found)):
            raise Refused("This booking is for somebody else to call off.")
        if not found.is_open:
            raise Refused("This booking is over already.")
        if found.slot.starts_at <= timezone.now() and found.state == State.CONFIRMED:
            raise Refused("It has begun. The host says afterwards whether it took place.")
        if not own and not reason:
            raise Refused("Say why. The person who booked reads it.")
        call_off(found, by=by, reason=reason)
        log(instance=found, action="practice.booking_cancelled", user=by, data={"late": found.late})


def call_off(booking: Booking, *, by: User | None, reason: str) -> None:
    """End an open booking as called off, and tell the other side. Hold the slot first."""
    slot, was = booking.slot, State(booking.state)
    certain = was == State.CONFIRMED or booking.is_moved
    late = certain and is_late(places.local(timezone.now()), places.local(slot.starts_at), bank_holidays())
    file = letters.calendar_file(booking, cancelled=True)
    places.let_go(booking, State.CANCELLED, by=by, reason=reason, late=late)
    what = f"“{slot.placement}”, {letters.when_words(slot)}"
    own = by is not None and by.pk == booking.person_id
    if not own or file:
        title = f"You have called off {what}" if own else f"Called off: {what}"
        letters.tell_person(booking, "cancelled", title, text=reason, urgent=late, calendar=file)
    if own and was in (State.REQUESTED, State.CONFIRMED):
        letters.tell_hosts(booking, "cancelled", f"{booking.person} has called off {what}", text=reason, urgent=late)


def leave(person: User) -> int:
    """Call off whatever somebody who leaves for good has open; how many. The other side is told; the person is not."""
    left = 0
    for booking in Booking.objects.filter(person=person, state__in=sorted(OPEN)).order_by("slot_id", "pk"):
        with transaction.atomic():
            found = places.locked(booking)
            if found.is_open:
                call_off(found, by=person, reason="")
                left += 1
    return left


def let_lapse(now: datetime | None = None) -> int:
    """Let requests without both yeses, offers not taken and turns for a time that has begun run out. How many."""
    now = now or timezone.now()
    due = list(Booking.objects.run_out(now).order_by("pk")[:500])
    return sum(_lapse(booking, now) for booking in due)


@transaction.atomic
def _lapse(booking: Booking, now: datetime) -> bool:
    found = places.locked(booking)
    if not Booking.objects.run_out(now).filter(pk=found.pk).exists():
        return False
    was, slot = State(found.state), found.slot
    file = letters.calendar_file(found, cancelled=True)
    places.let_go(found, State.LAPSED)
    what = f"“{slot.placement}”, {letters.when_words(slot)}"
    if was == State.REQUESTED:
        title = f"Your request has run out: {what}"
        text = "Not everyone answered in time, so the place went back. You can ask again."
    elif was == State.OFFERED:
        title, text = f"The offer has run out: {what}", "The place went to the next person. You can join the line again."
    else:
        title, text = f"No place came free: {what}", "The waiting list is closed. Look on the board for another time."
    letters.tell_person(found, f"lapsed:{found.round}", title, text=text, calendar=file)
    return True
