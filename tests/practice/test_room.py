"""Who is not in the room: three bands against the area, never counts, frozen; and an attack that must lose."""

import random
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from home.rules.disclosure import Band
from practice.actions.room import came_to, freeze_rooms, staff_on
from practice.models import Attendance, RoomFigure
from practice.rules.room import LED, NO_TEAM, Came, Part, Staff, compare, missing, rows_of
from tests.factories import MembershipFactory, PersonFactory, ServiceFactory, TeamFactory
from tests.practice.communities import make_community, make_meeting

PAGE = "/communities/both-at-once/room/"


def test_a_part_is_less_about_or_more():
    assert compare(2, 20, 50, 200) is Part.LESS
    assert compare(5, 20, 50, 200) is Part.ABOUT
    assert compare(8, 20, 50, 200) is Part.MORE
    assert compare(0, 20, 50, 200) is compare(1, 20, 50, 200), "nobody and one look alike"


@pytest.mark.parametrize(("came", "room", "work"), [(3, 7, 50), (3, 20, 7)])
def test_too_few_in_the_room_or_in_the_group_is_not_said(came, room, work):
    assert compare(came, room, work, 200) is Part.HIDDEN
    assert compare(came, room, work, 200, least=2) is Part.HIDDEN or min(room, work) >= 5


def test_rows_are_by_sector_and_by_organisation_never_by_what_anybody_is():
    came = [Came(f"p{number}", "mental-health", "crisis") for number in range(8)] + [Came("x", "community", "sabr", led=True), Came("guest")]
    rows = rows_of(came, Staff({"mental-health": 40, "housing": 40, "tiny": 3, "community": 10}, {"sabr": 10}, 93))
    assert rows["sectors"] == {"mental-health": "more", "housing": "less", "tiny": "hidden", "community": "about"}
    assert rows["led"] == {LED: "about", "sabr": "about"}
    assert rows["others"] == {NO_TEAM: Band.FEW.value}
    assert missing(rows["sectors"], {"housing": "Housing", "mental-health": "Mental health"}) == ["Housing"]


def pinned(room: int, others: int, work: int, area: int, shown: tuple[Part, Part]) -> bool:
    """Whether what was shown with and without somebody tells of which sector they were: `others` came and went as well, whoever they are."""
    possible = set()
    for before, leaver, left, joined in product(range(room + 1), (0, 1), range(others + 1), range(others + 1)):
        after = before - leaver - left + joined
        size = room - 1 - others + others
        if 0 <= after <= size and before >= leaver + left and (compare(before, room, work, area), compare(after, size, work, area)) == shown:
            possible.add(leaver)
    return len(possible) == 1


def test_the_attack_seldom_learns_where_one_person_came_from():
    """Three people's part changes between two freezes, as the rule asks; the attacker knows how many came and went, and not from where."""
    chance, won, tried = random.Random(20261122), 0, 400
    for _ in range(tried):
        room, work, area = chance.randint(8, 30), chance.randint(8, 80), 245
        before = sum(chance.random() < work / area for _ in range(room))
        leaver = int(chance.random() < work / area) if before else 0
        left = sum(chance.random() < work / area for _ in range(2)) if before - leaver >= 2 else 0
        joined = sum(chance.random() < work / area for _ in range(2))
        shown = compare(before, room, work, area), compare(before - leaver - left + joined, room - 1, work, area)
        won += pinned(room, 2, work, area, shown)
    assert won / tried < 0.1, won


@pytest.fixture
def community(cast):
    return make_community(cast.carys, cast.asha)


@pytest.fixture
def came(cast, community):
    """People of Riverside Recovery come to a session of last week."""
    session = make_meeting(community, days=-7)

    def some(number: int, service=cast.service, team=cast.team) -> list:
        people = [MembershipFactory(team=team, person=PersonFactory()).person for _ in range(number)]
        Attendance.objects.bulk_create(Attendance(session=session, person=person, service=service, came_by="list") for person in people)
        return people

    return some


def later(days: int) -> int:
    return freeze_rooms(timezone.localdate() + timedelta(days=days))


@pytest.mark.django_db
def test_it_is_frozen_and_never_live(cast, community, came, client_for):
    housing = TeamFactory(service=ServiceFactory(name="Haven House"))
    for _ in range(9):
        MembershipFactory(team=housing, person=PersonFactory())
    came(7)
    assert later(0) == 1
    asha = client_for(cast.asha)
    assert "Not enough people to say" in asha.get(PAGE).content.decode()
    came(2)
    assert later(1) == 0
    came(1)
    assert "More than their part" not in asha.get(PAGE).content.decode(), "never live"
    assert later(2) == 1
    page = asha.get(PAGE).content.decode()
    assert "More than their part of the area" in page and "Fewer than their part of the area" in page
    assert "As it stood on" in page


@pytest.mark.django_db
def test_guests_and_people_who_moved_count_once(cast, community, came):
    session, other = make_meeting(community, days=-3), make_meeting(community, days=-2)
    for each in (session, other):
        Attendance.objects.create(session=each, name="Sam", came_by="walk_in")
        Attendance.objects.create(session=each, person=cast.asha, service=cast.service if each == session else cast.other_service, came_by="list")
    make_meeting(community, days=-400)
    found = {each.person: each for each in came_to(community.pk, timezone.localdate())}
    assert set(found) == {"guest:sam", str(cast.asha.pk)}
    assert found[str(cast.asha.pk)].sector == "mental-health"


@pytest.mark.django_db
def test_nobody_can_be_known_from_what_is_kept(cast, community, came):
    people = came(10)
    later(0)
    kept = RoomFigure.objects.get()
    assert set(kept.rows) == {"sectors", "led", "others"}
    assert not any(str(person.pk) in kept.parts or person.name in str(kept.parts) for person in people)
    assert not any(isinstance(value, int) for rows in kept.rows.values() for value in rows.values()), "no count is kept"
    assert staff_on(timezone.localdate()).everybody >= 10


@pytest.mark.django_db
def test_it_costs_the_same_for_few_and_for_many(cast, community, came, client_for, queries_of):
    client = client_for(cast.lead)
    one = queries_of(client, PAGE)
    came(30)
    later(0)
    many = queries_of(client, PAGE)
    assert one.count == many.count <= 10, str(many)
