"""The machine's clock jumps an hour ahead, and back: nobody is signed out, nothing is lost or done twice, and the worker works on."""

import pytest

from tests.faults.browser import Browser, wait_until
from tests.faults.world import REFLECTION

pytestmark = pytest.mark.faults
HOUR = 3600


@pytest.fixture
def clock(small):
    """Sets the clock; it is right again afterwards."""
    yield small.set_clock
    small.set_clock(0)


def letters_to(small, person: dict) -> int:
    return len(small.site.letters(person["email"]))


def test_what_is_begun_before_a_jump_is_finished_after_it(small, town, neighbours, clock):
    lesson = town["lesson"]
    for before, after in ((0, HOUR), (HOUR, 0), (0, -HOUR)):
        person = next(neighbours)
        browser = Browser(small.site, person["session"])
        clock(before)
        page = browser.get(lesson)
        ask = browser.get(f"{town['placement']}ask/")
        assess = browser.get("/capability/assess/review/")
        words = f"Begun at {before}, kept at {after}."
        clock(after)
        assert browser.post(page, f"{lesson}reflect/{REFLECTION}/", text=words).status == 200
        assert words in browser.get(lesson).page
        assert browser.post(page, f"{lesson}finish/").status == 200
        assert browser.post(ask, f"{town['placement']}ask/", time=str(town["slot"]), team=str(town["team"])).status == 200
        assert browser.post(assess, "/capability/assess/finish/").status == 200
        assert browser.press(f"/contributions/{person['contribution']}/take-back/").status == 200
        for table, where in (
            ("learning_reflection", "person_id"),
            ("learning_completion", "person_id"),
            ("practice_booking", "person_id"),
            ("capability_selfassessment", "submitted_at IS NOT NULL AND person_id"),
        ):
            assert small.rows(f"SELECT count(*) FROM {table} WHERE {where} = ?", person["pk"]) == [(1,)], (table, before, after)


def test_letters_go_out_once_through_a_jump_ahead_and_back(small, town, neighbours, clock):
    first, second, third = (next(neighbours) for _ in range(3))
    clock(0)
    assert Browser(small.site, first["session"]).press(f"{town['session']}place/").status == 200
    clock(HOUR)
    assert Browser(small.site, second["session"]).press(f"{town['session']}place/").status == 200
    wait_until(lambda: letters_to(small, second), 90, "a letter is sent an hour ahead")
    clock(0)
    assert Browser(small.site, third["session"]).press(f"{town['session']}place/").status == 200
    wait_until(lambda: letters_to(small, first) and letters_to(small, third), 90, "letters are sent after the clock was put back")
    resting = "SELECT count(*) FROM django_q_schedule WHERE schedule_type = 'I' AND next_run > datetime('now', '+' || (minutes + 2) || ' minutes')"
    wait_until(lambda: small.rows(resting) == [(0,)], 90, "the tasks of every minute do not rest for an hour")
    assert [letters_to(small, person) for person in (first, second, third)] == [1, 1, 1]
