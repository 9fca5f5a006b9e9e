"""An editor changes a lesson, looks at it, hands it in; another approves; loading the curriculum again leaves the change."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader

LESSON = "/learning/understanding-complex-trauma/a-way-to-cope/"
CHANGED = "What drink and drugs may be doing for somebody in Wenbridge."


@pytest.fixture
def edit_address(site) -> str:
    """Where the lesson is edited."""
    key = site.python("from learning.models import LessonPage; print(LessonPage.objects.get(slug='a-way-to-cope').pk)").split()[-1]
    return f"/cms/pages/{key}/edit/"


def press(page: Page, name: str) -> None:
    """Press one of the actions at the foot of Wagtail's editor, wherever it stands in the drop-up."""
    button = page.locator(f"button[name='{name}'], [data-workflow-action-name='{name}']").first
    if not button.is_visible():
        page.get_by_role("button", name="More actions").click()
    button.click()


def test_editors_talk_beside_the_words(site, new_context, edit_address):
    editor = Reader(new_context(viewport={"width": 1400, "height": 900}).new_page())
    editor.sign_in("editor@example.org")
    editor.page.goto(edit_address)
    editor.page.locator("[data-contentpath='summary'] [data-comment-add]").first.click()
    comment = editor.page.locator("#comments .comment")
    comment.get_by_role("textbox").fill("Is this still how we say it?")
    comment.get_by_role("button", name="Comment").click()
    editor.page.get_by_role("button", name="Save draft").first.click()
    expect(editor.page.locator(".messages")).to_contain_text("has been updated")

    lead = Reader(new_context(viewport={"width": 1400, "height": 900}).new_page())
    lead.sign_in("lead@example.org")
    lead.page.goto(edit_address)
    said = lead.page.locator("#comments .comment").filter(has_text="Is this still how we say it?")
    expect(said).to_contain_text("Esme Nairn", timeout=20_000)
    lead.page.get_by_role("button", name="Toggle comments").click()
    said.click()
    said.get_by_role("textbox").fill("Yes: I asked the people at Sabr Together.")
    said.get_by_role("button", name="Reply").click()
    lead.page.get_by_role("button", name="Save draft").first.click()
    expect(lead.page.locator(".messages")).to_contain_text("has been updated")

    editor.page.goto(edit_address)
    answer = editor.page.locator("#comments .comment").filter(has_text="I asked the people at Sabr Together.")
    expect(answer).to_contain_text("Lola Bright")
    until = time.monotonic() + 30
    while not any("Sabr Together" in letter for letter in site.letters("editor@example.org")) and time.monotonic() < until:
        time.sleep(1)
    assert any("Sabr Together" in letter for letter in site.letters("editor@example.org")), "who wrote it is told by mail, through the worker"


def test_an_editors_change_is_read_approved_and_stands(site, new_context, edit_address):
    editor = Reader(new_context().new_page())
    editor.sign_in("editor@example.org")
    editor.page.goto(edit_address)
    editor.page.locator("[name='summary']").fill(CHANGED)
    with editor.page.expect_response(lambda answer: "/edit/preview/" in answer.url and answer.request.method == "POST"):
        editor.page.get_by_role("button", name="Toggle preview").click()
    preview = new_context(storage_state=editor.page.context.storage_state()).new_page()
    preview.goto(f"{edit_address}preview/?mode=")
    expect(preview.locator("main")).to_contain_text(CHANGED)
    press(editor.page, "action-submit")
    expect(editor.page.get_by_role("alert").or_(editor.page.locator(".messages")).first).to_contain_text("submitted")

    reader = Reader(new_context().new_page())
    reader.sign_in("eve@example.org")
    reader.page.goto(LESSON)
    expect(reader.page.locator("main")).not_to_contain_text(CHANGED)

    lead = Reader(new_context().new_page())
    lead.sign_in("lead@example.org")
    lead.page.goto(edit_address)
    press(lead.page, "approve")
    reader.page.goto(LESSON)
    expect(reader.page.locator("main")).to_contain_text(CHANGED)

    said = site.python("from django.core.management import call_command; call_command('load_curriculum')")
    assert "a-way-to-cope" in said, "what was left alone is named"
    reader.page.goto(LESSON)
    expect(reader.page.locator("main")).to_contain_text(CHANGED)
