"""Who visits whom over a year: bands of frozen figures, never a count, never live."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practice.actions.exchange import freeze_exchange, visits_until
from practice.models import Booking, ExchangeFigure, Slot
from practice.rules.exchange import EVERYBODY, NO_TEAM, Visited, bands_of, parts_of, sentences
from practice.rules.shadowing import State
from tests.factories import MembershipFactory, PersonFactory
from tests.practice.shadow import make_placement

PAGE = "/shadowing/exchange/"
SECTORS = ["mh", "da", "housing"]


def visits(number: int, of: str = "da", saw: str = "mh", start: int = 0) -> list[Visited]:
    return [Visited(person, of, saw) for person in range(start, start + number)]


def test_a_row_needs_eight_people_and_says_bands():
    assert bands_of(visits(7), sectors=SECTORS) == dict.fromkeys([EVERYBODY, *SECTORS, NO_TEAM])
    rows = bands_of(visits(8) + visits(3, saw="housing"), sectors=SECTORS)
    assert rows["da"] == rows[EVERYBODY] == {"mh": "most", "da": "few", "housing": "some"}
    assert rows["mh"] is None


def test_somebody_who_goes_ten_times_is_one_person():
    assert bands_of(visits(7) + visits(1) * 9, sectors=SECTORS)["da"] is None


def test_nobody_and_few_look_the_same():
    one, none = bands_of(visits(9) + visits(1, saw="housing"), sectors=SECTORS), bands_of(visits(9), sectors=SECTORS)
    assert one == none


def test_the_setting_never_goes_under_five():
    assert bands_of(visits(4), sectors=SECTORS, least=2)["da"] is None


def test_a_part_is_the_same_whatever_the_order():
    assert parts_of([Visited(1, "da", "mh"), Visited(1, "da", "housing")]) == parts_of([Visited(1, "da", "housing"), Visited(1, "da", "mh")] * 2)


def test_what_stands_out_is_said():
    rows = bands_of(visits(8), sectors=SECTORS)
    assert sentences(rows, {"da": "Drug and alcohol", "mh": "Mental health"}) == ["Drug and alcohol: of those who visited somebody, most saw mental health."]


@pytest.fixture
def placement(cast):
    return make_placement(cast.eve)


def visited(placement, team, number: int, *, days_ago: int = 30, state: State = State.ATTENDED) -> list:
    people = [MembershipFactory(team=team, person=PersonFactory()).person for _ in range(number)]
    for person in people:
        starts_at = timezone.now() - timedelta(days=days_ago, minutes=Slot.objects.count())
        slot = Slot.objects.create(placement=placement, starts_at=starts_at, ends_at=starts_at + timedelta(hours=5), taken=1)
        now = timezone.now()
        Booking.objects.create(slot=slot, person=person, team=team, state=state, host_yes_at=now, manager_yes_at=now, held_until=now)
    return people


def later(days: int) -> bool:
    return freeze_exchange(timezone.localdate() + timedelta(days=days))


def test_only_visits_of_the_year_that_took_place_count(cast, placement):
    visited(placement, cast.team, 2)
    visited(placement, cast.team, 1, days_ago=400)
    visited(placement, cast.team, 1, days_ago=0)
    visited(placement, cast.team, 1, state=State.CONFIRMED)
    assert [(visit.of, visit.saw) for visit in visits_until(timezone.localdate())] == [("drug-and-alcohol", "mental-health")] * 2


def test_the_page_reads_what_is_frozen_and_changes_after_three(cast, placement, client_for):
    visited(placement, cast.team, 7)
    assert later(0)
    asha = client_for(cast.asha)
    assert "Who visits whom will be here" in asha.get(PAGE).content.decode()
    visited(placement, cast.team, 2)
    assert not later(1)
    visited(placement, cast.team, 1)
    assert "Who visits whom will be here" in asha.get(PAGE).content.decode(), "never live"
    assert later(2)
    page = asha.get(PAGE).content.decode()
    assert "of those who visited somebody, most saw mental health" in page
    assert ">Most<" in page
    assert "10" not in page.split("<h1>")[1].split("</main>")[0].replace("1%", "")


def test_nobody_can_be_known_from_what_is_kept(cast, placement):
    people = visited(placement, cast.team, 9)
    later(0)
    kept = ExchangeFigure.objects.get()
    assert set(kept.rows) == {EVERYBODY, NO_TEAM, "drug-and-alcohol", "mental-health", "housing"}
    assert not any(str(person.pk) == key or person.name in key for person in people for key in kept.parts)


def test_it_is_frozen_once_a_day(cast, placement):
    visited(placement, cast.team, 9)
    assert later(0)
    visited(placement, cast.team, 9)
    assert not later(0)


def test_it_costs_the_same_for_few_and_for_many(cast, placement, client_for, queries_of):
    client = client_for(cast.asha)
    one = queries_of(client, PAGE)
    visited(placement, cast.team, 12)
    later(0)
    many = queries_of(client, PAGE)
    assert one.count == many.count <= 6, str(many)
