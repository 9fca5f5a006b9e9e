"""Carys publishes a session from the template, fills it, moves two people up from the waiting list, and runs the register."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reader import Reader

pytestmark = pytest.mark.full

LINK = "https://meet.example.org/from-the-journey"
TOPIC = "What do we do when nobody opens the door?"
ADDRESS = "/communities/walking-alongside/what-do-we-do-when-nobody-opens-the-door/"
BEGIN = (
    "from datetime import timedelta; from django.utils import timezone; from practice.models import Session; now = timezone.now(); "
    f"Session.objects.filter(page__title='{TOPIC}').update(starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(minutes=85))"
)


def person(new_context, name: str) -> Page:
    reader = Reader(new_context().new_page())
    reader.sign_in(f"{name}@example.org")
    return reader.page


def register(page: Page, button: str) -> Locator:
    page.goto(ADDRESS)
    page.locator("main").get_by_role("link", name=button).click()
    page.locator("main form").get_by_role("button", name=button).click()
    return page.locator("main")


def publish(carys: Page) -> None:
    """Seven fields, nothing else."""
    carys.get_by_role("navigation", name="Main").get_by_role("link", name="Communities").click()
    carys.locator("main").get_by_role("link", name="Walking alongside").first.click()
    carys.get_by_role("link", name="Publish a session").click()
    required = carys.locator("main form :is(input, textarea, select)[required]:not([type=radio]):not([type=hidden])").count()
    assert required + 1 <= 8, "one of them is a choice between online and a room"
    carys.get_by_label("The topic, as a question").fill(TOPIC)
    carys.get_by_label("What it is about, in a sentence").fill("Home visits, and what we leave behind when nobody is there.")
    carys.get_by_label("Day", exact=True).fill(str(date.today() + timedelta(16)))
    carys.get_by_label("Begins at").fill("10:00")
    carys.get_by_label("Ends at").fill("11:30")
    carys.get_by_label("How many places").fill("2")
    carys.get_by_label("Online", exact=True).check()
    carys.get_by_role("button", name="Publish it").click()
    carys.wait_for_url(f"**{ADDRESS}")
    expect(carys.locator("main")).to_contain_text("Two places left")


def test_carys_runs_a_session(site, new_context):
    carys = person(new_context, "carys")
    publish(carys)
    carys.get_by_role("link", name="The join link").click()
    carys.get_by_label("The join link").fill(LINK)
    carys.get_by_role("button", name="Keep it").click()
    expect(carys.locator("main")).not_to_contain_text(LINK)

    asha, eve, ben, frank = (person(new_context, name) for name in ("asha", "eve", "ben", "frank"))
    for page in (asha, eve):
        expect(register(page, "Register")).to_contain_text("You have a place")
    for page in (ben, frank):
        expect(register(page, "Join the waiting list")).to_contain_text("On the waiting list")

    carys.get_by_role("link", name="The register").click()
    for name in ("Ben Whitlock", "Frank Odell"):
        carys.get_by_role("button", name=re.compile(f"Add a place for them.*{name}")).click()
        expect(carys.locator(".messages")).to_contain_text(f"{name} has a place now")
    frank.goto("/dashboard/")
    expect(frank.locator("main")).to_contain_text(TOPIC)
    asha.goto(ADDRESS)
    assert LINK not in asha.content(), "it is weeks before the start"

    site.python(BEGIN)
    asha.goto(ADDRESS)
    expect(asha.get_by_role("link", name="Join now")).to_have_attribute("href", LINK)
    dev = person(new_context, "dev")
    dev.goto(ADDRESS)
    assert LINK not in dev.content(), "Dev has no place"

    carys.reload()
    code = carys.locator("main code").inner_text()
    frank.goto(ADDRESS)
    frank.get_by_role("link", name="Check in").click()
    frank.get_by_label("The code").fill(code.lower())
    frank.get_by_role("button", name="Check in").click()
    expect(frank.locator("main")).to_contain_text("You are in the register")
    for name in ("Asha Rahman", "Ben Whitlock"):
        carys.get_by_role("checkbox", name=name).check()
    carys.get_by_role("button", name="Keep who came").click()
    expect(carys.locator("main")).to_contain_text("Three people came")
    expect(carys.get_by_role("checkbox", name="Frank Odell")).to_be_checked()
    asha.goto(ADDRESS)
    expect(asha.locator("main")).to_contain_text("It stands in your learning record")
