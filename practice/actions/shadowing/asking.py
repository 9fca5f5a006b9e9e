"""Asking for a place, and taking one that is offered."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import Team, TeamManager, User
from practice.actions.shadowing import letters, places
from practice.actions.shadowing.sponsors import sponsors_for
from practice.models import Booking, Slot
from practice.rules.shadowing import State


def ask(*, by: User, slot: Slot, hopes: str = "", team: Team | None = None, sponsor: User | None = None, quiet: bool = False) -> Booking:
    """Ask for a place in `slot`: it is held while two people say yes, or, where all are taken, a turn in the line.

    `team` is whose managers give the second yes; somebody without such a team names a `sponsor`. Asked twice it is one booking.
    With `quiet` whoever calls tells who is to say yes. Raises `Refused` with a sentence.
    """
    with transaction.atomic():
        now = timezone.now()
        slot = Slot.objects.select_related("placement__service", "placement__host").get(pk=slot.pk)
        if not slot.placement.published or slot.called_off_at or slot.starts_at <= now:
            raise Refused(places.GONE)
        if slot.placement.host_id == by.pk:
            raise Refused("You host this placement yourself.")
        refuse_second_yes(by=by, slot=slot, team=team, sponsor=sponsor)
        refuse_clash(by, slot)
        try:
            with transaction.atomic():
                booking = _take(by=by, slot=slot, hopes=hopes.strip()[:600], team=team, sponsor=sponsor)
        except IntegrityError as fault:
            before = Booking.objects.open().filter(slot=slot, person=by).first()
            if before is None:
                raise Refused(places.GONE) from fault
            return before
        log(instance=booking, action="practice.asked_for_place", user=by, data={"placement": slot.placement.slug, "state": booking.state})
        if booking.state == State.REQUESTED and not quiet:
            letters.tell_of_request(booking)
        return booking


def _take(*, by: User, slot: Slot, hopes: str, team: Team | None, sponsor: User | None) -> Booking:
    """A place where one is free, else a turn in the line."""
    booking = Booking(slot=slot, person=by, hopes=hopes, team=team, sponsor=None if team else sponsor, asked_at=timezone.now())
    if places.claim_or_wait(slot, timezone.now(), still_open=lambda held: held.placement.published):
        booking.state = State.REQUESTED
        booking.held_until = places.hold_until(slot, slot.placement.holds_working_days)
    else:
        booking.state = State.WAITING
    booking.save()
    return booking


def accept_offer(*, by: User, booking: Booking) -> Booking:
    """Take the place that is offered: it is held from now on while two people say yes. Twice is once."""
    with transaction.atomic():
        found = places.locked(booking)
        if found.person_id != by.pk:
            raise Refused("This place is offered to somebody else.")
        if found.state in (State.REQUESTED, State.CONFIRMED):
            return found
        if found.state != State.OFFERED or found.offered_until is None or found.offered_until <= timezone.now():
            raise Refused("The time to take this place is over. You can ask again, and join the line.")
        refuse_clash(by, found.slot)
        places.become(found, State.REQUESTED)
        found.round += 1
        found.held_until = places.hold_until(found.slot, found.slot.placement.holds_working_days)
        found.save(update_fields=["state", "round", "held_until"])
        log(instance=found, action="practice.offer_taken", user=by)
        letters.tell_of_request(found)
        return found


def teams_to_ask(person: User) -> list[Team]:
    """Teams of `person` in which somebody else can give the second yes."""
    others = TeamManager.objects.current().exclude(person=person)
    return list(Team.objects.of(person).filter(managers__in=others).select_related("service").distinct().order_by("name"))


def refuse_second_yes(*, by: User, slot: Slot, team: Team | None, sponsor: User | None) -> None:
    """Refuse a request whose second yes nobody could give."""
    possible = teams_to_ask(by)
    if team is not None:
        if team not in possible:
            raise Refused("Nobody but you can say yes for this team. Choose another team, or name a sponsor.")
        deciders = TeamManager.objects.current().filter(team=team).exclude(person=by).values_list("person", flat=True)
        if set(deciders) == {slot.placement.host_id}:
            raise Refused("The only person who can say yes for this team is the host. Ask for a deputy to be named first.")
        return
    if possible:
        raise Refused("Choose the team whose manager says yes.")
    if sponsor is None:
        raise Refused("Name a sponsor: somebody who manages a team and knows your work.")
    if sponsor.pk in (by.pk, slot.placement.host_id) or not sponsors_for(by).filter(pk=sponsor.pk).exists():
        raise Refused("A sponsor is somebody who manages a team: not you, and not the host.")


def refuse_clash(person: User, slot: Slot, *, named: bool = True) -> None:
    """Refuse a time in which `person` has something confirmed; its name is said to themselves and their managers."""
    other = Booking.objects.clashing(person, slot.starts_at, slot.ends_at).exclude(slot=slot).whole().first()
    if other is not None:
        what = f"“{other.slot.placement}”" if named else "something else"
        raise Refused(f"{person} has {what} confirmed for {letters.when_words(other.slot)}, which overlaps with this.")
