"""Two workers beside each other, killed again and again over many letters and tasks: none is lost, and none is done twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress

import pytest

from tests import databases
from tests.faults.browser import kill, processes, wait_until

pytestmark = pytest.mark.faults
LETTERS, TASKS, KILLS = 240, 60, 3
MAKE = f"""
from django_q.tasks import async_task
from home.actions.telling import tell_each
from home.enums import NoticeKind
from home.models import User
people = list(User.objects.filter(email__startswith="colleague").order_by("pk")[:24])
for number in range({LETTERS} // len(people)):
    said = dict(title=f"Letter {{number}}", why="A test.", subject="From two workers")
    tell_each(people=people, kind=NoticeKind.ACCOUNT, key=f"two-workers-{{number}}", urgent=True, **said)
for _ in range({TASKS}):
    async_task("home.tasks.send_due_letters")
print(len(people))
"""


@pytest.fixture
def second_worker(house):
    """A worker beside the one that the site has."""
    command = [sys.executable, "manage.py", "qcluster"]
    with (house.site.var / "second.log").open("w") as log:
        process = subprocess.Popen(command, cwd=databases.ROOT, env=house.site.environment, stdout=log, stderr=log, start_new_session=True)
    yield process
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(15)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # all of it: whom it started would work on without it
    process.wait()


def test_nothing_is_lost_and_nothing_done_twice(house, world, rows, second_worker):
    before = len(house.post.taken)
    keys = "subject = 'From two workers'"
    assert house.site.python(MAKE).splitlines()[-1] == "24"
    wait_until(lambda: len(house.post.taken) > before + 10, 60, "letters go out")
    for _ in range(KILLS):
        kill(*[pid for pid in processes(house.site, "qcluster") if pid != second_worker.pid][1:3])
        time.sleep(1.5)

    def all_sent() -> bool:
        # what was claimed by a killed worker is due again in five minutes, and a task in three: move the time rather than wait
        rows.execute(f"UPDATE home_letter SET send_after = now() WHERE {keys} AND sent_at IS NULL AND send_after > now() + interval '3 minutes'")
        rows.execute("UPDATE django_q_ormq SET lock = now() WHERE lock < now() + interval '175 seconds' AND lock > now()")
        return rows.execute(f"SELECT count(*) FROM home_letter WHERE {keys} AND sent_at IS NULL").fetchone()[0] == 0

    wait_until(all_sent, 150, "every letter is sent")
    assert rows.execute(f"SELECT count(*) FROM home_letter WHERE {keys}").fetchone()[0] == LETTERS
    assert rows.execute(f"SELECT count(*) FROM home_letter WHERE {keys} AND dropped_at IS NOT NULL").fetchone()[0] == 0
    assert rows.execute("SELECT count(*) FROM home_notice WHERE key LIKE 'two-workers-%'").fetchone()[0] == LETTERS
    ids = Counter(str(message["Message-ID"]) for message in house.post.taken[before:])
    again = sum(number - 1 for number in ids.values())
    print(f"\n{len(ids)} letters, {again} handed over again with the same Message-ID, {KILLS} kills")
    assert len(ids) >= LETTERS, "a letter was only said to have gone"
    assert again <= KILLS, "a letter goes again only where a worker was killed between the server's yes and the record of it"
    wait_until(
        lambda: rows.execute("SELECT count(*) FROM django_q_ormq WHERE lock < now() - interval '5 seconds'").fetchone()[0] == 0, 60, "the backlog is done"
    )
