"""PostgreSQL is killed for three seconds under writes: nothing is lost, people read a sentence, and it is over when the database is back."""

import threading
import time
from collections import Counter

import pytest

from tests.faults.browser import Browser, wait_until
from tests.faults.world import REFLECTION

pytestmark = pytest.mark.faults
AWAY = 3.0  # seconds


def test_nothing_is_lost_and_people_read_a_sentence(house, world, newcomers, rows):
    lesson = world["lesson"]
    people = [next(newcomers) for _ in range(3)]
    kept: dict[int, list[str]] = {person["pk"]: [] for person in people}
    answers: list[tuple[float, int]] = []
    stop = threading.Event()

    def write(person: dict) -> None:
        browser, number = Browser(house.site, person["session"]), 0
        page = browser.get(lesson)
        while not stop.is_set():
            number += 1
            text = f"What stayed with me, {person['pk']}, thought number {number}."
            found = browser.post(page, f"{lesson}reflect/{REFLECTION}/", text=text)
            answers.append((time.monotonic(), found.status))
            if found.status == 200:
                kept[person["pk"]].append(text)

    writers = [threading.Thread(target=write, args=[person], daemon=True) for person in people]
    for writer in writers:
        writer.start()
    time.sleep(2)
    rows.close()
    house.postgres.kill()
    went = time.monotonic()
    signed_in, stranger = Browser(house.site, people[0]["session"]), Browser(house.site)
    pages = {path: browser.get(path) for browser, path in ((signed_in, "/dashboard/"), (signed_in, lesson), (stranger, "/"))}
    support = stranger.get("/support/")
    time.sleep(max(0.0, AWAY - (time.monotonic() - went)))
    house.postgres.start()
    back = time.monotonic()
    wait_until(lambda: any(status == 200 and at > back for at, status in answers), 30, "a write is taken again")
    first = min(at for at, status in answers if status == 200 and at > back)
    time.sleep(1)
    stop.set()
    for writer in writers:
        writer.join(60)
    while_away = Counter(status for at, status in answers if went + 0.5 < at < back)
    print(f"\n{len(answers)} writes, {sum(map(len, kept.values()))} kept; while it was away: {dict(while_away)}; back after {first - back:.2f} s")
    assert set(while_away) == {503}, while_away
    assert not [status for _, status in answers if status not in (200, 503)], "nothing but a page or a sentence"
    assert first - back < 2
    assert support.status in (200, 503) and "116 123" in support.page, "whom to ring is there in any case"
    for path, page in pages.items():
        assert page.status == 503 and page.headers["Retry-After"], path
        assert "We will be back in a moment" in page.page and "Get support now" in page.page and "116 123" in page.page, path
        assert "give this reference" in page.page and "Traceback" not in page.page and "Sign out" not in page.page, path
        assert page.seconds < 5, path
    with house.postgres.connect() as connection:
        for person in people:
            stands = connection.execute("SELECT text FROM learning_reflection WHERE person_id = %s", [person["pk"]]).fetchall()
            assert len(stands) == 1, "kept once"
            number = int(stands[0][0].rpartition(" ")[2].rstrip("."))
            last = int(kept[person["pk"]][-1].rpartition(" ")[2].rstrip("."))
            assert number >= last, "confirmed, and lost"
    assert signed_in.get("/dashboard/").status == 200, "nobody was signed out"


def test_the_worker_works_on_when_the_database_is_back(house, world, newcomers):
    person = next(newcomers)
    house.postgres.kill()
    time.sleep(1)
    house.postgres.start()
    browser = Browser(house.site, person["session"])
    wait_until(lambda: browser.get("/healthz").status == 200, 20, "the site answers")
    assert browser.press(f"{world['session']}place/").status == 200
    wait_until(lambda: house.post.ids_for(person["email"]), 100, "the letter about the place goes out")
    assert len(house.post.ids_for(person["email"])) == 1
