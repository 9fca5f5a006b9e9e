"""How often: every file that leaves, search and open data are slowed for a person, whatever the headers say; and by all processes together."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from home import limits
from home.limits import DOWNLOADS, OPEN_DATA, SEARCHING
from tests.site.test_addresses import none, patterns

FILES = (".pdf", ".csv", ".xlsx", ".h5", ".json", ".zip", "/copy")


BY_THEMSELVES = {"my_copy": "asking for a copy of everything is held to a few a day; fetching it is slowed"}


def forged(number: int) -> dict[str, str]:
    return {"x-forwarded-for": f"203.0.113.{number}", "x-real-ip": f"203.0.113.{number}", "forwarded": f"for=203.0.113.{number}"}


def test_every_address_of_a_file_is_slowed():
    wrong, asked = [], 0
    for route, name, pattern in patterns():
        if not route.startswith("cms/pages/") and route.strip("/$^").endswith(FILES):
            callback = pattern.callback
            while callback is not None and not hasattr(callback, "limit"):
                callback = getattr(callback, "__wrapped__", None)
            asked += 1
            if callback is None and name not in BY_THEMSELVES:
                wrong.append(f"{name or route}: give it `slowed(DOWNLOADS)` or `slowed(OPEN_DATA, as_json=True)`")
    assert asked > 8
    none(wrong)


@pytest.fixture
def quick(monkeypatch):
    """Limits that are soon reached."""
    for limit in (SEARCHING, DOWNLOADS, OPEN_DATA):
        monkeypatch.setitem(limit.__dict__, "most", 3)


@pytest.mark.parametrize(("address", "limit"), [("/search/?q=trauma", SEARCHING), ("/learning/record.csv", DOWNLOADS)])
def test_a_person_is_slowed_whatever_their_headers_say(cast, client_for, quick, address, limit):
    asha = client_for(cast.asha)
    answers = [asha.get(address, headers=forged(number)) for number in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    refused = answers[-1]
    assert 0 < int(refused["Retry-After"]) <= limit.seconds
    assert limit.words in refused.content.decode()
    assert "no-store" in refused["Cache-Control"]
    assert client_for(cast.asha).get(address).status_code == 429, "another browser of the same person"
    assert client_for(cast.eve).get(address).status_code == 200, "somebody else behind the same address"


def test_what_was_fetched_in_one_place_counts_in_the_others(cast, client_for, quick):
    asha = client_for(cast.asha)
    for _ in range(3):
        asha.get("/learning/record.csv")
    assert [asha.get(address).status_code for address in ("/learning/record.pdf", "/capability/me/plan.pdf")] == [429, 429]


def test_open_data_is_slowed_for_an_address_on_the_network(db, client, quick):
    answers = [client.get("/capability/roles/nobody.json", headers=forged(number)) for number in range(5)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429, 429]
    assert answers[-1].json() == {"message": OPEN_DATA.words}
    assert client.get("/capability/roles/nobody.json", REMOTE_ADDR="198.51.100.7").status_code == 404


def test_who_may_not_have_a_file_is_not_told_that_there_is_one(cast, client_for, quick):
    asha = client_for(cast.asha)
    assert {asha.get("/area/report.csv").status_code for _ in range(6)} == {404}


def test_a_new_stretch_begins_anew(cast, client_for, quick, monkeypatch):
    asha = client_for(cast.asha)
    for _ in range(4):
        asha.get("/search/")
    now = limits.time.time()
    monkeypatch.setattr(limits.time, "time", lambda: now + SEARCHING.seconds)
    assert asha.get("/search/").status_code == 200


def test_the_sign_in_says_when_to_come_again(cast, client):
    for _ in range(6):
        page = client.post("/accounts/password/reset/", {"email": cast.asha.email})
    assert page.status_code == 429
    assert page["Retry-After"] == "300"


OTHER_PROCESS = """
import django; django.setup()
from django.test import RequestFactory
from home.limits import count_miss
for _ in range(3):
    count_miss(RequestFactory().get("/"), "two-processes", seconds=86400)
"""


def test_two_processes_share_the_count(rf):
    """What another process counted is counted here: the cache is a file or Redis, never a process's own memory."""
    if "locmem" in settings.CACHES["default"]["BACKEND"]:
        pytest.fail("each process would count by itself")
    request = rf.get("/")
    assert not limits.too_many(request, "two-processes", most=3, seconds=86400)
    subprocess.run([sys.executable, "-c", OTHER_PROCESS], check=True, cwd=Path(settings.BASE_DIR), timeout=60)
    assert limits.too_many(request, "two-processes", most=3, seconds=86400)
    cache.clear()
