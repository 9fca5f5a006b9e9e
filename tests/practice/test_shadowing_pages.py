"""The pages of shadowing: what they cost, what they keep back, and the whole way through them."""

from datetime import timedelta
from random import Random

import pytest
import time_machine

from practice import offers
from practice.actions.shadowing import asking
from practice.models import Booking, Placement
from practice.rules.places import first_free
from practice.rules.shadowing import State
from practice.visits import bookings_around
from tests.factories import MembershipFactory, PersonFactory, TeamManagerFactory
from tests.practice.shadow import NOW, THURSDAY, confirmed, days, make_placement, make_slot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ADDRESS = "Orchard House, side door"


def fill(cast, number: int) -> None:
    """So many placements of Eve's with two times each, and a colleague of Asha's who asks for the first."""
    for count in range(number):
        placement = make_placement(cast.eve)
        first = make_slot(placement, day=THURSDAY + timedelta(days=count % 20))
        make_slot(placement, day=THURSDAY + timedelta(days=30))
        colleague = MembershipFactory(person=PersonFactory(name=f"Colleague {Placement.objects.count()}"), team=cast.team).person
        asking.ask(by=colleague, slot=first, team=cast.team)


@pytest.mark.parametrize(
    ("who", "address", "most"),
    [
        ("asha", "/shadowing/", 16),
        ("eve", "/shadowing/desk/", 14),
        ("eve", "/shadowing/yeses/", 8),
        ("ben", "/shadowing/yeses/", 8),
        ("asha", "/dashboard/", 15),
    ],
)
def test_lists_cost_the_same_for_one_and_for_many(cast, client_for, queries_of, who, address, most):
    client = client_for(getattr(cast, who))
    fill(cast, 1)
    one = queries_of(client, address)
    fill(cast, 49)
    many = queries_of(client, address)
    assert one.count == many.count, f"{one}\n{many}"
    assert many.count <= most, str(many)


def test_a_placement_and_a_booking_cost_the_same_with_one_time_and_with_fifty(cast, client_for, queries_of):
    placement = make_placement(cast.eve)
    slot = make_slot(placement, capacity=60)
    booking = confirmed(cast, slot)
    addresses = {"asha": (placement.get_absolute_url(), booking.get_absolute_url()), "eve": ("/shadowing/desk/", booking.get_absolute_url())}
    addresses["ben"] = (f"/teams/{cast.team.slug}/",)

    def counts() -> dict[tuple[str, str], int]:
        return {(who, url): queries_of(client_for(getattr(cast, who)), url).count for who, urls in addresses.items() for url in urls}

    few = counts()
    for number in range(49):
        make_slot(placement, day=THURSDAY + days(number + 1))
        asking.ask(by=MembershipFactory(person=PersonFactory(name=f"Colleague {number}"), team=cast.team).person, slot=slot, team=cast.team)
    many = counts()
    assert few == many
    assert max(count for (who, _), count in many.items() if who != "ben") <= 20, many


def test_my_visits_cost_the_same_for_one_and_for_many(cast, client_for, queries_of):
    client = client_for(cast.asha)

    def book(number: int, start: int) -> None:
        for count in range(number):
            confirmed(cast, make_slot(make_placement(cast.eve), day=THURSDAY + timedelta(days=start + count)))

    book(1, 0)
    one = queries_of(client, "/shadowing/mine/")
    book(10, 1)
    many = queries_of(client, "/shadowing/mine/")
    assert one.count == many.count <= 8, str(many)


def test_the_board_shows_other_sectors_first(cast, client_for):
    make_slot(make_placement(cast.ben, title="Our own day"), day=THURSDAY - days(1))
    make_slot(make_placement(cast.eve, title="A day elsewhere"))
    text = client_for(cast.asha).get("/shadowing/").content.decode()
    assert text.index("A day elsewhere") < text.index("Our own day")
    text = client_for(cast.eve).get("/shadowing/").content.decode()
    assert text.index("Our own day") < text.index("A day elsewhere")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?sector=mental-health", True),
        ("?sector=housing", False),
        ("?from=2026-12-03&until=2026-12-03", True),
        ("?from=2026-12-04", False),
        ("?q=nothing", False),
    ],
)
def test_the_board_finds_by_sector_date_and_words(cast, client_for, asked, found):
    make_slot(make_placement(cast.eve, title="A day elsewhere"))
    assert ("A day elsewhere" in client_for(cast.asha).get(f"/shadowing/{asked}").content.decode()) == found


