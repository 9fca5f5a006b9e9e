"""Whoever freezes the figures and builds the dataset is killed in the middle: the old file stands to its last byte, the new one comes once."""

import hashlib
import json

import pytest

from tests.faults.browser import Browser, kill, processes, wait_until

pytestmark = pytest.mark.faults
FIRST = """
from datetime import date, timedelta
from capability.actions.assessing import finish
from capability.actions.freezing import freeze
from capability.actions.publishing import build_dataset
from capability.models import Snapshot
from django_q.models import Schedule
from home.models import User
Schedule.objects.filter(func__in=["capability.tasks.freeze_quarter", "capability.tasks.build_dataset"]).delete()  # a night that comes meanwhile
Snapshot.objects.all().delete()
freeze(date.today() - timedelta(days=120), quarterly=True)
build_dataset()
for person in User.objects.filter(email__startswith="colleague").order_by("-pk")[:6]:
    finish(person)
"""
BUILDS = """
import hashlib, json, os, signal, time
from django.db import connections
from capability.actions.publishing import build_dataset
from capability.dataset import dataset_path
from capability.dataset.place import FORGOTTEN
path = dataset_path()
digest = lambda: hashlib.sha256(path.read_bytes()).hexdigest()
began = time.monotonic(); build_dataset(); took = time.monotonic() - began
first, seen, unfinished, killed = digest(), set(), 0, 0
for number in range(8):
    connections.close_all()
    child = os.fork()
    if not child:
        while True:
            build_dataset()
    time.sleep(0.02 + took * number / 5)
    os.kill(child, signal.SIGKILL); os.waitpid(child, 0); killed += 1
    seen.add(digest())
left = list(path.parent.glob(".*.making"))
for each in left:
    os.utime(each, (time.time() - FORGOTTEN - 60,) * 2)
build_dataset()
print(json.dumps({"same": seen == {first} and digest() == first, "killed": killed, "left": len(left), "after": len(list(path.parent.glob(".*.making")))}))
"""


def test_a_worker_that_is_killed_while_it_freezes_and_publishes_does_it_once(house, world, rows):
    house.site.python(FIRST)
    published = next(house.site.var.rglob("*.h5"))
    old = hashlib.sha256(published.read_bytes()).hexdigest()
    lead = Browser(house.site, world["lead"])
    with house.postgres.connect() as held:
        held.autocommit = False
        held.execute('LOCK TABLE "capability_snapshotunit" IN EXCLUSIVE MODE')
        page = lead.press("/area/", "/area/freeze/")
        assert "being frozen and published" in page.page, page.words[:300]
        stopped = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%capability_snapshotunit%'"
        wait_until(lambda: rows.execute(stopped).fetchone()[0] == 1, 60, "the worker is in the middle of it")
        kill(*processes(house.site, "qcluster"))
    assert hashlib.sha256(published.read_bytes()).hexdigest() == old
    assert lead.get("/area/").status == 200
    assert rows.execute("SELECT count(*) FROM capability_snapshot WHERE frozen_on = current_date").fetchone() == (0,), "half frozen"

    def is_told() -> bool:
        rows.execute("UPDATE django_q_ormq SET lock = now() WHERE lock > now()")  # three minutes pass
        return rows.execute("SELECT count(*) FROM home_notice WHERE key LIKE 'capability.frozen:%'").fetchone()[0] > 0

    wait_until(is_told, 90, "the lead is told that it is done")
    wait_until(lambda: hashlib.sha256(published.read_bytes()).hexdigest() != old, 60, "the new file is there")
    assert rows.execute("SELECT count(*) FROM capability_snapshot WHERE frozen_on = current_date").fetchone() == (1,)
    assert rows.execute("SELECT count(*) FROM home_notice WHERE key LIKE 'capability.frozen:%'").fetchone() == (1,)
    house.site.manage("verify_dataset")


def test_a_build_that_is_killed_at_any_moment_leaves_the_old_file(house, world):
    told = json.loads(house.site.python(BUILDS).splitlines()[-1])
    assert told == {"same": True, "killed": 8, "left": told["left"], "after": 0}
    assert told["left"] > 0, "no kill came in the middle of a build"
    house.site.manage("verify_dataset")
