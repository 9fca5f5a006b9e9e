"""The two yeses, and a no with its reason."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import User
from practice.actions.shadowing import letters, places
from practice.actions.shadowing.asking import refuse_clash
from practice.models import Booking
from practice.permissions import may_decide, may_host
from practice.rules.shadowing import Side, State, open_sides, problem_with_no, problem_with_yes


def sides_of(person: User, booking: Booking) -> set[Side]:
    """For which sides of `booking` the person may speak at all: two queries. It is the same for every booking that was asked for with it."""
    may = {Side.HOST: may_host(person, booking.slot.placement), Side.MANAGER: may_decide(person, booking)}
    return {side for side, entitled in may.items() if entitled}


def sides_open_to(person: User, booking: Booking) -> list[Side]:
    """Which yeses to `booking` are still missing and `person` could give."""
    if booking.state != State.REQUESTED:
        return []
    return open_sides(by=person.pk, requester=booking.person_id, may=sides_of(person, booking), given=booking.yeses)


def say_yes(*, by: User, booking: Booking, side: Side) -> Booking:
    """Give the host's or the manager's yes; the second one confirms the booking and sends the invitation. Twice is once."""
    with transaction.atomic():
        found = places.locked(booking)
        if found.state == State.CONFIRMED or (found.state == State.REQUESTED and getattr(found, f"{side}_yes_by_id") == by.pk):
            return found
        hosts = side == Side.HOST
        entitled = may_host(by, found.slot.placement) if hosts else may_decide(by, found)
        other = found.manager_yes_by_id if hosts else found.host_yes_by_id
        if problem := problem_with_yes(by=by.pk, requester=found.person_id, said_other=other, entitled=entitled):
            raise Refused(problem)
        if found.state != State.REQUESTED or found.held_until is None or found.held_until <= timezone.now():
            raise Refused("This request is not open any more, so no yes is needed.")
        if getattr(found, f"{side}_yes_at") is not None:
            return found
        _refuse_clash(by, found, named=not hosts)
        setattr(found, f"{side}_yes_by", by)
        setattr(found, f"{side}_yes_at", timezone.now())
        found.save(update_fields=[f"{side}_yes_by", f"{side}_yes_at"])
        log(instance=found, action=f"practice.yes_of_{side}", user=by)
        if found.host_yes_at and found.manager_yes_at:
            _confirm(found)
        return found


def _refuse_clash(by: User, booking: Booking, *, named: bool) -> None:
    User.objects.select_for_update(no_key=True).only("pk").get(pk=booking.person_id)  # two yeses to two bookings of one person come one after the other
    refuse_clash(booking.person, booking.slot, named=named)


def _confirm(booking: Booking) -> None:
    places.become(booking, State.CONFIRMED)
    booking.save(update_fields=["state"])
    slot = booking.slot
    file = letters.calendar_file(booking)
    letters.tell_person(
        booking, f"confirmed:{booking.sequence}", f"Confirmed: “{slot.placement}”, {letters.when_words(slot)}",
        text="Where it is, how to get there and what to do first stand on the booking's page.", calendar=file,
    )  # fmt: skip
    letters.tell_hosts(booking, f"confirmed:{booking.sequence}", f"{booking.person} comes to “{slot.placement}”, {letters.when_words(slot)}")


def decline(*, by: User, booking: Booking, reason: str) -> None:
    """Say no to a request, with a reason that the person reads. Twice is once."""
    reason = reason_given(reason)
    with transaction.atomic():
        found = places.locked(booking)
        if found.state == State.DECLINED:
            return
        if problem := problem_with_no(by=by.pk, requester=found.person_id, entitled=bool(sides_of(by, found)), state=found.state):
            raise Refused(problem)
        letters.tell_of_no([(found, turn_down(found, by=by, reason=reason))], by=by, reason=reason)


def reason_given(reason: str) -> str:
    """The reason of a no, never empty."""
    if not reason.strip():
        raise Refused("Say why. The person who asked reads it, and a reason helps them to ask again.")
    return reason.strip()


def turn_down(booking: Booking, *, by: User, reason: str) -> str:
    """End a request that this transaction holds with a no. The file that takes it out of a calendar, where it stands in one."""
    file = letters.calendar_file(booking, cancelled=True)
    places.let_go(booking, State.DECLINED, by=by, reason=reason)
    log(instance=booking, action="practice.declined", user=by)
    return file
