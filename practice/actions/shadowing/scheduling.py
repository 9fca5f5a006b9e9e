"""The times of a placement: adding, moving, making room, calling off."""

import uuid
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import User
from practice.actions.shadowing import letters, places
from practice.actions.shadowing.ending import call_off
from practice.actions.shadowing.offering import refuse_closed
from practice.actions.shadowing.resetting import ask_again
from practice.models import Booking, Placement, Slot
from practice.permissions import may_host
from practice.rules.shadowing import State
from practice.rules.wall_clock import LONGEST, NoSuchTime, stretch, weekly

TAKEN = "This placement has another time that begins then. Choose another one."
TOO_LONG = "It ends before it begins, or lasts longer than 14 hours. A night shift that ends the next morning is fine: look at both times again."
FURTHEST = timedelta(days=548)  # a year and a half


def add_slots(*, by: User, placement: Placement, first: date, begins: time, ends: time, capacity: int, weeks: int = 1) -> list[Slot]:
    """Add a time, or the same time on the same day of so many weeks, on the clock on the wall. All of them or none."""
    if not may_host(by, placement):
        raise Refused("Only the host and the managers of the service can add times.")
    series = uuid.uuid4() if weeks > 1 else None
    try:
        with transaction.atomic():
            made = []
            for day in weekly(first, weeks):
                starts_at, ends_at = _times(day, begins, ends)
                refuse_closed(placement.service, day)
                made.append(Slot.objects.create(placement=placement, starts_at=starts_at, ends_at=ends_at, capacity=capacity, series=series))
            log(instance=placement, action="practice.times_added", user=by, data={"count": len(made)})
    except IntegrityError as fault:
        raise Refused(TAKEN) from fault
    return made


def move_slot(*, by: User, slot: Slot, day: date, begins: time, ends: time) -> Slot:
    """Give a time another day or hour. Places stay held; both yeses are asked for anew, and calendars follow as tentative."""
    starts_at, ends_at = _times(day, begins, ends)
    try:
        with transaction.atomic():
            found = _held(by, slot)
            if (found.starts_at, found.ends_at) == (starts_at, ends_at):
                return found
            refuse_closed(found.placement.service, day)
            was = letters.when_words(found)
            found.starts_at, found.ends_at = starts_at, ends_at
            found.save(update_fields=["starts_at", "ends_at"])
            log(instance=found.placement, action="practice.time_moved", user=by)
            for booking in Booking.objects.open().filter(slot=found).select_for_update(of=("self",)).whole().order_by("pk"):
                booking.slot = found
                _follow(booking, was)
    except IntegrityError as fault:
        raise Refused(TAKEN) from fault
    return found


def _follow(booking: Booking, was: str) -> None:
    if booking.state in (State.REQUESTED, State.CONFIRMED):
        ask_again(booking, because=f"It was {was}")
        return
    if booking.state == State.OFFERED:
        booking.offered_until = places.hold_until(booking.slot, places.OFFER_WORKING_DAYS)
        booking.save(update_fields=["offered_until"])
    booking.round += 1
    booking.save(update_fields=["round"])
    letters.tell_person(
        booking, f"changed:{booking.round}", f"Changed: “{booking.slot.placement}”, {letters.when_words(booking.slot)}",
        text=f"It was {was}. Your turn is kept. If it does not suit you, call it off.",
    )  # fmt: skip


def make_room(*, by: User, slot: Slot, capacity: int) -> Slot:
    """Change how many places a time has; those who wait are offered what is new."""
    with transaction.atomic():
        found = _held(by, slot)
        if capacity < max(found.taken, 1):
            raise Refused(f"{found.taken} of its places are held already, so it cannot have fewer." if found.taken else "A time has at least one place.")
        found.capacity = capacity
        found.save(update_fields=["capacity"])
        log(instance=found.placement, action="practice.room_changed", user=by, data={"capacity": capacity})
        places.offer_next(found)
    return found


def call_off_slot(*, by: User, slot: Slot, reason: str) -> None:
    """Call a time off with every booking of it; the reason goes to those who booked. Twice is once."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why. The people who booked read it.")
    with transaction.atomic():
        found = places.locked_slot(slot.pk)
        if found.called_off_at:
            return
        end_slot(_held(by, slot), by=by, reason=reason)


def end_slot(slot: Slot, *, by: User, reason: str) -> None:
    """Call a time off that this transaction holds, with every open booking of it, whoever may do so."""
    slot.called_off_at = timezone.now()
    slot.save(update_fields=["called_off_at"])
    for booking in Booking.objects.open().filter(slot=slot).select_for_update(of=("self",)).whole().order_by("pk"):
        booking.slot = slot
        call_off(booking, by=by, reason=reason)
    log(instance=slot.placement, action="practice.time_called_off", user=by)


def _held(by: User, slot: Slot) -> Slot:
    found = places.locked_slot(slot.pk)
    if not may_host(by, found.placement):
        raise Refused("Only the host and the managers of the service can change this time.")
    if found.called_off_at:
        raise Refused("This time was called off.")
    if found.starts_at <= timezone.now():
        raise Refused("This time has begun, so it cannot be changed any more.")
    return found


def _times(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    if begins == ends:
        raise Refused("It has to end at another time than it begins.")
    try:
        starts_at, ends_at = stretch(day, begins, ends)
    except NoSuchTime as problem:
        raise Refused(str(problem)) from problem
    if ends_at - starts_at > LONGEST:
        raise Refused(TOO_LONG)
    now = timezone.now()
    if starts_at <= now:
        raise Refused("This time is past already. Choose one to come.")
    if starts_at > now + FURTHEST:
        raise Refused("This is more than a year and a half ahead. Choose a nearer day.")
    return starts_at, ends_at
