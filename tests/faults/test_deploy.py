"""A new version is put in place while people are in the middle of things: nobody loses anything, and old pages keep their looks."""

import os
import re
import shutil
import signal
import sqlite3
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests import databases
from tests.faults.browser import Browser, Meanwhile, processes, wait_until
from tests.faults.world import REFLECTION

pytestmark = pytest.mark.faults
LOOKS = re.compile(r'href="(/static/css/site\.[0-9a-f]+\.css)"')


@pytest.fixture
def next_version(tmp_path) -> Path:
    """The code as it stands, with one style changed, somewhere else on the disk."""
    root = tmp_path / "next"
    shutil.copytree(databases.ROOT, root, ignore=shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache"))
    with (root / "home/static/css/site.css").open("a") as style:
        style.write("\n@layer components { .of-the-next-version { color: inherit; } }\n")
    return root


def test_workers_are_replaced_under_way_and_nobody_notices(small, town):
    answers: Counter = Counter()
    stop = threading.Event()

    def read() -> None:
        browser = Browser(small.site, town["asha"])
        while not stop.is_set():
            answers[browser.get("/dashboard/").status] += 1

    readers = [threading.Thread(target=read, daemon=True) for _ in range(3)]
    for reader in readers:
        reader.start()
    before = processes(small.site, "gunicorn")
    for _ in range(2):
        time.sleep(1.5)
        os.kill(before[0], signal.SIGHUP)
    replaced = lambda: not set(before[1:]) & set(processes(small.site, "gunicorn")) and sum(answers.values()) > 20  # noqa: E731
    wait_until(replaced, 90, "the workers are others, and pages were read all the time")
    stop.set()
    for reader in readers:
        reader.join(40)
    assert set(answers) == {200}, answers
    assert before[0] in processes(small.site, "gunicorn"), "and their master is the same"


def test_a_person_in_the_middle_of_a_form_loses_nothing(small, town, neighbours, next_version):
    slow, writing = next(neighbours), next(neighbours)
    lesson = town["lesson"]
    hurried, calm = Browser(small.site, slow["session"]), Browser(small.site, writing["session"])
    page_of_hurried, page = hurried.get(lesson), calm.get(lesson)
    looks = LOOKS.search(page.page)[1]
    held = sqlite3.connect(small.var / "alongside.sqlite3", isolation_level=None, timeout=30)
    held.execute("BEGIN IMMEDIATE")
    on_its_way = Meanwhile(lambda: hurried.post(page_of_hurried, f"{lesson}reflect/{REFLECTION}/", text="Sent in the moment of the deploy."))
    time.sleep(1)
    stopping = Meanwhile(lambda: small.stop() or "stopped")
    time.sleep(1.5)
    held.execute("ROLLBACK")
    held.close()
    answered = on_its_way.result()
    assert stopping.result() == "stopped"
    assert small.rows("SELECT text FROM learning_reflection WHERE person_id = ?", slow["pk"]) == [("Sent in the moment of the deploy.",)]
    assert answered.status in (200, 0, 503), answered.words[:300]  # kept; the page that it leads to may be asked of nobody
    small.start(next_version)
    try:
        assert calm.post(page, f"{lesson}reflect/{REFLECTION}/", text="Written before, sent after.").status == 200
        assert small.rows("SELECT text FROM learning_reflection WHERE person_id = ?", writing["pk"]) == [("Written before, sent after.",)]
        now = calm.get(lesson)
        assert "Written before, sent after." in now.page
        assert LOOKS.search(now.page)[1] != looks, "the new version has its own style"
        assert "of-the-next-version" in calm.get(LOOKS.search(now.page)[1]).page
        assert calm.get(looks).status == 200, "and a page that lies open keeps the old one"
    finally:
        small.stop()
        small.start()
