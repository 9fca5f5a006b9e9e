"""A version of the framework from draft to force in the browser: a lead writes and asks, a reader says yes on a phone, everyone reads it.

It works on a copy of its own: what stands in the demonstration is read by other tests.
"""

import json
import re

import pytest

from tests.browser.reader import Reader


@pytest.mark.full
def test_a_reader_finds_every_word_and_says_what_should_change(new_context):
    page = new_context(viewport={"width": 320, "height": 700}).new_page()
    Reader(page).sign_in("dev@example.org")
    page.goto("/capability/reviews/")
    page.get_by_role("link", name=re.compile(r"Open it.*1\.1")).click()
    entry = page.locator("#realistic-hope")
    entry.get_by_text("Ask for a change here").click()
    entry.get_by_role("textbox").fill("Hope is not only about getting better.")
    page.get_by_role("button", name="Keep it for later").click()
    assert "Only you can see it so far" in page.get_by_role("status").inner_text()
    assert page.locator("#realistic-hope textarea").input_value() == "Hope is not only about getting better."


def test_the_framework_is_open_to_people_and_to_systems(new_context):
    context = new_context()
    page = context.new_page()
    page.goto("/capability/")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Trauma and complex trauma").click()
    assert page.url.endswith("#trauma-and-complex-trauma")
    assert page.locator("#trauma-and-complex-trauma").is_visible()
    answer = context.request.get("/capability/framework.json")
    assert json.loads(answer.text())["CFDocument"]["caseVersion"] == "1.1"
