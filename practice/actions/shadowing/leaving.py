"""A host who leaves, and a service that closes: placements come off the board, and everyone it concerns is told."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.telling import tell_each
from home.enums import GlobalRole, NoticeKind
from home.models import User
from home.wording import date_words
from practice.actions.shadowing import letters, places, scheduling
from practice.models import Booking, Placement, ServiceEntry, Slot
from practice.rules.shadowing import State


def tell_of_hosts_who_left() -> int:
    """Take placements off the board whose host does not work there any more, and tell the service and those who booked. How many."""
    return sum(_left(pk) for pk in list(Placement.objects.without_host().values_list("pk", flat=True)))


@transaction.atomic
def _left(pk: int) -> bool:
    Placement.objects.select_for_update().get(pk=pk)
    found = Placement.objects.without_host().select_related("service", "host").filter(pk=pk).first()
    if found is None:
        return False
    was, today = found.host, timezone.localdate()
    Placement.objects.filter(pk=pk).update(host=None, published=False)
    log(instance=found, action="practice.host_left", data={"host": was.pk if was else None})
    tell_each(
        people=letters.managers_of(found) or leads(), kind=NoticeKind.TEAM, key=f"placement:{pk}:host-left:{today}",
        title=f"“{found}” has no host any more and is off the board",
        text="Choose another host, which asks for the yeses of those who booked anew, or call its times off.",
        why=f"You manage a team of {found.service}, or are a workforce lead where nobody does.", url=f"{found.get_absolute_url()}edit/",
    )  # fmt: skip
    ahead = Booking.objects.filter(slot__in=found.slots.to_come(), state__in=[State.REQUESTED, State.CONFIRMED]).whole()
    for booking in ahead.order_by("pk"):
        letters.tell_person(
            booking, f"host-left:{today}", f"“{found}”, {letters.when_words(booking.slot)}: the host has left",
            text=f"Your place is kept. {found.service} is asked for another host, or calls it off. You are told either way.",
        )  # fmt: skip
    return True


def leads() -> list[User]:
    """The area's workforce leads."""
    return list(User.objects.active().filter(groups__name=GlobalRole.LEAD.value))


def call_off_after(entry: ServiceEntry, *, by: User) -> int:
    """Call off every time of the service's placements after its last day, with everyone told; those without a time left come off the board. How many times.

    Call it inside the transaction that keeps the last day.
    """
    if entry.service is None or entry.closes_on is None:
        return 0
    after = timezone.make_aware(datetime.combine(entry.closes_on, time.max))
    slots = Slot.objects.filter(placement__service=entry.service, called_off_at__isnull=True, starts_at__gt=max(after, timezone.now()))
    reason = f"{entry.name} closes on {date_words(entry.closes_on)}. {entry.after_closing}"
    found = list(slots.order_by("pk").values_list("pk", flat=True))
    for pk in found:
        scheduling.end_slot(places.locked_slot(pk), by=by, reason=reason)
    take_closed_off_the_board()
    return len(found)


def take_closed_off_the_board() -> int:
    """Take the placements of services that have closed off the board. How many."""
    closed = ServiceEntry.objects.filter(closes_on__lt=timezone.localdate(), service__isnull=False).values("service")
    return Placement.objects.filter(published=True, service__in=closed).update(published=False)
