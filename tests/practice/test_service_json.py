"""The map as open data, held against the published schemas of HSDS 3.0."""

import uuid

import pytest
from django.core.cache import cache

from home.context import SETTINGS_KEY
from home.limits import OPEN_DATA
from home.models import SiteSettings
from practice.enums.services import Need
from practice.open_referral import term_id
from tests.factories import SectorFactory, ServiceFactory
from tests.practice.hsds import SCHEMAS, faults, records, told_twice
from tests.practice.services import days_ago, make_criterion, make_entry, make_other, open_the_map

pytestmark = pytest.mark.django_db

LIST = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


@pytest.fixture
def entry(cast):
    address = {"street": "2 Fold Street", "town": "Wenbridge", "county": "Wenshire", "postcode": "WB1 2AB"}
    made = make_entry(cast.service, Need.DRUGS, minimum_age=18, email="hello@service.example", website="https://service.example/", **address)
    make_criterion(made, rule="abstinent", number=14, parts=("group",), meanwhile="A keyworker")
    return made


def read(client, asked: str = "") -> dict:
    answer = client.get(f"/services.json{asked}")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def town(cast, entry) -> None:
    """Entries of every kind in a place with a name: a full one, one of few words, one that closed, two of one organisation, one nobody is employed by."""
    cache.delete(SETTINGS_KEY)
    SiteSettings.objects.update(area="Wenbridge")
    make_entry(cast.other_service, Need.HOUSING, Need.CRISIS, who_can_come="", route="", phone="", hours="", minimum_age=0, maximum_age=25)
    for name in ("The Lodge", "The Annexe"):
        make_entry(ServiceFactory(name=name, organisation="Wen Homes", sector=SectorFactory(slug="housing", name="Housing")), Need.HOUSING)
    make_entry(ServiceFactory(name="Old Mill"), closes_on=days_ago(3), after_closing="The Lodge")
    make_other("Thursday Table", website="https://table.example/a/b?c=d", email="table@example.org")


def test_every_record_is_as_the_published_schemas_of_hsds_want_it(cast, town, client_for):
    found = read(client_for(cast.dev))
    assert found.keys() == LIST
    assert [fault for record in found["contents"] for fault in faults(record, "service")] == []
    kinds = {kind for record in found["contents"] for kind, _ in records(record, "service")}
    assert kinds == {path.stem for path in SCHEMAS.glob("*.json")}, "a schema for all that is given out, and nothing else"
    assert {record["status"] for record in found["contents"]} == {"active", "defunct"}


def test_what_the_schemas_call_unique_stands_for_one_record(cast, town, client_for):
    assert told_twice(read(client_for(cast.dev))["contents"]) == []


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("status", "open", "not one of"),
        ("id", "7", "not of the form uuid"),
        ("url", "www.service.example", "not of the form uri"),
        ("email", "nobody", "not of the form email"),
        ("last_modified", "2026-11-22", "not of the form date-time"),
        ("minimum_age", "18", "not of the type number"),
        ("description", "", "is empty"),
        ("phones", [{"id": str(uuid.uuid4())}], "phones[0].number is missing"),
        ("organization_id", None, "organization_id is missing"),
        ("opening_times", "Every day", "is no field of HSDS"),
    ],
)
def test_what_would_not_be_as_they_want_it_is_found(cast, entry, client_for, name, value, fault):
    record = read(client_for(cast.dev))["contents"][0]
    assert any(fault in said for said in faults({**record, name: value}, "service"))


def test_eligibility_place_hours_and_terms_are_there(cast, entry, client_for):
    record = read(client_for(cast.dev))["contents"][0]
    assert record["eligibility_description"] == "Adults\nDrug and alcohol use (group): People have to have stopped for 14 days. Meanwhile: A keyworker."
    assert record["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "WB1 2AB"
    assert record["schedules"][0]["description"] == "Every day"
    assert [row["taxonomy_term"]["name"] for row in record["attributes"]] == ["Drug and alcohol", "Drugs"]
    assert record["minimum_age"] == 18
    assert record["last_modified"].endswith("+00:00")


def test_ids_stay_the_same(cast, entry, client_for):
    client = client_for(cast.dev)
    assert read(client)["contents"] == read(client)["contents"]


def test_an_address_that_is_not_whole_is_left_out(cast, client_for):
    make_entry(cast.service, street="2 Fold Street")
    assert "addresses" not in read(client_for(cast.dev))["contents"][0]["service_at_locations"][0]["location"]


def test_pages_say_where_they_stand(cast, client_for):
    for number in range(5):
        make_entry(ServiceFactory(name=f"Service {number}"))
    client = client_for(cast.dev)
    first, last, beyond = (read(client, f"?per_page=2&page={number}") for number in (1, 3, 4))
    assert [(page["size"], page["first_page"], page["last_page"], page["empty"]) for page in (first, last, beyond)] == [
        (2, True, False, False), (1, False, True, False), (0, False, True, True),
    ]  # fmt: skip
    assert first["total_pages"] == 3
    names = [record["name"] for number in (1, 2, 3) for record in read(client, f"?per_page=2&page={number}")["contents"]]
    assert names == [f"Service {number}" for number in range(5)]


def test_it_can_be_asked_for_words_terms_and_what_changed(cast, entry, client_for):
    make_entry(cast.other_service, Need.MENTAL_HEALTH)
    client = client_for(cast.dev)
    from django.conf import settings

    for asked in ("search=keyworker", f"taxonomy_term_id={term_id(settings.SITE_URL, 'Needs', 'drugs')}"):
        assert [record["name"] for record in read(client, f"?{asked}")["contents"]] == ["Riverside Recovery"]
    assert read(client, "?modified_after=2020-01-01")["total_items"] == 2
    assert read(client, "?modified_after=2999-01-01T00:00:00Z")["empty"]


@pytest.mark.parametrize(
    "asked", ["page=0", "page=x", "per_page=-1", "page=" + "9" * 5000, "modified_after=soon", "modified_after=2026-13-45", "taxonomy_term_id=x"]
)
def test_what_cannot_be_understood_is_400(cast, entry, client_for, asked):
    assert client_for(cast.dev).get(f"/services.json?{asked}").status_code == 400


def test_it_is_closed_until_the_area_opens_the_map(cast, entry, client_for):
    anonymous = client_for(None)
    assert anonymous.get("/services.json").status_code == 403
    assert "Access-Control-Allow-Origin" not in client_for(cast.dev).get("/services.json")
    open_the_map()
    answer = anonymous.get("/services.json")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == (200, "*", "public, max-age=300")
    assert "Ben" not in answer.content.decode()


def test_an_address_that_reads_too_fast_waits(cast, entry, client_for, monkeypatch):
    monkeypatch.setitem(OPEN_DATA.__dict__, "most", 3)
    client = client_for(cast.dev)
    answers = [client.get("/services.json").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
