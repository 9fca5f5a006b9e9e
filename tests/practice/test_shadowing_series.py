"""One day a week for some weeks: asked for at once, said yes to at once, each a booking of its own."""

from datetime import time, timedelta

import pytest
import time_machine

from home.actions.refusals import Refused
from home.models import Letter, Notice
from practice.actions.shadowing import ending, scheduling, series
from practice.models import Booking, Placement, Slot
from practice.rules.shadowing import Side, State
from tests.practice.shadow import NOW, THURSDAY, confirmed, is_true, make_placement, make_slot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def weekly(cast) -> list[Slot]:
    """Five Thursdays of Eve's, one place each."""
    return scheduling.add_slots(by=cast.eve, placement=make_placement(cast.eve), first=THURSDAY, begins=time(9), ends=time(16), capacity=1, weeks=5)


def test_a_series_is_asked_for_at_once_and_who_says_yes_is_told_once(cast, weekly):
    made = series.ask_for_all(by=cast.asha, slot=weekly[1], hopes="How you work.", team=cast.team)
    assert [booking.slot_id for booking in made] == [slot.pk for slot in weekly[1:]]
    assert {booking.state for booking in made} == {State.REQUESTED}
    assert all(is_true(slot) for slot in weekly)
    for person in (cast.ben, cast.eve):
        told = Notice.objects.get(person=person)
        assert told.title.endswith("and three times more")
        assert Letter.objects.filter(person=person).count() == 1


def test_full_times_and_those_that_clash_are_left_out(cast, weekly):
    series.ask_for_all(by=cast.frank, slot=weekly[4], sponsor=cast.ben)
    elsewhere = make_slot(make_placement(cast.eve), THURSDAY + timedelta(days=14), begins=12)
    confirmed(cast, elsewhere)
    made = series.ask_for_all(by=cast.asha, slot=weekly[0], team=cast.team)
    assert [booking.slot_id for booking in made] == [weekly[0].pk, weekly[1].pk, weekly[3].pk]
    assert not Booking.objects.filter(state=State.WAITING).exists()


def test_where_nothing_is_left_it_says_so(cast, weekly):
    series.ask_for_all(by=cast.frank, slot=weekly[0], sponsor=cast.ben)
    with pytest.raises(Refused, match="None of these times has a place"):
        series.ask_for_all(by=cast.asha, slot=weekly[0], team=cast.team)
    with pytest.raises(Refused, match="manager says yes"):
        series.ask_for_all(by=cast.asha, slot=scheduling.add_slots(
            by=cast.eve, placement=Placement.objects.get(), first=THURSDAY + timedelta(days=1), begins=time(9), ends=time(10), capacity=1
        )[0])  # fmt: skip


def test_two_people_say_yes_to_all_by_one_press_each_and_the_requester_never(cast, weekly, client_for):
    asked = {"time": weekly[0].pk, "all_times": "on", "hopes": "", "team": cast.team.pk}
    answer = client_for(cast.asha).post(f"/shadowing/{weekly[0].placement.slug}/ask/", asked)
    assert answer["Location"] == "/shadowing/mine/"
    first = Booking.objects.order_by("slot__starts_at").first()
    page = client_for(cast.eve).get("/shadowing/yeses/").content.decode()
    assert page.count("Say yes as host to all five times") == 5
    client_for(cast.eve).post(f"/shadowing/bookings/{first.pk}/yes/", {"side": "host", "all": "1"})
    assert Booking.objects.filter(host_yes_by=cast.eve).count() == 5
    with pytest.raises(Refused, match="somebody else"):
        series.say_yes_to_all(by=cast.asha, booking=first, side=Side.MANAGER)
    client_for(cast.ben).post(f"/shadowing/bookings/{first.pk}/yes/", {"side": "manager", "all": "1"})
    assert Booking.objects.filter(state=State.CONFIRMED).count() == 5
    assert Letter.objects.filter(person=cast.asha).exclude(calendar="").count() == 5, "an invitation for each day"
    ending.cancel(by=cast.asha, booking=Booking.objects.filter(slot=weekly[2]).get())
    assert Booking.objects.filter(state=State.CONFIRMED).count() == 4


def test_yes_to_all_is_not_offered_for_a_single_time_or_for_another_persons(cast, weekly, client_for):
    series.ask_for_all(by=cast.asha, slot=weekly[4], team=cast.team)
    page = client_for(cast.eve).get("/shadowing/yeses/").content.decode()
    assert "Say yes as host" in page
    assert "to all" not in page
    single = make_slot(make_placement(cast.eve), THURSDAY + timedelta(days=1))
    page = client_for(cast.asha).get(f"/shadowing/{single.placement.slug}/ask/").content.decode()
    assert "same series" not in page
