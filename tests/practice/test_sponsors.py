"""Whom somebody without a manager is offered as sponsor: their own service first, and in a large town a search that works without script."""

import re

import pytest

from home.models import Service
from practice.actions.shadowing.sponsors import MOST, offer_sponsors
from practice.models import Booking, Slot
from practice.rules.shadowing import found_words
from tests.factories import MembershipFactory, PersonFactory, ServiceFactory, TeamFactory, TeamManagerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def alone(cast):
    """Somebody in a team of Asha's service that nobody manages."""
    return MembershipFactory(person=PersonFactory(name="Lena Alone"), team=TeamFactory(service=cast.service, name="New team")).person


def town(number: int, first: int = 0):
    """So many managers elsewhere, each of a team of their own in one of two services; the last of them."""
    services = [Service.objects.filter(name=name).first() or ServiceFactory(name=name) for name in ("Far Bank Housing", "Hill Surgery")]
    for count in range(first, first + number):
        team = TeamFactory(service=services[count % 2], name=f"Team {count:04}")
        last = TeamManagerFactory(person=PersonFactory(name=f"Adair {count:04}"), team=team).person
    return last


def names(offered) -> list[str]:
    return [label.partition(" (")[0] for _, label in offered.people]


def ask_address(slot: Slot) -> str:
    return f"/shadowing/{slot.placement.slug}/ask/"


def sent(slot: Slot, **more) -> dict:
    return {"time": str(slot.pk), "hopes": "How you open a first talk.", **more}


def test_in_a_small_town_everybody_is_shown_those_of_the_own_service_first(cast, alone):
    town(5)
    offered = offer_sponsors(alone)
    assert names(offered) == ["Ben Whitlock", *(f"Adair {count:04}" for count in range(5))]
    assert offered.whole
    assert dict(offered.people)[cast.ben.pk] == "Ben Whitlock (Riverside outreach, Riverside Recovery)", "two people may have one name"


def test_in_a_large_town_those_of_the_own_service_are_shown_and_the_others_are_found(cast, alone, slot):
    last = town(MOST * 3)
    offered = offer_sponsors(alone)
    assert (names(offered), offered.whole) == (["Ben Whitlock"], False)
    assert names(offer_sponsors(cast.dev)) == [], "Dev works nowhere"
    assert names(offer_sponsors(alone, words=last.name)) == [last.name]
    assert names(offer_sponsors(alone, words="hill TEAM 0003")) == ["Adair 0003"], "each word in the name, the team or the service"
    assert names(offer_sponsors(alone, words="riverside")) == ["Ben Whitlock"]
    many = offer_sponsors(alone, words="Hill Surgery")
    assert (len(many.people), many.more, many.whole) == (MOST, True, False)
    few = offer_sponsors(alone, words="team 000")
    assert (len(few.people), few.more) == (10, False)
    assert names(offer_sponsors(alone, words="Alone")) == [], "who manages nothing is not found"


def test_neither_the_host_nor_oneself_is_offered(cast, alone, slot):
    TeamManagerFactory(person=cast.eve, team=cast.other_team)
    assert "Eve Lindqvist" in names(offer_sponsors(alone))
    assert "Eve Lindqvist" not in names(offer_sponsors(alone, host=cast.eve))
    assert "Ben Whitlock" not in names(offer_sponsors(cast.ben))


def test_a_search_keeps_what_was_written_and_the_one_who_is_found_can_be_named(cast, slot, client_for):
    town(MOST + 5)
    dev = client_for(cast.dev)
    page = dev.get(ask_address(slot)).content.decode()
    assert "look by name, team or service" in page
    assert "Adair 0" not in page
    answer = dev.post(ask_address(slot), sent(slot, sponsor_words="hill 0023", find="1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "One person was found. Choose below." in page
    assert "How you open a first talk." in page and 'value="hill 0023"' in page
    assert not Booking.objects.exists(), "looking asks for nothing"
    [chosen] = re.findall(r'name="sponsor" value="(\d+)"', page)
    assert dev.post(ask_address(slot), sent(slot, sponsor_words="hill 0023", sponsor=chosen)).status_code == 302
    assert Booking.objects.get().sponsor.name == "Adair 0023"


def test_enter_in_the_search_looks_as_well_and_nobody_found_is_said(cast, slot, client_for):
    town(MOST + 5)
    page = client_for(cast.dev).post(ask_address(slot), sent(slot, sponsor_words="nobody of this name")).content.decode()
    assert "Nobody who manages a team was found with “nobody of this name”" in page
    assert not Booking.objects.exists()


def test_asking_without_naming_anybody_says_what_to_do(cast, slot, client_for):
    town(MOST + 5)
    answer = client_for(cast.dev).post(ask_address(slot), sent(slot))
    assert answer.status_code == 422
    assert "Write a name or a team, and press “Look for them”." in answer.content.decode()


def test_the_page_costs_the_same_in_a_small_town_and_in_a_large_one(cast, slot, client_for, queries_of):
    town(3)
    dev, address = client_for(cast.dev), ask_address(slot)
    small = queries_of(dev, address)
    town(MOST * 4, first=3)
    large = queries_of(dev, address)
    found = queries_of(dev, address, data=sent(slot, sponsor_words="hill", find="1"))
    assert large.count == small.count, f"{small}\n{large}"
    assert found.count <= small.count + 1, f"{small}\n{found}"
    assert len(re.findall(r'name="sponsor" value="\d', found.response.content.decode())) == MOST


@pytest.mark.parametrize(
    ("found", "more", "said"),
    [(0, False, "Nobody who manages a team"), (1, False, "One person was found"), (3, False, "Three people were found"), (20, True, "More than 20 people")],
)
def test_what_was_found_is_said_in_words(found, more, said):
    assert found_words("hill", found, more=more).startswith(said)
