"""Sixteen processes want the last ten places of twelve times, over HTTP from real servers: exactly ten each, everyone else in line.

`make test-faults` runs it on SQLite, `make test-services` on PostgreSQL.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.databases import ROOT
from tests.environment import WORKER
from tests.faults.crowd import HELD
from tests.running import RunningSite, running_site

pytestmark = pytest.mark.faults
PROCESSES, EACH, TIMES, PLACES = 16, 4, 12, 10
PEOPLE = PROCESSES * EACH
HERE = "import json; from tests.faults import crowd; print(json.dumps(crowd.{}))"


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_blocker) -> RunningSite:
    """A site of this module's own, without a demonstration, on whatever database the suite has; two gunicorn workers serve it."""
    name = f"alongside_places_{os.getpid()}_{WORKER}"
    with running_site(tmp_path_factory.mktemp("places"), name, django_db_blocker, DEMONSTRATION="0", WEB_WORKERS="2") as running:
        yield running


def test_ten_places_of_twelve_times_are_given_to_ten_people_each(site):
    told = json.loads(site.python(HERE.format(f"make_crowd({PEOPLE}, {TIMES}, {PLACES})")).splitlines()[-1])
    sessions = told.pop("sessions")
    told |= {"host": site.url.removeprefix("http://"), "at": time.time() + 8}
    clients = [
        subprocess.Popen([sys.executable, "-m", "tests.faults.hammer"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    for number, client in enumerate(clients):
        assert client.stdin
        client.stdin.write(json.dumps({**told, "sessions": sessions[number * EACH : (number + 1) * EACH]}))
        client.stdin.close()
    said = [json.loads(client.stdout.read()) for client in clients if client.stdout]
    seconds = time.time() - told["at"]
    assert [client.wait(10) for client in clients] == [0] * PROCESSES
    answers = [answer for each in said for answer in each["answers"]]
    statuses = Counter(status for status, *_ in answers)
    slowest = max(took for *_, took in answers)
    print(f"\n{len(answers)} requests in {seconds:.1f} s, slowest {slowest:.2f} s, {dict(statuses)}")
    assert statuses == {302: PEOPLE * TIMES}, [answer for answer in answers if answer[0] != 302][:5]
    assert all(leads_to.startswith("/shadowing/bookings/") for _, leads_to, _ in answers), "everyone has a booking: a place, or a turn in line"
    wanted = {"held": PLACES + HELD, "waiting": PEOPLE - PLACES, "true": True, "capacity": PLACES + HELD}
    assert json.loads(site.python(HERE.format("count()")).splitlines()[-1]) == [wanted] * TIMES
    assert sum(sum(each["waiting"]) for each in said) == (PEOPLE - PLACES) * TIMES, "each of them sees that they wait"
    assert seconds < 240, "a place is given or not, but never slowly"
