"""A whole series at once: asking for one day a week for so many weeks, and saying yes or no to all of them. Each stays a booking of its own."""

from django.db import transaction

from home.actions.refusals import Refused
from home.models import Team, User
from practice.actions.shadowing import letters, places
from practice.actions.shadowing.answering import reason_given, say_yes, sides_of, turn_down
from practice.actions.shadowing.asking import ask
from practice.models import Booking, Slot
from practice.rules.places import places_left
from practice.rules.shadowing import Side, State, open_sides, problem_with_no


def ask_for_all(*, by: User, slot: Slot, hopes: str = "", team: Team | None = None, sponsor: User | None = None) -> list[Booking]:
    """Ask for a place in `slot` and in every later time of its series that has one and fits; who says yes is told once.

    Full times are left out, so that nobody is put into five lines by one press. Raises `Refused` where none is left.
    """
    made: list[Booking] = []
    why = "None of these times has a place. Choose one of them, and join its line."
    with transaction.atomic():
        later = Slot.objects.to_come().filter(placement=slot.placement_id, series=slot.series, starts_at__gte=slot.starts_at).order_by("starts_at", "pk")
        for each in later if slot.series else [slot]:
            if not places_left(each.capacity, each.taken, each.waiting):
                continue
            try:
                made.append(ask(by=by, slot=each, hopes=hopes, team=team, sponsor=sponsor, quiet=True))
            except Refused as problem:
                why = str(problem)
        if not made:
            raise Refused(why)
        letters.tell_of_request(made[0], more=len(made) - 1)
    return made


def asked_together(booking: Booking) -> list[Booking]:
    """The requests of the same person, for the same team, in the same series, that wait for a yes; the booking alone where it is in none."""
    series = booking.slot.series
    if series is None:
        return [booking]
    waiting = Booking.objects.filter(person=booking.person_id, team=booking.team_id, sponsor=booking.sponsor_id, slot__series=series, state=State.REQUESTED)
    return list(waiting.whole().order_by("slot__starts_at", "pk"))


def say_yes_to_all(*, by: User, booking: Booking, side: Side) -> int:
    """Give one side's yes to everything that was asked for with `booking`; how many. What cannot have it (a clash) is left as it is."""
    given, why = 0, "This request is not open any more, so no yes is needed."
    with transaction.atomic():
        for each in asked_together(booking):
            try:
                say_yes(by=by, booking=each, side=side)
                given += 1
            except Refused as problem:
                why = str(problem)
        if not given:
            raise Refused(why)
    return given


def waiting_together(person: User, booking: Booking) -> list[Booking]:
    """What was asked for with `booking` and still waits for a yes that `person` could give, the soonest first: three queries."""
    may = sides_of(person, booking)
    return [each for each in asked_together(booking) if _waits(person, each, may)]


def _waits(person: User, booking: Booking, may: set[Side]) -> bool:
    return booking.state == State.REQUESTED and bool(open_sides(by=person.pk, requester=booking.person_id, may=may, given=booking.yeses))


def decline_all(*, by: User, booking: Booking, reason: str) -> int:
    """Say no to everything that was asked for with `booking` and waits for an answer of `by`, with one reason and in one letter; how many.

    What they have said yes to already is left as it is: it is declined or called off by itself.
    """
    reason = reason_given(reason)
    with transaction.atomic():
        may = sides_of(by, booking)
        if problem := problem_with_no(by=by.pk, requester=booking.person_id, entitled=bool(may), state=State.REQUESTED):
            raise Refused(problem)
        ended = []
        for each in asked_together(booking):
            found = places.locked(each)
            if _waits(by, found, may):
                ended.append((found, turn_down(found, by=by, reason=reason)))
        if not ended:
            raise Refused("These requests are not open any more, so there is nothing to decline.")
        letters.tell_of_no(ended, by=by, reason=reason)
    return len(ended)