def test_the_address_is_shown_once_the_place_is_confirmed_and_not_before(cast, client_for):
    slot = make_slot(make_placement(cast.eve))
    asha = client_for(cast.asha)
    asha.post(f"/shadowing/{slot.placement.slug}/ask/", {"time": slot.pk, "team": cast.team.pk, "hopes": ""})
    booking = Booking.objects.get()
    pages = [booking.get_absolute_url(), slot.placement.get_absolute_url(), "/shadowing/", "/shadowing/mine/"]
    assert not [page for page in pages if ADDRESS in asha.get(page).content.decode()]
    client_for(cast.eve).post(f"{booking.get_absolute_url()}yes/", {"side": "host"})
    assert ADDRESS not in asha.get(booking.get_absolute_url()).content.decode()
    client_for(cast.ben).post(f"{booking.get_absolute_url()}yes/", {"side": "manager"})
    assert ADDRESS in asha.get(booking.get_absolute_url()).content.decode()
    assert ADDRESS not in client_for(cast.ben).get(booking.get_absolute_url()).content.decode()
    assert client_for(cast.frank).get(booking.get_absolute_url()).status_code == 404


def test_opening_what_a_mail_leads_to_changes_nothing(cast, client_for):
    slot = make_slot(make_placement(cast.eve))
    client_for(cast.asha).post(f"/shadowing/{slot.placement.slug}/ask/", {"time": slot.pk, "team": cast.team.pk, "hopes": ""})
    booking = Booking.objects.get()
    for address in ("/shadowing/yeses/", booking.get_absolute_url(), f"{booking.get_absolute_url()}yes/", f"{booking.get_absolute_url()}decline/"):
        client_for(cast.ben).get(address)
    booking.refresh_from_db()
    assert (booking.state, booking.manager_yes_at) == (State.REQUESTED, None)


def test_a_reflection_is_read_by_nobody_else(cast, client_for):
    booking = confirmed(cast, make_slot(make_placement(cast.eve)))
    with time_machine.travel(NOW + days(11)):
        client_for(cast.eve).post(f"{booking.get_absolute_url()}took-place/", {"came": "yes"})
        client_for(cast.asha).post(f"{booking.get_absolute_url()}reflection/", {"text": "canary of asha"})
        assert "canary of asha" in client_for(cast.asha).get(booking.get_absolute_url()).content.decode()
        for person in (cast.eve, cast.ben):
            assert "canary of asha" not in client_for(person).get(booking.get_absolute_url()).content.decode()


def test_a_placement_is_offered_with_a_check_only_where_it_has_another_way_in(cast, client_for):
    eve = client_for(cast.eve)
    told = {
        "title": "Nights", "service": cast.other_service.pk, "host": cast.eve.pk, "see": "How nights are.", "area": "Northgate", "address": ADDRESS,
        "holds_working_days": 5, "check": "A vetting form.", "check_reason": "The police ask for it.", "published": "on",
    }  # fmt: skip
    answer = eve.post("/shadowing/offer/", told)
    assert answer.status_code == 422
    assert "what other way in there is" in answer.content.decode()
    assert "How nights are." in answer.content.decode()
    assert eve.post("/shadowing/offer/", {**told, "check_decides": "The lead.", "check_other_way": "A day at the desk."}).status_code == 302
    assert Placement.objects.get().preparation.get().other_way == "A day at the desk."


@pytest.mark.parametrize(
    ("day", "begins", "ends", "said"),
    [
        ("2026-11-02", "09:00", "16:00", "past already"),
        ("2027-03-28", "01:30", "03:00", "clocks go forward"),
        ("2026-12-03", "09:00", "09:00", "another time than"),
        ("2026-12-03", "16:00", "09:30", "ends before it begins"),
    ],
)
def test_times_that_cannot_be_are_refused_in_a_sentence(cast, client_for, day, begins, ends, said):
    placement = make_placement(cast.eve)
    answer = client_for(cast.eve).post(f"/shadowing/{placement.slug}/times/", {"day": day, "begins": begins, "ends": ends, "capacity": 1, "weeks": 1})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not placement.slots.exists()


def test_a_series_keeps_the_time_on_the_wall(cast, client_for):
    placement = make_placement(cast.eve)
    client_for(cast.eve).post(f"/shadowing/{placement.slug}/times/", {"day": "2027-03-18", "begins": "09:00", "ends": "16:00", "capacity": 1, "weeks": 3})
    assert [slot.starts_at.strftime("%d %H:%M") for slot in placement.slots.order_by("starts_at")] == ["18 09:00", "25 09:00", "01 08:00"]  # in UTC


