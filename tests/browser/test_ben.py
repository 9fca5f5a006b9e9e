"""Ben asks his team to do a module by a date, and sees done, started or not started, and nothing else."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.reader import Reader

SEES = {"Done", "Started", "Not started"}


def test_ben_asks_his_team(site, new_context):
    site.python("from learning.models import Reflection; Reflection.objects.update(text='canary-in-a-reflection')")
    ben = Reader(new_context().new_page())
    ben.sign_in("ben@example.org")
    ben.page.get_by_role("navigation", name="Main").get_by_role("link", name="My teams").click()
    ben.page.locator("main").get_by_role("link", name="Open the team's page").first.click()
    ben.page.locator("main").get_by_role("link", name="Ask for a module").first.click()
    ben.page.get_by_label("Which module").select_option(label="Stigma and what it does")
    ben.page.get_by_label("Everyone in the team").check()
    ben.page.get_by_label("By when").fill(str(date.today() + timedelta(30)))
    ben.page.get_by_label("Why you ask").fill("We turned somebody away last week.")
    ben.page.locator("main form").get_by_role("button").last.click()
    main = ben.page.locator("main")
    expect(main).to_contain_text("Stigma and what it does")
    expect(main).to_contain_text("Asha Rahman")
    expect(main).not_to_contain_text("canary-in-a-reflection")
    told = {words.strip() for words in main.get_by_role("table", name="Stigma and what it does").locator("tbody td").all_inner_texts()}
    assert told, "the table is there"
    assert told <= SEES, "a manager sees how far, and nothing else"

    asha = Reader(new_context().new_page())
    asha.sign_in("asha@example.org")
    expect(asha.page.locator("main")).to_contain_text("We turned somebody away last week.")
