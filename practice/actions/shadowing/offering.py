"""Offering placements: what they are, who hosts them, and what is to be done first."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from capability.models import Capability
from home.actions.refusals import Refused
from home.models import Membership, Service, User
from home.wording import date_words
from practice.actions.shadowing import letters, places
from practice.actions.shadowing.resetting import ask_again
from practice.models import Booking, Placement, PreparationItem, PreparationTick, ServiceEntry
from practice.permissions import may_host
from practice.rules.shadowing import State

RESERVED = {"mine", "desk", "yeses", "offer", "concerns", "bookings", "times", "exchange"}
FACTS = ("title", "see", "suits", "not_permitted", "area", "address", "travel", "access", "holds_working_days", "published")


def offer_placement(
    *, by: User, service: Service, host: User, capabilities: Iterable[Capability], preparation: dict[str, dict], returns: Booking | None = None, **facts: Any
) -> Placement:
    """Offer a placement in a service that `by` works in. `preparation` gives, by kind, what is to be done first and why.

    `returns` is a visit of `by` that this invites back for: whoever hosted it is told. Raises `Refused` with a sentence.
    Sent twice at once it is two placements; the second can be unpublished.
    """
    if not Membership.objects.current().filter(person=by, team__service=service).exists():
        raise Refused("You can offer placements in a service that you work in.")
    _refuse_host(host, service)
    refuse_closed(service)
    if returns is not None and (returns.person_id != by.pk or returns.state != State.ATTENDED):
        raise Refused("You can invite back those whom you have visited.")
    with transaction.atomic():
        placement = Placement(service=service, host=host, slug=_free_slug(facts["title"]), **{name: facts[name] for name in FACTS if name in facts})
        placement.returns = returns
        placement.save()
        _fill(placement, capabilities, preparation)
        log(instance=placement, action="practice.placement_offered", user=by)
        if returns is not None and placement.published:
            _invite_back(returns, placement, by)
    return placement


def _invite_back(visit: Booking, placement: Placement, by: User) -> None:
    letters.tell_hosts(visit, f"back:{placement.pk}", f"{by} invites you back: “{placement}” at {placement.service}", url=placement.get_absolute_url())


def edit_placement(*, by: User, placement: Placement, host: User, capabilities: Iterable[Capability], preparation: dict[str, dict], **facts: Any) -> Placement:
    """Change a placement. Another host resets both yeses of every booking to come; another address goes to who is confirmed."""
    with transaction.atomic():
        found = Placement.objects.select_for_update(of=("self",)).select_related("service", "host").get(pk=placement.pk)
        if not may_host(by, found):
            raise Refused("Only the host and the managers of the service can change this placement.")
        if host.pk != found.host_id:
            _refuse_host(host, found.service)
        new_host, new_address = host.pk != found.host_id, facts.get("address", found.address) != found.address
        found.host = host
        for name in FACTS:
            setattr(found, name, facts.get(name, getattr(found, name)))
        found.save()
        _fill(found, capabilities, preparation)
        log(instance=found, action="practice.placement_changed", user=by, data={"host_changed": new_host})
        if new_host or new_address:
            _pass_on(found, new_host=new_host)
    return found


def _pass_on(placement: Placement, *, new_host: bool) -> None:
    for slot in placement.slots.to_come():
        slot = places.locked_slot(slot.pk)
        for booking in Booking.objects.filter(slot=slot, state__in=[State.REQUESTED, State.CONFIRMED]).whole().order_by("pk"):
            booking.slot = slot
            if new_host:
                ask_again(booking, because=f"{placement.host} hosts it now")
            elif booking.invited_at:
                file = letters.calendar_file(booking, tentative=booking.is_moved)
                letters.tell_person(booking, f"place:{booking.sequence}", f"Another address: “{placement}”, {letters.when_words(slot)}", calendar=file)


def refuse_closed(service: Service, day: date | None = None) -> None:
    """Refuse something of a service that has closed, or that closes before `day`."""
    entry = ServiceEntry.objects.filter(service=service, closes_on__lt=day or timezone.localdate()).first()
    if entry is not None and entry.closes_on:
        over = entry.is_closed
        raise Refused(f"{service} {'closed' if over else 'closes'} on {date_words(entry.closes_on)}.{'' if over else ' Choose an earlier day.'}")


def _refuse_host(host: User, service: Service) -> None:
    if not Membership.objects.current().filter(person=host, team__service=service).exists():
        raise Refused(f"{host} does not work in {service}. Choose somebody who does.")


def _free_slug(title: str) -> str:
    wanted = slugify(title)[:80].strip("-") or "placement"
    taken = set(Placement.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)) | RESERVED
    return next(slug for slug in [wanted, *(f"{wanted}-{number}" for number in range(2, 1000))] if slug not in taken)


def _fill(placement: Placement, capabilities: Iterable[Capability], preparation: dict[str, dict]) -> None:
    placement.capabilities.set(capabilities)
    placement.preparation.exclude(kind__in=preparation).delete()
    for kind, said in preparation.items():
        # Who agreed to other words has not agreed to these; the tick keeps the words that it was for.
        PreparationTick.objects.filter(item__placement=placement, item__kind=kind).exclude(words=said["what"]).update(item=None)
        try:
            with transaction.atomic():
                PreparationItem.objects.update_or_create(placement=placement, kind=kind, defaults=said)
        except IntegrityError as fault:
            raise Refused("Say why it is needed. For a check, say who decides and what other way in there is, so that nobody is barred in silence.") from fault