def test_a_sponsor_finds_the_request_among_the_yeses(cast, client_for):
    slot = make_slot(make_placement(cast.eve))
    TeamManagerFactory(person=cast.frank, team=cast.frank.memberships.get().team)
    client_for(cast.dev).post(f"/shadowing/{slot.placement.slug}/ask/", {"time": slot.pk, "sponsor": cast.ben.pk, "hopes": ""})
    assert "Dev Mistry" in client_for(cast.ben).get("/shadowing/yeses/").content.decode()
    assert "Say yes as sponsor" in client_for(cast.ben).get(Booking.objects.get().get_absolute_url()).content.decode()


@pytest.mark.parametrize("item", ["\N{SUPERSCRIPT TWO}", "9" * 30, "x", "-1"])
def test_a_tick_for_nothing_is_no_fault(cast, client_for, item):
    booking = confirmed(cast, make_slot(make_placement(cast.eve)))
    assert client_for(cast.asha, raise_request_exception=False).post(f"/shadowing/bookings/{booking.pk}/prepare/", {"item": item}).status_code < 500


def test_what_says_who_somebody_is_goes_back_with_a_sentence(cast, client_for):
    slot = make_slot(make_placement(cast.eve))
    hopes = "To see how you met 943 476 5919"
    answer = client_for(cast.asha).post(f"/shadowing/{slot.placement.slug}/ask/", {"time": slot.pk, "team": cast.team.pk, "hopes": hopes})
    assert answer.status_code == 422
    assert "This looks like an NHS number" in answer.content.decode()
    assert hopes in answer.content.decode()
    assert not Booking.objects.exists()


def test_a_gap_is_answered_with_a_day_that_is_free_where_there_is_one(cast, django_assert_num_queries):
    placement = make_placement(cast.eve)
    [capability, _] = placement.capabilities.all()
    first, second = make_slot(placement), make_slot(placement, day=THURSDAY + days(7))

    def offered() -> str:
        with django_assert_num_queries(1):
            [offer] = offers.placements([capability], cast.asha)[capability.pk]
        return offer.detail

    assert offered() == "Thursday 3 December, 9 am. One place left."
    asking.ask(by=cast.frank, slot=first, sponsor=cast.ben)
    assert offered() == "Thursday 10 December, 9 am. One place left."
    asking.ask(by=cast.frank, slot=second, sponsor=cast.ben)
    assert offered() == "Thursday 3 December, 9 am. Full."


def test_the_database_finds_the_same_first_free_time_as_the_rule(cast):
    placement = make_placement(cast.eve)
    chance = Random(7)
    for _ in range(12):
        placement.slots.all().delete()
        for number in range(4):
            places = chance.choice([1, 2, 3])
            make_slot(placement, day=THURSDAY + days(number), capacity=places, taken=chance.randint(0, places), waiting=chance.choice([0, 0, 1]))
        found = Placement.objects.with_first_free().get(pk=placement.pk)
        rule = first_free(list(placement.slots.order_by("starts_at", "pk")))
        assert (found.free_starts_at, found.free_taken, found.free_waiting) == (rule.starts_at, rule.taken, rule.waiting)


def test_what_is_around_somebody_says_why_and_what_waits_for_an_answer_is_not_crowded_out(cast):
    placement = make_placement(cast.eve)
    soon = [confirmed(cast, make_slot(placement, day=THURSDAY + days(number))) for number in range(3)]
    waits = asking.ask(by=cast.asha, slot=make_slot(placement, day=THURSDAY + days(60)), team=cast.team)
    both = asking.ask(by=cast.asha, slot=make_slot(placement, day=THURSDAY + days(61)), team=cast.team)
    TeamManagerFactory(team=cast.team, person=cast.eve)

    def around(person, most: int) -> list:
        return [(each.pk, each.as_host, each.as_manager) for each in bookings_around(person, most)]

    assert around(cast.asha, 9) == [(each.pk, False, False) for each in [*soon, waits, both]]
    assert around(cast.ben, 9) == [(each.pk, False, True) for each in (waits, both)]
    assert around(cast.eve, 9) == [(waits.pk, True, True), (both.pk, True, True), *((each.pk, False, False) for each in soon)]
    assert around(cast.eve, 3) == [(waits.pk, True, True), (both.pk, True, True), (soon[0].pk, False, False)]
    assert around(cast.frank, 9) == []
