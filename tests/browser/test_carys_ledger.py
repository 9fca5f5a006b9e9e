"""Carys writes down what a session will do, and it opens the next one; Asha, who owns it, says that it is done."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reader import Reader

pytestmark = pytest.mark.full

HERE = "/communities/walking-alongside/"
RECOMMENDED = "Write one phone number for both services on every card."
ACTION = "Ask both receptions which number people find first."
OUTCOME = "Both cards now carry the same number."
SESSION = "from practice.models import Session; print(Session.objects.filter(community__slug='walking-alongside').published().{}.first().get_absolute_url())"


def opens(page: Page) -> Locator:
    return page.get_by_role("region", name="What we said we would do").first


def test_what_a_session_agrees_opens_the_next_one(site, new_context):
    carys = Reader(new_context().new_page())
    carys.sign_in("carys@example.org")
    carys.page.goto(site.python(SESSION.format("past()")).strip())
    carys.page.locator("main").get_by_role("link", name="Recommend something", exact=True).last.click()
    carys.page.get_by_label("What you recommend").fill(RECOMMENDED)
    carys.page.get_by_role("button", name="Recommend it").click()
    expect(carys.page.get_by_role("heading", level=1)).to_have_text(RECOMMENDED)
    carys.page.get_by_role("link", name="Agree an action").click()
    carys.page.get_by_role("button", name="Agree it").click()
    expect(carys.page.get_by_role("alert")).to_contain_text("Write what will be done.")
    carys.page.get_by_label("What will be done").fill(ACTION)
    carys.page.get_by_label("Who owns it").select_option(label="Asha Rahman")
    carys.page.get_by_label("By when").fill(str(date.today() + timedelta(3)))
    carys.page.get_by_role("button", name="Agree it").click()
    expect(carys.page.locator("main")).to_contain_text("Asha Rahman")

    following = site.python(SESSION.format("to_come()")).strip()
    carys.page.goto(following)
    expect(opens(carys.page)).to_contain_text(ACTION)
    first = carys.page.locator("main h2").first
    expect(first).to_have_text("What we said we would do")

    asha = Reader(new_context().new_page())
    asha.sign_in("asha@example.org")
    asha.page.goto("/dashboard/")
    asha.page.get_by_role("link", name=ACTION).first.click()
    asha.page.get_by_role("link", name="It is done, or dropped").click()
    asha.page.get_by_label("It is done").check()
    asha.page.get_by_label("What came of it").fill(OUTCOME)
    asha.page.get_by_role("button", name="Close it").click()
    expect(asha.page.locator("main")).to_contain_text(OUTCOME)

    carys.page.goto(following)
    expect(opens(carys.page)).to_contain_text(OUTCOME)
    frank = Reader(new_context().new_page())
    frank.sign_in("frank@example.org")
    frank.page.goto(f"{HERE}changed/")
    expect(frank.page.locator("main")).to_contain_text(OUTCOME)
    expect(frank.page.locator("main")).not_to_contain_text("Asha Rahman")
    outside = Reader(new_context().new_page())
    outside.sign_in("editor@example.org")
    assert outside.page.goto(f"{HERE}ledger/").status == 404
