"""Numbers for Prometheus: to whoever has the token, added up over processes, and never by person."""

import os
import re
import signal
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.utils import timezone

from home.actions.telling import tell
from home.enums import NoticeKind
from home.models import Letter
from home.watching import meters
from tests.databases import ROOT

TOKEN = "a-token-that-is-long-enough"


@pytest.fixture
def counts(tmp_path, settings, monkeypatch):
    """A place of this test's own for what is counted, and a token."""
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(meters, "folder", lambda: tmp_path)
    monkeypatch.setattr(meters, "_place", {"pid": 0, "number": 0, "held": None})
    meters.meters.cache_clear()
    yield tmp_path
    meters.meters.cache_clear()


def fetch(client, token: str = TOKEN) -> dict[str, float]:
    response = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200, response.content
    return {name: float(value) for name, value in re.findall(r"^([^#\s]\S*(?:\{.*\})?) (\S+)$", response.content.decode(), re.MULTILINE)}


@pytest.mark.django_db
def test_it_is_not_there_without_a_token_in_the_settings(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer ü", TOKEN])
def test_it_opens_to_the_token_alone(client, counts, given):
    response = client.get("/metrics", headers={"Authorization": given} if given else {})
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert "alongside" not in response.content.decode()


@pytest.mark.django_db
def test_an_administrator_without_the_token_does_not_get_it(cast, client_for, counts):
    assert client_for(cast.admin).get("/metrics").status_code == 401


@pytest.mark.django_db
def test_requests_are_counted_by_pattern_and_status(cast, client_for, counts):
    client = client_for(cast.asha)
    client.get("/me/?q=a-canary")
    client.get("/join/a-canary-secret/")
    client.get("/nowhere/at/all/")
    client.post("/cms/pages/3/edit/")
    client.generic("CANARY", "/me/")
    found = fetch(client)
    assert found['alongside_requests_total{method="GET",route="me/",status="200"}'] == 1
    assert found['alongside_requests_total{method="GET",route="join/<str:secret>/",status="404"}'] == 1
    assert found['alongside_requests_total{method="GET",route="page",status="404"}'] == 1
    assert found['alongside_requests_total{method="POST",route="cms",status="403"}'] == 1
    assert found['alongside_request_seconds_count{route="me/"}'] == 2
    assert found['alongside_request_seconds_bucket{le="+Inf",route="me/"}'] == 2
    assert not [name for name in found if "canary" in name.lower() or "asha" in name]
    labels = {label for name in found for label in re.findall(r'(\w+)="', name)}
    assert labels == {"method", "route", "status", "le", "version"}


@pytest.mark.django_db
def test_how_things_are_is_measured(cast, client, counts):
    tell(person=cast.asha, kind=NoticeKind.TEAM, key="one", title="News", why="You are in it.", urgent=True)
    tell(person=cast.eve, kind=NoticeKind.TEAM, key="one", title="News", why="You are in it.", urgent=True)
    Letter.objects.filter(person=cast.eve).update(dropped_at=timezone.now(), last_error="TimeoutError")
    found = fetch(client)
    assert found["alongside_database_up"] == 1
    assert found["alongside_letters_waiting"] == 1
    assert found["alongside_letters_failed"] == 1
    assert {"alongside_tasks_waiting", "alongside_tasks_oldest_waiting_seconds", "alongside_tasks_failed", "alongside_worker_up"} <= found.keys()
    assert found["alongside_disk_free_bytes"] > 0


@pytest.mark.django_db
def test_a_database_that_is_away_is_measured_too(client, counts, monkeypatch):
    def away(**_):
        raise OperationalError("no")

    monkeypatch.setattr("home.watching.exposing.reports", away)
    found = fetch(client)
    assert found["alongside_database_up"] == 0
    assert "alongside_letters_waiting" not in found


@pytest.mark.django_db
def test_fetching_costs_few_queries_however_much_there_is(cast, client, counts, django_assert_max_num_queries):
    for number in range(5):
        tell(person=cast.asha, kind=NoticeKind.TEAM, key=f"{number}", title="News", why="You are in it.", urgent=True)
    with django_assert_max_num_queries(9):
        fetch(client)


class Process:
    """A process of the site that counts, says its place, and lives until it is killed."""

    def __init__(self, count: int) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            signal.alarm(60)  # whatever becomes of the test
            try:
                for _ in range(count):
                    meters.count(route="x/", method="GET", status=200, seconds=0.02)
                os.write(writing, str(meters.place()).encode())
                signal.pause()
            finally:
                os._exit(1)
        self.place = int(os.read(reading, 10))
        os.close(reading)
        os.close(writing)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


@pytest.mark.django_db
def test_processes_are_added_up_and_a_new_one_carries_on_where_one_was_killed(client, counts):
    def total() -> float:
        return fetch(client)['alongside_requests_total{method="GET",route="x/",status="200"}']

    first, second = Process(3), Process(4)
    assert {first.place, second.place} == {0, 1}
    assert total() == 7
    second.kill()
    third = Process(5)
    assert third.place == second.place
    assert total() == 12
    first.kill()
    third.kill()
    assert total() == 12
    assert len(list(counts.glob("counter_*.db"))) == 3  # two of theirs, and this test's own


def test_a_short_token_is_refused():
    environment = {**os.environ, "METRICS_TOKEN": "short"}
    answer = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode != 0
    assert "METRICS_TOKEN is too short." in answer.stderr
