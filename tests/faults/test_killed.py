"""Processes of a running site are killed in the middle of work: nothing that was confirmed is lost, nothing is done twice."""

import os
import random
import threading
import time
from collections import Counter
from itertools import pairwise

import pytest

from tests.environment import WORKER
from tests.faults.browser import Browser, kill, processes, wait_until
from tests.running import RunningSite, running_site

pytestmark = pytest.mark.faults
LESSON = "/learning/understanding-complex-trauma/harm-over-time/"
PEOPLE = ("asha", "eve", "frank", "dev")
KILLS, SECONDS = 20, 20


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_blocker) -> RunningSite:
    """A demonstration site of this module's own."""
    with running_site(tmp_path_factory.mktemp("faults"), f"alongside_faults_{os.getpid()}_{WORKER}", django_db_blocker) as running:
        yield running


def test_twenty_web_processes_are_killed_in_twenty_seconds_under_writes(site):
    browsers = {name: Browser(site) for name in PEOPLE}
    for name, browser in browsers.items():
        assert browser.sign_in(f"{name}@example.org").status == 200
    said: list[tuple[float, int, str]] = []
    stop = threading.Event()

    def write(name: str, browser: Browser) -> None:
        page, number = browser.get(LESSON), 0
        while page.status != 200:
            page = browser.get(LESSON)
        while not stop.is_set():
            number += 1
            text = f"Note {number} of {name}."
            answer = browser.post(page, f"{LESSON}note/", text=text)
            said.append((time.monotonic(), answer.status, text))
            if answer.status != 200:
                time.sleep(0.5)

    writers = [threading.Thread(target=write, args=each, daemon=True) for each in browsers.items()]
    for writer in writers:
        writer.start()
    began, chance = time.monotonic(), random.Random(7)
    for number in range(KILLS):
        time.sleep(max(0.0, began + (number + 1) * SECONDS / KILLS - time.monotonic()))
        _, *others = processes(site, "gunicorn") or [0]
        if others:
            kill(chance.choice(others))
    time.sleep(5)
    stop.set()
    for writer in writers:
        writer.join(60)
    statuses = Counter(status for _, status, _ in said)
    taken = sorted([began, *(at for at, status, _ in said if status == 200)])
    gap = max(after - before for before, after in pairwise(taken))
    failed = (len(said) - statuses[200]) / len(said)
    print(f"\n{len(said)} writes, {dict(statuses)}, {failed:.1%} failed, longest gap {gap:.1f} s")
    kept = Counter(site.python("from learning.models import LessonNote; print(chr(10).join(LessonNote.objects.values_list('text', flat=True)))").splitlines())
    confirmed = [text for _, status, text in said if status == 200]
    assert [text for text in confirmed if not kept[text]] == [], "confirmed, and lost"
    assert [text for text in confirmed if kept[text] > 1] == [], "done twice"
    assert set(statuses) <= {0, 200, 503}, statuses
    assert len(said) - statuses[200] <= KILLS, f"a kill cost more than the one request that was under way: {failed:.1%} of {len(said)} failed"
    assert gap <= 5, f"nobody could write for {gap:.1f} s"


def test_the_web_server_itself_is_killed_and_comes_back(site):
    """Its port stays open meanwhile, so that whoever comes waits for the seconds that starting takes."""
    browser = Browser(site)
    browser.sign_in("frank@example.org")
    kill(*processes(site, "gunicorn"))
    wait_until(lambda: browser.post(browser.get(LESSON), f"{LESSON}note/", text="After it came back.").status == 200, 60, "the site answers")


def test_letters_go_out_once_each_when_the_worker_is_killed(site):
    site.python(
        "from home.models import User; from home.actions.telling import tell; from home.enums import NoticeKind\n"
        "frank = User.objects.get(email='frank@example.org')\n"
        "for number in range(30): tell(person=frank, kind=NoticeKind.ACCOUNT, key=f'fault-{number}', title=f'Letter {number:02}', why='A test.', urgent=True)"
    )
    for _ in range(3):
        time.sleep(2)
        kill(*processes(site, "qcluster")[:1])
    waiting = "from home.models import Letter; print(Letter.objects.filter(key__contains='fault-', sent_at=None, dropped_at=None).count())"
    until = time.monotonic() + 180
    while time.monotonic() < until and site.python(waiting) != "0":
        time.sleep(3)
    assert site.python(waiting) == "0", "letters were left behind"
    sent = "from home.models import Letter; print(Letter.objects.filter(address='frank@example.org').exclude(sent_at=None).count())"
    assert int(site.python(sent)) >= 30
    assert len(site.letters("frank@example.org")) == int(site.python(sent)), "a letter went out twice, or was only said to have gone"
