"""Reading the map: finding, comparing, what is unclear, who may read it, and how many queries it takes."""

import pytest
from django.urls import reverse

from home.seams.search import find
from practice.enums.services import Need
from tests.factories import SectorFactory, ServiceFactory
from tests.practice.services import make_criterion, make_entry, make_other, open_the_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(cast) -> list:
    """Asha's service for drugs, Eve's for mental health, and a mutual aid group."""
    first = make_entry(cast.service, Need.DRUGS, Need.BOTH)
    second = make_entry(cast.other_service, Need.MENTAL_HEALTH, who_can_come="Anyone", wait="Nine weeks")
    make_criterion(second, rule="engaged", parts=("treatment",), how_checked="By ringing the kettle line")
    make_criterion(first, "diagnosis", "complex", definition="Not stable", parts=("therapy",))
    other = make_other("Thursday Table", own_place="The Lantern")
    return [first, second, other]


def names_found(client, asked: str) -> set[str]:
    """Which entries a reading of the map shows."""
    page = client.get(f"/services/?{asked}").context["shown"]
    return {entry.name for entry, _ in page}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", {"Riverside Recovery", "Wenbridge Community Mental Health", "Thursday Table"}),
        ("need=drugs", {"Riverside Recovery"}),
        ("need=family", set()),
        ("sector=mental-health", {"Wenbridge Community Mental Health"}),
        ("kind=mutual_aid", {"Thursday Table"}),
        ("place=lantern", {"Thursday Table"}),
        ("place=wenbridge&need=mental_health", {"Wenbridge Community Mental Health"}),
        ("q=kettle", {"Wenbridge Community Mental Health"}),
        ("q=engaged+nothing-like-this", set()),
        ("q=too+complex", {"Riverside Recovery"}),
        ("q=riverside+drug", {"Riverside Recovery"}),
        ("need=nonsense", {"Riverside Recovery", "Wenbridge Community Mental Health", "Thursday Table"}),
    ],
)
def test_finding_by_need_place_sector_kind_and_words(cast, entries, client_for, asked, names):
    assert names_found(client_for(cast.dev), asked) == names


def test_what_matched_is_said_and_escaped(cast, entries, client_for):
    make_criterion(entries[0], "missed", "none", parts=("group",), exceptions="<b>kettle</b> day")
    page = client_for(cast.dev).get("/services/?q=kettle").content.decode()
    assert "Found in its criteria on drug and alcohol use" in page
    assert "<b>" not in page
    assert "&lt;b&gt;<mark>kettle</mark>" in page


def test_search_finds_criteria_with_the_reason(cast, entries):
    found = find("kettle", cast.dev)
    assert [(one.title, one.reason) for one in found] == [("Wenbridge Community Mental Health", "in its criteria on drug and alcohol use")]
    assert find("thursday table", cast.dev)[0].kind == "Mutual aid"


def test_an_entry_says_what_its_service_asks_in_plain_words(cast, entries, client_for):
    page = client_for(cast.dev).get(entries[1].url).content.decode()
    for words in (
        "People have to be seeing a drug and alcohol service.",
        "For: treatment",
        "By ringing the kettle line.",
        "Not said yet. Ask them.",
        "Nine weeks",
    ):
        assert words in page
    assert "You keep this entry" not in page


def test_keepers_see_what_is_the_matter_with_their_entry(cast, entries, client_for):
    page = client_for(cast.ben).get(entries[0].url).content.decode()
    assert "You keep this entry" in page
    assert "“Stable” can mean anything" in page
    assert "while Wenbridge Community Mental Health waits" in page  # what only shows beside another entry


def test_two_to_four_services_stand_side_by_side(cast, entries, client_for):
    client = client_for(cast.dev)
    both = "/services/compare/?with=riverside-recovery&with=wenbridge-community-mental-health"
    assert [entry.name for entry in client.get(both).context["entries"]] == ["Riverside Recovery", "Wenbridge Community Mental Health"]
    for asked in ("", "?with=riverside-recovery", "?with=riverside-recovery&with=nowhere", both.partition("compare/")[2] + "&with=a&with=b&with=c"):
        assert "Put them side by side" in client.get(f"/services/compare/{asked}").content.decode()


def test_what_contradicts_is_listed_with_the_reason_for_people_signed_in(cast, entries, client_for):
    page = client_for(cast.dev).get("/services/unclear/").content.decode()
    assert "It asks people to be with a drug and alcohol service first, and Riverside Recovery can turn the same people away" in page
    assert "Out of date (0)" in page
    only = client_for(cast.dev).get("/services/unclear/?only=unclear").content.decode()
    assert "can turn the same people away" not in only
    assert "can mean anything" in only
    open_the_map()
    assert client_for(None).get("/services/unclear/").status_code == 302


def test_the_map_is_for_people_signed_in_until_the_area_opens_it(cast, entries, client_for):
    anonymous, addresses = client_for(None), ("/services/", entries[0].url, "/services/compare/")
    for address in addresses:
        assert anonymous.get(address)["Location"].startswith("/accounts/login/")
    assert "/services/" not in anonymous.get("/support/").content.decode()
    open_the_map()
    for address in addresses:
        assert anonymous.get(address).status_code == 200
    assert 'href="/services/"' in anonymous.get("/support/").content.decode()
    for closed in ("edit/", "keepers/", "history/", "turned-away/", "turn-aways/"):
        assert anonymous.get(f"{entries[0].url}{closed}").status_code == 302
    page = anonymous.get(entries[0].url).content.decode()
    assert "Somebody was turned away here" not in page
    assert anonymous.post("/services/").status_code == 405


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/services/", 12),
        ("/services/?q=drug&need=drugs&place=wen&sector=drug-and-alcohol", 12),
        ("/services/unclear/", 8),
        ("/services/riverside-recovery/", 14),
        ("/services/compare/?with=riverside-recovery&with=wenbridge-community-mental-health", 8),
        ("/services.json", 9),
    ],
)
def test_queries_do_not_grow(cast, entries, client_for, queries_of, address, most):
    client = client_for(cast.ben)
    few = queries_of(client, address)
    for number in range(49):
        more = make_entry(ServiceFactory(name=f"More {number}", sector=SectorFactory(name=f"Sector {number % 3}")), Need.DRUGS, Need.ALCOHOL)
        for part in ("assessment", "treatment", "therapy"):
            make_criterion(more, rule="sober", parts=(part,))
            make_criterion(entries[0], "behaviour" if part == "therapy" else "missed", "none", parts=(part,)) if number == 0 else None
    many = queries_of(client, address)
    assert few.response.status_code == 200
    assert (few.count, many.count <= most) == (many.count, True), f"{few}\n\n{many}"


def test_a_long_map_is_read_a_page_at_a_time(cast, client_for):
    for number in range(30):
        make_entry(ServiceFactory(name=f"Service {number:02}"))
    client = client_for(cast.dev)
    assert len(client.get("/services/").context["shown"]) == 24
    assert len(client.get("/services/?page=2").context["shown"]) == 6
    assert reverse("practice:services") == "/services/"
