"""Knowing where we stand, in the browser: Asha assesses, plans and shares; Ben reads and asks; a workforce lead meets no person."""

import csv
import io
import re

import h5py
import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader

pytestmark = pytest.mark.full

PHONE = {"width": 360, "height": 740}
TRAUMA = "Trauma and complex trauma"
CANARY = "a-canary-in-a-note-of-ashas"
SILENT = "somebody-who-shares-with-nobody"
FRESH = """
from home.models import User, Team, Membership
from capability.models import *
from django.utils import timezone
asha = User.objects.get(email="asha@example.org")
PlanAction.objects.filter(person=asha).delete(); SharingOffer.objects.filter(assessment__person=asha).delete()
SelfAssessment.objects.filter(person=asha).delete()
asha.evidence.filter(source_key="own:journey").delete()
asha.barriers.all().delete()
other = SelfAssessment.objects.submitted().filter(person__in=User.objects.in_team(Team.objects.get(slug="community-team"))).exclude(
    sharings__reader__email="ben@example.org").exclude(person__email="ben@example.org").first()
Rating.objects.filter(assessment=other).update(note="{silent}")
print(other.person.name)
"""


def main(page: Page):
    return page.locator("main")


def press(page: Page, name: str | re.Pattern) -> None:
    """Press a button of the page's own, and wait for the page that follows."""
    with page.expect_navigation():
        main(page).get_by_role("button", name=name).first.click()


def rate(page: Page) -> None:
    """Choose the words that fit on the capability before one, and carry on: not yet on trauma, with a note, and practitioner on the rest."""
    trauma = main(page).get_by_role("heading", level=1).inner_text() == TRAUMA
    main(page).get_by_role("radio", name=re.compile("^Not yet" if trauma else "^Practitioner")).check()
    if trauma:
        main(page).get_by_label("A note to yourself").fill(CANARY)
    press(page, re.compile("^Save and (carry on|look it over)"))


def test_asha_and_ben_know_where_they_stand(site, new_context):
    silent = site.python(FRESH.format(silent=SILENT)).splitlines()[-1]

    # On a phone, half of it.
    phone = Reader(new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page())
    phone.sign_in("asha@example.org")
    phone.page.goto("/capability/assess/")
    press(phone.page, "Begin, one capability at a time")
    for _ in range(11):
        rate(phone.page)
    left_at = main(phone.page).get_by_role("heading", level=1).inner_text()
    phone.page.context.close()

    # At a desk, the rest.
    asha = Reader(new_context().new_page())
    asha.sign_in("asha@example.org")
    asha.page.goto("/capability/assess/")
    main(asha.page).get_by_role("link", name="Carry on").click()
    expect(main(asha.page).get_by_role("heading", level=1)).to_have_text(left_at)
    while not asha.page.url.endswith("/review/"):
        rate(asha.page)
    expect(main(asha.page)).to_contain_text("All 23 capabilities done")
    expect(main(asha.page).get_by_role("radio", name="Nobody for now")).to_be_checked()
    press(asha.page, "Finish my self-assessment")

    # Her gaps, a module from one, a plan.
    expect(main(asha.page).get_by_role("heading", level=1)).to_have_text("My capabilities")
    gap = asha.page.locator("article.card", has=asha.page.get_by_role("heading", name=TRAUMA, exact=True)).first
    expect(gap).to_contain_text("Your role needs")
    asha.page.locator("article.card li", has_text="Learn").get_by_role("link").first.click()
    expect(asha.page).to_have_url(re.compile("/learning/"))
    asha.page.goto("/capability/me/")
    with asha.page.expect_navigation():
        gap.get_by_role("button", name="Bring it to supervision").click()
    gap.locator("summary", has_text="Put something into my plan").click()
    gap.get_by_label("What I will do").fill("Sit in on a grounding group")
    gap.get_by_label("By (you can leave this)").fill("2027-02-01")
    with asha.page.expect_navigation():
        gap.get_by_role("button", name="Put it into my plan").click()
    main(asha.page).get_by_role("link", name="My whole plan, to print or take along").click()
    expect(main(asha.page)).to_contain_text("Sit in on a grounding group")
    expect(main(asha.page)).to_contain_text(f"Talk about “{TRAUMA}” in supervision")
    file = asha.page.request.get(main(asha.page).get_by_role("link", name="Download as PDF").get_attribute("href"))
    assert "grounding group" in " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file.body())).pages)

    # Before she shares, Ben meets nothing of hers.
    ben = Reader(new_context().new_page())
    ben.sign_in("ben@example.org")
    ben.page.goto("/capability/shared/")
    expect(main(ben.page)).not_to_contain_text("Asha Rahman")
    asha.page.goto("/capability/me/#sharing")
    asha.page.locator("summary", has_text="Share it with a manager").click()
    main(asha.page).get_by_role("radio", name="Ben Whitlock").check()
    press(asha.page, "Share it")
    expect(main(asha.page)).to_contain_text("Ben Whitlock can read your ratings and notes")

    ben_reads_and_asks(ben, silent)

    # She reads what he said, and stops.
    asha.page.goto("/capability/me/")
    expect(main(asha.page)).to_contain_text("You calmed a whole waiting room last week.")
    expect(main(asha.page)).to_contain_text("Agreed with Ben Whitlock")
    press(asha.page, "Stop sharing")
    ben.page.goto("/capability/shared/")
    expect(main(ben.page)).to_contain_text("You calmed a whole waiting room last week.")
    expect(main(ben.page)).to_contain_text("Lead one case discussion")
    expect(main(ben.page)).not_to_contain_text(CANARY)
    ben.page.goto("/teams/community-team/")
    expect(ben.page.get_by_role("region", name="Capabilities of the people who share with you")).not_to_contain_text("Asha Rahman")


