"""Somebody holds the small site's database for longer than a request waits: a sentence, and nothing is lost."""

import sqlite3
import time

import pytest

from tests.faults.browser import Browser, Meanwhile
from tests.faults.world import REFLECTION

pytestmark = pytest.mark.faults


def test_a_database_that_is_locked_for_too_long_is_a_sentence(small, town, neighbours):
    person = next(neighbours)
    browser, lesson = Browser(small.site, person["session"]), town["lesson"]
    page = browser.get(lesson)
    words = "I would like to keep this, whatever happens to the database."
    held = sqlite3.connect(small.var / "alongside.sqlite3", isolation_level=None, timeout=30)
    held.execute("BEGIN IMMEDIATE")
    try:
        answer = Meanwhile(lambda: browser.post(page, f"{lesson}reflect/{REFLECTION}/", text=words))
        time.sleep(1)
        for path in ("/dashboard/", lesson, town["session"]):
            found = Browser(small.site, person["session"]).get(path)
            assert found.status == 200 and found.seconds < 10, (path, found.status)
        found = answer.result(60)
    finally:
        held.execute("ROLLBACK")
        held.close()
    assert found.status == 503, found.words[:300]
    assert words in found.page and "We will be back in a moment" in found.page and "give this reference" in found.page
    assert found.seconds < 29, "the web process was not given up for dead"
    assert small.rows("SELECT count(*) FROM learning_reflection WHERE person_id = ?", person["pk"]) == [(0,)]
    assert browser.post(page, f"{lesson}reflect/{REFLECTION}/", text=words).status == 200
    assert small.rows("SELECT count(*) FROM learning_reflection WHERE person_id = ?", person["pk"]) == [(1,)]
