"""Six people save, finish, ask, register and take back at one moment, and what serves them is killed in the middle of it.

Each is stopped by a lock: before its work stands, or after it stands and before the answer. Then all web processes, or the whole
database, are killed with -9. What stands is there once; what does not stand can be done again, and is there once.
"""

import time

import pytest

from tests.faults.browser import Browser, Meanwhile, kill, processes, wait_until
from tests.faults.conftest import House
from tests.faults.deeds import DEEDS, WORDS, Deed

pytestmark = pytest.mark.faults
RECOVERS = 30  # seconds for everything to be back on a busy machine


def kill_web(house: House) -> None:
    """All processes that serve pages but the one that watches them."""
    kill(*processes(house.site, "gunicorn")[1:])


def kill_database(house: House) -> None:
    """All of PostgreSQL, and start it again."""
    house.postgres.kill()
    house.postgres.start()


def kill_everything(house: House) -> None:
    """Every process of the site but the one that starts the others, and the database."""
    kill(*processes(house.site, "gunicorn"), *processes(house.site, "qcluster"))
    kill_database(house)


VICTIMS = {"the web processes": kill_web, "the database": kill_database, "everything at once": kill_everything}


@pytest.mark.parametrize("victim", VICTIMS)
@pytest.mark.parametrize("moment", ["middle", "after"])
def test_what_was_being_done_is_done_once(house, world, newcomers, moment, victim):
    deeds = [deed for deed in DEEDS if getattr(deed, moment)]
    people = [next(newcomers) for _ in deeds]
    browsers = [Browser(house.site, person["session"]) for person in people]
    pages = [deed.open(browser, world, person) for deed, browser, person in zip(deeds, browsers, people, strict=True)]
    wanted = 0 if moment == "middle" else 1
    rows = house.postgres.connect()
    rows.autocommit = False
    try:
        for table in sorted({getattr(deed, moment) for deed in deeds}):
            rows.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
        answers = [
            Meanwhile(lambda deed=deed, browser=browser, page=page, person=person: deed.send(browser, page, world, person))
            for deed, browser, page, person in zip(deeds, browsers, pages, people, strict=True)
        ]
        everyone = list(zip(deeds, people, strict=True))
        stopped = lambda: waiting(house) >= len(deeds) and all(set(done(house, *each).values()) == {wanted} for each in everyone)  # noqa: E731
        wait_until(stopped, 60, "all of them are stopped in what they do")
        VICTIMS[victim](house)
    finally:
        rows.close()
    for deed, answer in zip(deeds, answers, strict=True):
        found = answer.result()
        assert found.status in (0, 503), (deed.name, found.status, found.words[:300])
        if found.status == 503:
            assert "We will be back in a moment" in found.page and "give this reference" in found.page
            assert "reflect" not in deed.name or WORDS in found.page, "what was written comes back to be copied"
    wait_until(lambda: Browser(house.site).get("/healthz").status == 200, RECOVERS, "the site answers")
    for deed, browser, person in zip(deeds, browsers, people, strict=True):
        assert set(done(house, deed, person).values()) == {wanted}, f"{deed.name}: half done, or lost"
        assert deed.is_shown(browser, world, person) == bool(wanted), f"{deed.name}: the page does not say what happened"
        again(deed, browser, world, person)
        assert done(house, deed, person) == dict.fromkeys(deed.counted, 1), deed.name
        assert deed.is_shown(browser, world, person), deed.name


def test_a_button_that_is_pressed_again_because_the_answer_was_lost_does_it_once(house, world, newcomers):
    for deed in DEEDS:
        person = next(newcomers)
        browser = Browser(house.site, person["session"])
        page = deed.open(browser, world, person)
        hasty = Browser(house.site, person["session"], patience=0.002)
        hasty.jar = browser.jar
        assert deed.send(hasty, page, world, person).status == 0
        answer = deed.send(browser, page, world, person)
        assert answer.status in (200, 404, 422), (deed.name, answer.status, answer.words[:300])
        time.sleep(0.2)
        assert done(house, deed, person) == dict.fromkeys(deed.counted, 1), deed.name
        assert deed.is_shown(browser, world, person), deed.name


def test_the_counts_of_places_are_what_the_bookings_say(house, world):
    with house.postgres.connect() as rows:
        taken = rows.execute("SELECT taken FROM practice_slot WHERE id = %s", [world["slot"]]).fetchone()
        held = rows.execute("SELECT count(*) FROM practice_booking WHERE slot_id = %s", [world["slot"]]).fetchone()
        assert taken == held and held[0] >= 5
        taken = rows.execute("SELECT sum(taken) FROM practice_session").fetchone()
        assert taken[0] == rows.execute("SELECT count(*) FROM practice_registration").fetchone()[0] >= 5


def again(deed: Deed, browser: Browser, world: dict, person: dict) -> None:
    """Somebody opens the page again, and presses the button where there still is one."""
    page = deed.open(browser, world, person)
    if f'action="{deed.form(world, person)}' in page.page:
        answer = deed.send(browser, page, world, person)
        assert answer.status in (200, 422), (deed.name, answer.status, answer.words[:300])


def done(house: House, deed: Deed, person: dict) -> dict[str, int]:
    """How often each effect stands, asked by a connection of its own."""
    with house.postgres.connect() as rows:
        return deed.done(rows, person)


def waiting(house: House) -> int:
    """How many statements wait for a lock, but for those of the worker that looks for tasks."""
    with house.postgres.connect() as rows:
        found = rows.execute("SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchall()
    return sum(not query.startswith('UPDATE "django_q') for (query,) in found)