def ben_reads_and_asks(ben: Reader, silent: str) -> None:
    """Ben reads what is shared, says something, agrees an action, sees both parts of his team, and asks for a module from a gap."""
    page = ben.page
    page.goto("/capability/shared/")
    main(page).get_by_role("link", name="Asha Rahman").click()
    card = page.locator("article.card", has=page.get_by_role("heading", name=TRAUMA, exact=True)).first
    expect(card).to_contain_text(CANARY)
    expect(card).to_contain_text("Not yet")
    card.locator("summary", has_text="Say something beside it").click()
    card.get_by_role("radio", name="Differently").check()
    card.get_by_label("A comment").fill("You calmed a whole waiting room last week.")
    with page.expect_navigation():
        card.get_by_role("button", name="Say it").click()
    expect(card).to_contain_text("sees it differently")
    expect(card).to_contain_text("Not yet")
    card.locator("summary", has_text="Agree an action").click()
    card.get_by_label("What you agreed").fill("Lead one case discussion")
    with page.expect_navigation():
        card.get_by_role("button", name="Put it into their plan").click()

    page.goto("/teams/community-team/")
    shared = page.get_by_role("region", name="Capabilities of the people who share with you")
    expect(shared).to_contain_text("Asha Rahman")
    expect(shared).not_to_contain_text(silent)
    whole = page.get_by_role("region", name="The whole team, without names")
    expect(whole).to_contain_text(re.compile("Few|Some|Most"))
    told = {cell.strip() for cell in whole.locator("tbody td").all_inner_texts()}
    assert told <= {"Few", "Some", "Most", "Not enough answers yet"}, "bands, never a count"
    with page.expect_navigation():
        shared.get_by_role("link", name=re.compile("Widest gaps first of Asha")).click()
    expect(shared.locator("tbody th").first).to_have_text(TRAUMA)
    main(page).get_by_role("link", name=re.compile("^Ask the team to do it")).first.click()
    expect(main(page).get_by_label("Which module")).not_to_have_value("")
    main(page).get_by_label("Everyone in the team").check()
    main(page).get_by_label("By when").fill("2027-03-01")
    main(page).get_by_label("Why you ask").fill("We said that we would, all of us.")
    main(page).locator("form").get_by_role("button").last.click()
    expect(main(page)).to_contain_text(re.compile("We said that we would, all of us|You have asked for this already"))
    for address in ("/teams/community-team/", "/capability/shared/", "/dashboard/"):
        page.goto(address)
        assert SILENT not in page.content(), "nothing of who does not share"


def test_a_lead_reads_the_report_and_the_download_and_meets_no_person(site, new_context):
    names = site.python("from home.models import User; print('\\n'.join(User.objects.exclude(name='').values_list('name', flat=True)))").splitlines()
    names = [name for name in names if " " in name]
    assert len(names) > 200
    lead = Reader(new_context().new_page())
    lead.sign_in("lead@example.org")
    page = lead.page
    page.goto("/area/")
    main(page).get_by_role("link", name="The training needs assessment, for a board").click()
    expect(main(page).get_by_role("heading", level=1)).to_have_text("Training needs assessment")
    expect(main(page)).to_contain_text("What could be decided")
    texts = {"report": main(page).inner_text()}
    for name in ("Download as PDF", "As a workbook (XLSX)", "Every figure (CSV)"):
        file = page.request.get(main(page).get_by_role("link", name=name).get_attribute("href"))
        assert file.status == 200
        texts[name] = file.body().decode("utf-8", "replace")
    pdf = page.request.get("/area/report.pdf").body()
    texts["pdf"] = " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    rows = list(csv.DictReader(io.StringIO(page.request.get("/area/report.csv").body().decode("utf-8-sig"))))
    assert {row["Dimension"] for row in rows} == {"Area", "Sector", "Service", "Job role"}

    page.goto("/area/?by=service")
    main(page).get_by_role("region", name="Share who are where their role needs them").get_by_role("link").first.click()
    expect(main(page)).to_contain_text("Beside the area")
    texts["unit"] = main(page).inner_text()
    page.goto("/area/dataset/")
    with page.expect_download() as waiting:
        main(page).get_by_role("link", name="Download the HDF5 file").click()
    downloaded = waiting.value.path()
    with h5py.File(downloaded) as file:
        assert file.attrs["schema"] == "capability-cube/1"
        texts["dataset"] = " ".join(str(label) for name in file if h5py.check_string_dtype(file[name].dtype) for label in file[name].asstr()[:])
    page.goto("/area/compare/")
    main(page).get_by_label("Their published file (HDF5)").set_input_files(downloaded)
    press(page, "Compare")
    expect(main(page)).to_contain_text("About the same")
    texts["comparison"] = main(page).inner_text()
    met = [f"{name} in {where}" for where, text in texts.items() for name in [*names, "@example.org"] if name in text]
    assert not met, met
