"""Dev, on a phone: writes, decides, takes one suggestion and leaves one, sees it in its place, says yes; and takes it back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Keyboard, Pointer
from tests.browser.reader import Reader

pytestmark = pytest.mark.full

WORDS = "She asked whether I wanted the window open. Nobody had asked me anything since breakfast. I stayed for an hour."
EXACT = "She asked whether I wanted the window open. Nobody had asked me anything that day. I stayed for an hour."
LESSON = "/learning/understanding-complex-trauma/safety-and-choice/"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
EDITS = """
from home.models import *
from home.actions.contributing import editing
from home.actions.contributing.editing import Suggested
from practice.models import CommunityPage
editor = User.objects.get(email="editor@example.org")
made = Contribution.objects.get(public_id="{key}")
revision = editing.newest(made)
editing.suggest(revision, editor, Suggested("since breakfast", "that day", "It is plainer."))
editing.suggest(revision, editor, Suggested("I stayed for an hour.", "", "It could end one line sooner."))
editing.send_back(revision, editor, "Thank you.")
from learning.models import LessonPage
lesson = LessonPage.objects.get(slug="safety-and-choice")
raw = [*lesson.body.raw_data, {{"type": "contribution", "value": "{key}", "id": "0b0e9d1c-0000-4000-8000-0000000000aa"}}]
lesson.body = lesson.body.stream_block.to_python(raw)
lesson.save_revision(user=editor).publish()
from practice.models import SessionPage
session = SessionPage.objects.live().filter(path__startswith=CommunityPage.objects.get(title="Walking alongside").path).order_by("pk")[0]
session.voices = session.voices.stream_block.to_python(raw[-1:])
session.save_revision(user=editor).publish()
print(session.get_url())
"""
CLEAR = """
from learning.models import LessonPage
lesson = LessonPage.objects.get(slug="safety-and-choice")
lesson.body = lesson.body.stream_block.to_python([block for block in lesson.body.raw_data if block["type"] != "contribution"])
lesson.save_revision().publish()
from practice.models import SessionPage
for session in SessionPage.objects.live():
    if list(session.voices.raw_data):
        session.voices = session.voices.stream_block.to_python([])
        session.save_revision().publish()
"""
WAYS = [pytest.param(Pointer, True, id="with a finger"), pytest.param(Keyboard, False, id="by keyboard and without script")]


@pytest.mark.parametrize(("hands", "script"), WAYS)
def test_dev_gives_and_takes_back(site, new_context, hands, script):
    dev = Reader(new_context(java_script_enabled=script, **PHONE).new_page(), hands)
    page, main = dev.page, dev.page.locator("main")
    dev.sign_in("dev@example.org")

    def press(role: str, name: str) -> None:
        with page.expect_navigation():
            dev.hands.press(main.get_by_role(role, name=name, exact=True).first)

    page.goto("/contributions/")
    press("link", "Write something new")
    expect(main).to_contain_text("What must be passed on")
    dev.hands.choose(main.get_by_label("I write for myself"))
    dev.hands.choose(main.get_by_label("I have read what must be passed on", exact=False))
    press("button", "Begin to write")
    key = re.search(r"/contributions/([0-9a-f-]{36})/", page.url)[1]
    dev.hands.write(main.locator("textarea[name=words]"), WORDS)
    if script:
        expect(main.locator(".autosave-status")).to_contain_text("Saved")
    dev.hands.write(main.get_by_label("What you call it"), "The window")
    press("button", "Keep it, and go on")

    press("link", "Read what is offered to you")
    dev.hands.choose(main.get_by_role("checkbox"))
    press("button", "I have read it")
    press("link", "Choose how you are named")
    dev.hands.choose(main.get_by_label("By a name I choose for this"))
    dev.hands.write(main.get_by_label("The name to show"), "Rowan")
    press("button", "Keep this")
    press("link", "Choose where it may stand")
    dev.hands.choose(main.get_by_label("Understanding complex trauma", exact=False))
    dev.hands.choose(main.get_by_label("Walking alongside", exact=False))
    press("button", "Keep these places")
    press("link", "Choose until when, and how to reach you")
    press("button", "Keep this")
    press("link", "Hand it in to be read")
    press("button", "Hand it in")

    places = [LESSON, site.python(EDITS.format(key=key)).splitlines()[-1]]
    asha = Reader(new_context().new_page())
    asha.sign_in("asha@example.org")
    for place in places:
        asha.page.goto(place)
        expect(asha.page.locator("main")).not_to_contain_text("window open")

    page.reload()
    press("link", "Take or leave what an editor suggests")
    with page.expect_navigation():
        dev.hands.press(main.get_by_role("button", name="Take it", exact=True).first)
    with page.expect_navigation():
        dev.hands.press(main.get_by_role("button", name="Leave my words", exact=True).first)
    press("link", "See it in its places, and say yes")
    expect(main).to_contain_text(EXACT)
    with page.expect_navigation():
        dev.hands.press(main.get_by_role("link", name="Understanding complex trauma", exact=True).first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Safety and choice in small things")
    expect(main).to_contain_text(EXACT)
    page.goto(f"/contributions/{key}/yes/")
    for box in main.get_by_role("checkbox").all():
        dev.hands.choose(box)
    press("button", "Yes, show exactly this")

    for place in places:
        asha.page.goto(place)
        expect(asha.page.locator("main")).to_contain_text(EXACT)
        expect(asha.page.locator("main")).to_contain_text("Rowan")
        expect(asha.page.locator("main")).not_to_contain_text("Mistry")

    press("link", "Take it back")
    press("button", "Take it back now")
    expect(page.get_by_role("heading", level=1)).to_have_text("It is out of every place")
    for place in places:
        asha.page.goto(place)
        expect(asha.page.locator("main")).not_to_contain_text("window open")
        expect(asha.page.get_by_role("heading", level=1)).to_be_visible()
    site.python(CLEAR)
