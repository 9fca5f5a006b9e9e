"""Many at once for the last places at a session: exactly as many as there are, no fault, everyone else in line. On whatever database the suite has."""

import pytest

from practice.actions.sessions import registering, scheduling
from practice.models import Registration
from practice.rules.registering import State
from tests.cast import make_cast
from tests.practice.sessions import colleagues, is_true, make_community, make_session, registered
from tests.practice.test_shadowing_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_sixteen_people_for_ten_places():
    cast = make_cast()
    session = make_session(make_community(cast.carys), capacity=10)
    results = at_once([lambda person=person: registered(person, session) for person in colleagues(cast, 16)])
    assert not [each for each in results if isinstance(each, Exception)]
    assert sorted(Registration.objects.values_list("state", flat=True)) == [State.CONFIRMED] * 10 + [State.WAITING] * 6
    assert is_true(session)


def test_one_person_registering_eight_times_at_once_has_one_place():
    cast = make_cast()
    session = make_session(make_community(cast.carys), capacity=4)
    results = at_once([lambda: registered(cast.asha, session)] * 8)
    assert not [each for each in results if isinstance(each, Exception)]
    assert Registration.objects.count() == 1 and is_true(session) and session.taken == 1
    assert cast.asha.letters.exclude(calendar="").count() == 1


def test_giving_back_registering_and_moving_up_at_once_keep_the_counts():
    cast = make_cast()
    session = make_session(make_community(cast.carys), capacity=3)
    people = colleagues(cast, 9)
    held = [registered(person, session) for person in people[:3]]
    waiting = [registered(person, session) for person in people[3:5]]
    leave = [lambda row=row: registering.cancel(by=row.person, registration=row) for row in held[:2]]
    come = [lambda person=person: registered(person, session) for person in people[5:]]
    up = [lambda row=row: registering.move_up(by=cast.carys, registration=row, add_a_place=True) for row in waiting]
    results = at_once([*leave, *come, *up])
    assert not [each for each in results if isinstance(each, Exception)], results
    assert is_true(session) and session.taken <= session.capacity
    assert {Registration.objects.get(pk=row.pk).state for row in waiting} == {State.CONFIRMED}


def test_registering_while_it_is_called_off_leaves_nobody_with_a_place():
    cast = make_cast()
    session = make_session(make_community(cast.carys), capacity=8)
    come = [lambda person=person: registered(person, session) for person in colleagues(cast, 6)]
    results = at_once([*come, lambda: scheduling.call_off_session(by=cast.carys, session=session, reason="The room is flooded.")])
    assert not [each for each in results if isinstance(each, Exception) and "cannot be booked" not in str(each)], results
    assert not Registration.objects.open().exists() and is_true(session)
