"""What becomes of a booking once it stands: called off, moved, handed to another host, and the room for more."""

import pytest
import time_machine

from home.actions.refusals import Refused
from practice.actions.shadowing import answering, asking, ending, offering, scheduling
from practice.models import Booking
from practice.rules.shadowing import Side, State
from tests.factories import MembershipFactory, PersonFactory
from tests.practice.shadow import NOW, THURSDAY, colleague, confirmed, days, is_true, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_calling_off_is_late_within_two_working_days(cast, slot):
    booking = confirmed(cast, slot)
    with time_machine.travel(NOW + days(9)):  # Wednesday before the Thursday
        ending.cancel(by=cast.asha, booking=booking, reason="Unwell")
    booking.refresh_from_db()
    assert booking.late
    assert "called off" in told(cast.eve)[-1]
    assert is_true(slot)


def test_a_host_gives_a_reason_for_calling_off(cast, slot):
    booking = confirmed(cast, slot)
    with pytest.raises(Refused, match="Say why"):
        ending.cancel(by=cast.eve, booking=booking)
    ending.cancel(by=cast.eve, booking=booking, reason="The clinic is closed.")
    booking.refresh_from_db()
    assert (booking.state, booking.late) == (State.CANCELLED, False)


def test_moving_a_time_resets_both_yeses_and_keeps_the_place(cast, slot):
    booking = confirmed(cast, slot)
    scheduling.move_slot(by=cast.eve, slot=slot, day=THURSDAY + days(1), begins=slot.starts_at.time().replace(hour=10), ends=slot.ends_at.time())
    booking.refresh_from_db()
    assert (booking.state, booking.host_yes_at, booking.manager_yes_at) == (State.REQUESTED, None, None)
    assert is_true(slot)
    assert slot.taken == 1
    assert "needs both yeses again" in told(cast.ben)[-1]
    answering.say_yes(by=cast.eve, booking=booking, side=Side.HOST)
    assert answering.say_yes(by=cast.ben, booking=booking, side=Side.MANAGER).state == State.CONFIRMED


def test_another_host_resets_both_yeses(cast, slot):
    booking = confirmed(cast, slot)
    other = MembershipFactory(person=PersonFactory(name="Hal Host"), team=cast.other_team).person
    placement = slot.placement
    offering.edit_placement(by=cast.eve, placement=placement, host=other, capabilities=[], preparation={})
    booking.refresh_from_db()
    assert booking.state == State.REQUESTED
    assert answering.sides_open_to(other, Booking.objects.whole().get(pk=booking.pk)) == [Side.HOST]


def test_a_time_is_called_off_with_everyone_on_it(cast, slot):
    one, two = confirmed(cast, slot), asking.ask(by=colleague(cast, "Bea"), slot=slot, team=cast.team)
    scheduling.call_off_slot(by=cast.eve, slot=slot, reason="The building is closed.")
    scheduling.call_off_slot(by=cast.eve, slot=slot, reason="The building is closed.")
    assert set(Booking.objects.filter(pk__in=[one.pk, two.pk]).values_list("state", flat=True)) == {State.CANCELLED}
    assert is_true(slot)
    with pytest.raises(Refused, match="cannot be booked"):
        asking.ask(by=cast.asha, slot=slot, team=cast.team)


def test_room_is_never_less_than_what_is_held_and_more_is_offered(cast, slot):
    asking.ask(by=cast.asha, slot=slot, team=cast.team)
    waiting = asking.ask(by=colleague(cast, "Bea"), slot=slot, team=cast.team)
    scheduling.make_room(by=cast.eve, slot=slot, capacity=2)
    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED
    with pytest.raises(Refused, match="held already"):
        scheduling.make_room(by=cast.eve, slot=slot, capacity=1)
