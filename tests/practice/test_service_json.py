"""The map as open data, held against what the published schemas of HSDS 3.0 require."""

import uuid

import pytest

from home.limits import OPEN_DATA
from practice.enums.services import Need
from practice.open_referral import term_id
from tests.factories import ServiceFactory
from tests.practice.services import make_criterion, make_entry, make_other, open_the_map

pytestmark = pytest.mark.django_db

#: What must be there, by kind of record: the `required` lists of the schemas, and Open Referral UK's organization_id.
REQUIRED = {
    "service": {"id", "name", "status", "organization_id"},
    "organization": {"id", "name", "description"},
    "service_at_location": {"id"},
    "location": {"id", "location_type"},
    "address": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "schedule": {"id"},
    "phone": {"id", "number"},
    "service_area": {"id"},
    "attribute": {"id"},
    "taxonomy_term": {"id", "name", "description"},
    "taxonomy": {"id", "name", "description"},
}
INSIDE = {
    "organization": "organization", "service_at_locations": "service_at_location", "location": "location", "addresses": "address",
    "schedules": "schedule", "phones": "phone", "service_areas": "service_area", "attributes": "attribute", "taxonomy_term": "taxonomy_term",
    "taxonomy_detail": "taxonomy",
}  # fmt: skip
LIST = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


def held(record: dict, kind: str) -> set[str]:
    """Check one record and all inside it; which kinds were seen."""
    assert record.keys() >= REQUIRED[kind], (kind, REQUIRED[kind] - record.keys())
    seen = {kind}
    for name, value in record.items():
        assert value not in (None, "", []), (kind, name)
        if name == "id" or name.endswith("_id"):
            uuid.UUID(value)
        if name in INSIDE:
            for one in value if isinstance(value, list) else [value]:
                seen |= held(one, INSIDE[name])
    return seen


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


def test_each_record_has_what_its_schema_requires(cast, entry, client_for):
    make_other("Thursday Table")
    found = read(client_for(cast.dev))
    assert found.keys() == LIST
    seen = set().union(*(held(record, "service") for record in found["contents"]))
    assert seen == REQUIRED.keys() - {"service_area"}  # the tests' area has no name
    assert all(record["status"] == "active" for record in found["contents"])


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
