"""One day a week for some weeks: asked for at once, said yes to at once, each a booking of its own."""

from datetime import time, timedelta

import pytest
import time_machine

from home.actions.refusals import Refused
from home.models import Letter, Notice
from practice.actions.shadowing import answering, asking, ending, scheduling, series
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


# -- no to all ------------------------------------------------------------------------------------


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


@pytest.mark.parametrize("who", ["eve", "ben"])
def test_one_no_with_one_reason_answers_a_whole_series_in_one_letter(cast, weekly, client_for, who):
    made = series.ask_for_all(by=cast.asha, slot=weekly[0], team=cast.team)
    page = client_for(getattr(cast, who)).get("/shadowing/yeses/").content.decode()
    address = f"/shadowing/bookings/{made[1].pk}/decline/all/"
    assert page.count("Say no to all five times") == 5 and address in page
    form = client_for(getattr(cast, who)).get(address).content.decode()
    assert form.count("9 am to 4 pm") == 5, "every time is named before anything is said"
    assert client_for(getattr(cast, who)).post(address, {"reason": " "}).status_code == 422
    assert not Booking.objects.filter(state=State.DECLINED).exists()
    assert client_for(getattr(cast, who)).post(address, {"reason": "We are short of people this winter."})["Location"] == "/shadowing/yeses/"
    assert set(Booking.objects.values_list("state", "reason")) == {(State.DECLINED, "We are short of people this winter.")}
    assert all(is_true(slot) for slot in weekly)
    assert [title for title in told(cast.asha) if title.startswith("Not this time")] == [
        "Not this time: “A day with us 1”, Thursday 3 December, 9 am to 4 pm, and four times more"
    ]
    assert Letter.objects.filter(person=cast.asha).count() == 1
    assert Notice.objects.get(person=cast.asha).text.endswith("We are short of people this winter.")
    assert client_for(getattr(cast, who)).get(address)["Location"] == made[1].get_absolute_url(), "said already"


def test_no_to_all_leaves_what_was_agreed_and_what_others_asked_for(cast, weekly):
    theirs = asking.ask(by=cast.frank, slot=weekly[0], sponsor=cast.ben)
    made = series.ask_for_all(by=cast.asha, slot=weekly[0], team=cast.team)
    assert len(made) == 4
    answering.say_yes(by=cast.eve, booking=made[0], side=Side.HOST)
    assert [each.pk for each in series.waiting_together(cast.eve, made[3])] == [each.pk for each in made[1:]]
    assert series.decline_all(by=cast.eve, booking=made[3], reason="We are short of people.") == 3
    assert [Booking.objects.get(pk=each.pk).state for each in (theirs, *made)] == [State.REQUESTED, State.REQUESTED, *[State.DECLINED] * 3]
    with pytest.raises(Refused, match="not open any more"):
        series.decline_all(by=cast.eve, booking=made[3], reason="We are short of people.")


def test_only_who_could_say_yes_says_no_to_all(cast, weekly, client_for):
    made = series.ask_for_all(by=cast.asha, slot=weekly[0], team=cast.team)
    for person in (cast.asha, cast.frank, cast.carys):
        with pytest.raises(Refused, match="somebody else to answer"):
            series.decline_all(by=person, booking=made[0], reason="No.")
        assert client_for(person).post(f"/shadowing/bookings/{made[0].pk}/decline/all/", {"reason": "No."}).status_code == 404
    with pytest.raises(Refused, match="Say why"):
        series.decline_all(by=cast.ben, booking=made[0], reason=" ")
    assert Booking.objects.filter(state=State.REQUESTED).count() == 5


def test_a_host_who_had_agreed_hears_of_a_managers_no_once_and_who_waits_is_offered_the_places(cast, weekly):
    made = series.ask_for_all(by=cast.asha, slot=weekly[0], team=cast.team)
    waiting = asking.ask(by=cast.frank, slot=weekly[2], sponsor=cast.ben)
    series.say_yes_to_all(by=cast.eve, booking=made[0], side=Side.HOST)
    series.decline_all(by=cast.ben, booking=made[0], reason="The team is short of people.")
    assert [title for title in told(cast.eve) if "does not come" in title] == [
        "Asha Rahman does not come: “A day with us 1”, Thursday 3 December, 9 am to 4 pm, and four times more"
    ]
    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED


def test_what_stands_in_a_calendar_is_taken_out_of_it_by_a_letter_of_its_own(cast, weekly):
    made = series.ask_for_all(by=cast.asha, slot=weekly[0], team=cast.team)
    for side, person in ((Side.HOST, cast.eve), (Side.MANAGER, cast.ben)):
        answering.say_yes(by=person, booking=made[0], side=side)
    scheduling.move_slot(by=cast.eve, slot=weekly[0], day=THURSDAY + timedelta(days=1), begins=time(9), ends=time(16))
    Letter.objects.all().delete()
    series.decline_all(by=cast.ben, booking=made[0], reason="The team is short of people.")
    letters = Letter.objects.filter(person=cast.asha, dropped_at=None)
    assert sorted("METHOD:CANCEL" in letter.calendar for letter in letters) == [False, True]
    assert [title for title in told(cast.asha) if title.startswith("Not this time")][1].endswith("and three times more")


def test_what_is_named_before_a_no_costs_the_same_for_two_times_and_for_five(cast, weekly, client_for, queries_of):
    series.ask_for_all(by=cast.asha, slot=weekly[3], team=cast.team)
    first = Booking.objects.get(slot=weekly[3])
    two = queries_of(client_for(cast.eve), f"/shadowing/bookings/{first.pk}/decline/all/")
    series.ask_for_all(by=cast.asha, slot=weekly[0], team=cast.team)
    five = queries_of(client_for(cast.eve), f"/shadowing/bookings/{first.pk}/decline/all/")
    assert two.count == five.count, f"{two}\n{five}"
