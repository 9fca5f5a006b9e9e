"""Asha finds a module, works through it on two devices, completes it, and shows her certificate."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from tests.browser.hands import Keyboard, Pointer
from tests.browser.reader import Reader, forget, lessons_of

MODULE = "understanding-complex-trauma"
EMAIL = "asha@example.org"
WAYS = [
    pytest.param(Pointer, True, id="with a pointer"),
    pytest.param(Pointer, False, id="without script", marks=pytest.mark.full),
    pytest.param(Keyboard, True, id="with a keyboard only", marks=pytest.mark.full),
]


@pytest.mark.parametrize(("hands", "script"), WAYS)
def test_asha_completes_a_module(site, new_context, hands, script):
    forget(site, EMAIL, MODULE)
    lessons = lessons_of(site, MODULE)
    kinds = {block["value"]["type"] for lesson in lessons for block in lesson["blocks"] if block["type"] == "check"}
    assert {"one", "several", "true_false", "order", "match", "short"} == kinds, "the first module asks every kind of question"

    first = Reader(new_context(java_script_enabled=script).new_page(), hands)
    first.sign_in(EMAIL)
    first.hands.press(first.page.get_by_role("navigation", name="Main").get_by_role("link", name="Learn"))
    first.hands.press(first.page.get_by_role("link", name="Understanding complex trauma", exact=True))
    first.hands.press(first.page.locator("main").get_by_role("link", name="Begin", exact=True))
    middle = len(lessons) // 2
    for lesson in lessons[:middle]:
        read(first, lesson)
        first.finish()
    place = do_half_and_rest(first, lessons[middle])
    first.sign_out()

    second = Reader(new_context(java_script_enabled=script).new_page(), hands)
    second.sign_in(EMAIL)
    second.hands.press(second.page.get_by_role("link", name="Carry on", exact=True).first)
    second.page.wait_for_url(re.compile(rf"/{lessons[middle]['slug']}/#at-"))
    places = [f"at-{block['id'][:13]}" for block in lessons[middle]["blocks"]]
    landed = second.page.url.partition("#")[2]
    # Tabbing on to the link moves what is in view; a pointer does not.
    near = hands is Keyboard or abs(places.index(landed) - places.index(place)) <= 2
    assert near, "carrying on leads to what was in view when the break was taken"
    expect(second.page.locator(f"#{place} .feedback").first).to_be_visible()
    for lesson in lessons[middle:]:
        read(second, lesson)
        second.finish()

    expect(second.page.get_by_role("heading", level=1)).to_have_text("You have done it")
    link = second.page.get_by_role("link", name="Open your certificate")
    file = second.page.request.get(link.get_attribute("href"))
    assert file.headers["content-type"] == "application/pdf"
    assert "Asha" in pypdf.PdfReader(io.BytesIO(file.body())).pages[0].extract_text()
    check_signed_out(new_context().new_page(), second.page.get_by_role("link", name="its public page").get_attribute("href"))

    second.hands.press(second.page.get_by_role("link", name="learning record").first)
    expect(second.page.locator("main")).to_contain_text("Understanding complex trauma")


def read(reader: Reader, lesson: dict) -> None:
    """Read a lesson and do everything in it."""
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(lesson["title"])
    for block in lesson["blocks"]:
        reader.do(block)


def do_half_and_rest(reader: Reader, lesson: dict) -> str:
    """Do the first thing of a lesson, take a break from there, and say where that was."""
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(lesson["title"])
    block = next(block for block in lesson["blocks"] if block["type"] == "check")
    reader.do(block)
    reader.hands.press(reader.page.get_by_role("link", name="Take a break"))
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Take the time you need")
    expect(reader.page.locator("main")).to_contain_text("Samaritans")
    return f"at-{block['id'][:13]}"


def check_signed_out(page, address: str) -> None:
    """What anybody sees who was given the code: the module and the date, and no name."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Understanding complex trauma")
    expect(page.locator("main")).not_to_contain_text("Asha")
