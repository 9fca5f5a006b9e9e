"""Many at once for the last places: exactly as many as there are, no fault, everyone else in line. On whatever database the suite has."""

import threading

import pytest
from django.db import connection

from practice.actions.shadowing import answering, asking, ending
from practice.models import Booking
from practice.rules.shadowing import Side, State
from tests.cast import make_cast
from tests.factories import MembershipFactory, PersonFactory
from tests.practice.shadow import is_true, make_placement, make_slot, now

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(jobs) -> list:
    """Run `jobs` in threads that begin together; the results, or what they raised."""
    gate, results = threading.Barrier(len(jobs)), []

    def run(job):
        try:
            gate.wait()
            results.append(job())
        except Exception as fault:
            results.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def a_slot(cast, **facts):
    from datetime import timedelta

    return make_slot(make_placement(cast.eve), day=(now() + timedelta(days=20)).date(), **facts)


def test_sixteen_people_for_ten_places():
    cast = make_cast()
    slot = a_slot(cast, capacity=10)
    people = [MembershipFactory(person=PersonFactory(name=f"Visitor {number}"), team=cast.team).person for number in range(16)]
    results = at_once([lambda person=person: asking.ask(by=person, slot=slot, team=cast.team) for person in people])
    assert not [each for each in results if isinstance(each, Exception)]
    states = sorted(Booking.objects.values_list("state", flat=True))
    assert states == [State.REQUESTED] * 10 + [State.WAITING] * 6
    assert is_true(slot)


def test_one_person_asking_eight_times_at_once_has_one_booking():
    cast = make_cast()
    slot = a_slot(cast, capacity=4)
    results = at_once([lambda: asking.ask(by=cast.asha, slot=slot, team=cast.team)] * 8)
    assert not [each for each in results if isinstance(each, Exception)]
    assert Booking.objects.count() == 1
    assert is_true(slot)
    assert slot.taken == 1


def test_leaving_and_asking_at_once_leaves_no_place_empty_while_somebody_waits():
    cast = make_cast()
    slot = a_slot(cast, capacity=3)
    people = [MembershipFactory(person=PersonFactory(name=f"Visitor {number}"), team=cast.team).person for number in range(9)]
    held = [asking.ask(by=person, slot=slot, team=cast.team) for person in people[:3]]
    leave = [lambda booking=booking: ending.cancel(by=booking.person, booking=booking) for booking in held]
    come = [lambda person=person: asking.ask(by=person, slot=slot, team=cast.team) for person in people[3:]]
    results = at_once(leave + come)
    assert not [each for each in results if isinstance(each, Exception)]
    assert is_true(slot)
    assert (slot.taken, slot.waiting) == (3, 3)


def test_both_yeses_at_once_confirm_once():
    cast = make_cast()
    booking = asking.ask(by=cast.asha, slot=a_slot(cast), team=cast.team)
    host = lambda: answering.say_yes(by=cast.eve, booking=booking, side=Side.HOST)  # noqa: E731
    manager = lambda: answering.say_yes(by=cast.ben, booking=booking, side=Side.MANAGER)  # noqa: E731
    results = at_once([host, manager] * 3)
    assert not [each for each in results if isinstance(each, Exception)]
    booking.refresh_from_db()
    assert (booking.state, booking.sequence) == (State.CONFIRMED, 0)
    assert cast.asha.letters.exclude(calendar="").count() == 1
