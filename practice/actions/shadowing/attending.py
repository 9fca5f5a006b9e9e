"""Before and after a visit: preparing, who came, what they keep of it, and what they say."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from capability.actions import record_evidence
from capability.enums import EvidenceKind
from home.actions.refusals import Refused
from home.actions.telling import tell_each
from home.context import site_settings
from home.enums import GlobalRole, NoticeKind
from home.models import User
from practice.actions.shadowing import letters, places, reminding
from practice.models import Booking, HostFeedback, PlacementReflection, PreparationItem, PreparationTick, ShadowingConcern
from practice.permissions import may_host, may_read_concerns
from practice.rules.shadowing import Absence, State


def tick_preparation(*, by: User, booking: Booking, items: list[PreparationItem]) -> int:
    """Keep that the person did, or agreed to, these things, with today's date and their words. How many are new."""
    if booking.person_id != by.pk:
        raise Refused("Only the person who booked can say what they have done.")
    with transaction.atomic():
        found = places.locked(booking)
        if not found.is_open:
            raise Refused("This booking is over, so there is nothing to prepare.")
        ticked = set(found.ticks.values_list("item", flat=True))
        new = [item for item in items if item.placement_id == found.slot.placement_id and item.pk not in ticked]
        PreparationTick.objects.bulk_create(PreparationTick(booking=found, item=item, words=item.what) for item in new)
    return len(new)


def mark_attended(*, by: User, booking: Booking) -> None:
    """Keep that the visit took place; it stands as evidence on the placement's capabilities. Twice is once."""
    with transaction.atomic():
        found = _after(by, booking)
        if found.state == State.ATTENDED:
            return
        if found.state not in (State.CONFIRMED, State.NOT_ATTENDED):
            raise Refused("This visit was not confirmed.")
        places.become(found, State.ATTENDED)
        found.absence = ""
        found.save(update_fields=["state", "absence"])
        slot, placement = found.slot, found.slot.placement
        record_evidence(
            person=found.person, capabilities=placement.capabilities.all(), kind=EvidenceKind.PLACEMENT, source_key=f"placement:{placement.pk}:{found.uid}",
            title=f"Shadowing: {placement}, {placement.service}", dated=timezone.localtime(slot.starts_at).date(), url=placement.get_absolute_url(),
            minutes=int((slot.ends_at - slot.starts_at).total_seconds() // 60),
        )  # fmt: skip
        reminding.drop_mark_reminders(found)
        log(instance=found, action="practice.attended", user=by)
        letters.tell_person(
            found,
            "attended",
            f"Your visit stands in your learning record: “{placement}”",
            text="You can keep a reflection, which only you read, and thank your host.",
        )


def mark_not_attended(*, by: User, booking: Booking, absence: Absence) -> None:
    """Keep that the visit did not take place, and why, without blame. Twice is once."""
    with transaction.atomic():
        found = _after(by, booking)
        if found.state == State.NOT_ATTENDED:
            return
        if found.state != State.CONFIRMED:
            raise Refused("This visit is marked already.")
        places.become(found, State.NOT_ATTENDED)
        found.absence = absence
        found.save(update_fields=["state", "absence"])
        reminding.drop_mark_reminders(found)
        log(instance=found, action="practice.not_attended", user=by)
        letters.tell_person(found, "not-attended", f"“{found.slot.placement}” did not take place for you", text="You can ask for another time.")


def _after(by: User, booking: Booking) -> Booking:
    found = places.locked(booking)
    if found.person_id == by.pk or not may_host(by, found.slot.placement):
        raise Refused("The host says who came.")
    if found.slot.starts_at > timezone.now():
        raise Refused("It has not begun yet.")
    return found


def reflect(*, by: User, booking: Booking, text: str) -> None:
    """Keep what the person thinks of the visit, for them alone; empty takes it away."""
    _own_visit(by, booking)
    if text.strip():
        PlacementReflection.objects.update_or_create(booking=booking, defaults={"text": text.strip()[:6000]})
    else:
        PlacementReflection.objects.filter(booking=booking).delete()


def feed_back(*, by: User, booking: Booking, text: str) -> None:
    """Say something to the host, who is told once that it is there. Saying it again replaces it."""
    _own_visit(by, booking)
    if not text.strip():
        raise Refused("Write what you want the host to read.")
    with transaction.atomic():
        HostFeedback.objects.update_or_create(booking=booking, defaults={"text": text.strip()[:3000]})
        letters.tell_hosts(booking, "feedback", f"{by} has written to you about their visit to “{booking.slot.placement}”")


def raise_concern(*, by: User, booking: Booking, text: str) -> ShadowingConcern:
    """Tell the area's workforce leads, and nobody at the host service, of racism or other harm. Sent twice it is one."""
    if booking.person_id != by.pk:
        raise Refused("Only the person who was there can raise this here.")
    text = text.strip()
    if not text:
        raise Refused("Write what happened.")
    with transaction.atomic():
        before = ShadowingConcern.objects.filter(booking=booking, text=text[:4000]).first()
        if before:
            return before
        made = ShadowingConcern.objects.create(booking=booking, text=text[:4000])
        readers = leads_for(made)
        if not readers:
            raise Refused(f"Every lead here works at that service or manages you, so nobody could read this past them. Write to {whom_to_write()} instead.")
        tell_each(
            people=readers, kind=NoticeKind.REQUEST, key=f"concern:{made.pk}", title="Somebody has raised a concern in confidence",
            why="You are a workforce lead, and not of the service that it is about.", url=f"/shadowing/concerns/{made.pk}/", urgent=True,
        )  # fmt: skip
    return made


def leads_for(concern: ShadowingConcern) -> list[User]:
    """The workforce leads who may read a concern: nobody of the host service, nor who manages the person who raised it."""
    leads = User.objects.active().filter(groups__name=GlobalRole.LEAD.value)
    return [lead for lead in leads if ShadowingConcern.objects.for_lead(lead).filter(pk=concern.pk).exists()]


def whom_to_write() -> str:
    """Where somebody writes where no lead may read what they raise."""
    return site_settings().contact_email or "the people who run this site"


def close_concern(*, by: User, concern: ShadowingConcern, outcome: str) -> None:
    """Say what came of a concern; the person who raised it reads it. Twice is once."""
    if not may_read_concerns(by) or not ShadowingConcern.objects.for_lead(by).filter(pk=concern.pk).exists():
        raise Refused("This is for the area's workforce leads.")
    outcome = outcome.strip()
    if not outcome:
        raise Refused("Say what came of it. The person who raised it reads it.")
    with transaction.atomic():
        found = ShadowingConcern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
        if found.handled_at:
            return
        found.outcome, found.handled_by, found.handled_at = outcome[:2000], by, timezone.now()
        found.save(update_fields=["outcome", "handled_by", "handled_at"])
        booking = Booking.objects.whole().get(pk=found.booking_id)
        letters.tell_person(booking, f"concern:{found.pk}", "There is an answer to what you raised in confidence")


def _own_visit(by: User, booking: Booking) -> None:
    if booking.person_id != by.pk or booking.state not in (State.ATTENDED, State.NOT_ATTENDED, State.CONFIRMED):
        raise Refused("This is for the person who was there.")
    if booking.slot.starts_at > timezone.now():
        raise Refused("It has not begun yet.")
