"""The small world in which a crowd wants the last places; made inside a running site by `make_crowd()`."""

from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from practice.models import Booking, Slot
from practice.rules.shadowing import State
from tests.cast import make_cast
from tests.factories import MembershipFactory, PersonFactory
from tests.practice.shadow import is_true, make_placement, make_slot

HELD = 4  # places that were taken before the crowd came


def make_crowd(people: int, times: int, places: int) -> dict:
    """Times of one placement with `places` left each, and people who are signed in: their sessions, and where the form is."""
    cast = make_cast()
    placement = make_placement(cast.eve)
    slots = [make_slot(placement, day=date.today() + timedelta(days=20 + number), capacity=places + HELD, taken=HELD) for number in range(times)]
    until = timezone.now() + timedelta(days=9)
    for number in range(HELD):
        early = MembershipFactory(person=PersonFactory(name=f"Early {number}"), team=cast.team).person
        for slot in slots:
            Booking.objects.create(slot=slot, person=early, team=cast.team, state=State.REQUESTED, held_until=until)
    sessions = []
    for number in range(people):
        client = Client()
        client.force_login(MembershipFactory(person=PersonFactory(name=f"Visitor {number}"), team=cast.team).person, backend="home.accounts.PeopleBackend")
        sessions.append(client.session.session_key)
    return {"sessions": sessions, "path": f"/shadowing/{placement.slug}/ask/", "times": [slot.pk for slot in slots], "team": cast.team.pk}


def count() -> list[dict]:
    """What stands for each time: held and waiting as its bookings say, and whether its own counts agree."""
    return [
        {
            "held": Booking.objects.holding().filter(slot=slot).count(),
            "waiting": Booking.objects.in_line().filter(slot=slot).count(),
            "true": is_true(slot),
            "capacity": slot.capacity,
        }
        for slot in Slot.objects.order_by("pk")
    ]
