"""Asha goes from a gap of hers to a day with Eve's team: asked for, agreed twice, moved, agreed twice again, and what stays of it."""

import re
import time
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar, Event
from playwright.sync_api import Locator, Page, expect

from practice.rules.wall_clock import LONDON
from tests.browser.hands import Keyboard, Pointer
from tests.browser.reader import Reader
from tests.running import RunningSite

GAP, PLACEMENT, TEAM = "Psychosis and substances", "A day with Early Intervention", "Wenbridge Community Mental Health"
HOPES = "How you ask about voices without making it a test."
KEPT = "Nobody hurried him. I want to ask one question less on Monday."
THANKS = "Thank you for the walk to the second visit, and for saying what you were not sure of."
PATIENCE = 45  # seconds for a letter to go through the queue of a busy machine
BEGIN = """
from datetime import time
from capability.models import Evidence
from home.models import Preferences, User
for name in ("asha", "ben", "eve"):
    person = User.objects.get(email=f"{name}@example.org")
    Preferences.objects.update_or_create(person=person, defaults={"quiet_from": time(0), "quiet_until": time(0), "quiet_weekends": False})
Evidence.objects.filter(person__email="asha@example.org", title__contains="Early Intervention").delete()
"""
TOOK_PLACE = """
from datetime import timedelta
from django.utils import timezone
from practice.models import Slot
began = timezone.now() - timedelta(hours=9)
Slot.objects.filter(bookings__pk={pk}).update(starts_at=began, ends_at=began + timedelta(hours=6))
"""
WAYS = [
    pytest.param(Pointer, True, id="with a pointer"),
    pytest.param(Keyboard, False, id="by keyboard and without script", marks=pytest.mark.full),
]


class Person(Reader):
    """Somebody of the demonstration in a browser of their own, who is signed in."""

    def __init__(self, new_context, name: str, hands: type[Pointer], script: bool) -> None:
        super().__init__(new_context(java_script_enabled=script).new_page(), hands)
        self.sign_in(f"{name}@example.org")

    @property
    def main(self) -> Locator:
        """What the page is about."""
        return self.page.locator("main")

    def follow(self, thing: Locator) -> None:
        """Follow a link or press a button, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.hands.press(thing)

    def card(self, path: str) -> Locator:
        """The card that leads to `path`."""
        return self.main.locator(".card").filter(has=self.page.locator(f"a[href='{path}']"))


def invitations(site: RunningSite, number: int, earlier: set[str]) -> list[Event]:
    """The first `number` calendar files of this visit that were mailed to Asha, by sequence; waits until so many have come."""
    until = time.monotonic() + PATIENCE
    while len(found := mailed(site, "asha@example.org", earlier)) < number and time.monotonic() < until:
        time.sleep(0.3)
    assert len(found) == number, f"{len(found)} calendar files came, not {number}"
    return found


def mailed(site: RunningSite, to: str, earlier: set[str]) -> list[Event]:
    """The invitations to this placement in somebody's mail, by sequence, but for those whose UID is of `earlier` visits."""
    found = []
    for letter in site.letters(to):
        mail = message_from_bytes(letter.encode(), policy=policy.default)
        assert mail["To"] == to
        for part in mail.walk():
            if part.get_content_type() != "text/calendar":
                continue
            file = Calendar.from_ical(part.get_content())
            [event] = file.walk("VEVENT")
            assert part["Content-Type"].params["method"] == str(file["METHOD"]), "a mail program reads it from the type of the part"
            if PLACEMENT in event["SUMMARY"] and str(event["UID"]) not in earlier:
                assert str(file["METHOD"]) == "REQUEST"
                found.append(event)
    return sorted(found, key=lambda event: int(event["SEQUENCE"]))


def ask(asha: Person) -> str:
    """From the gap on her own picture to a request for the first day that is free; the address of her booking."""
    asha.page.goto("/capability/me/")
    gap = asha.main.get_by_role("article").filter(has=asha.page.get_by_role("heading", name=GAP, exact=True))
    expect(gap).not_to_contain_text(f"Shadowing: {PLACEMENT}")
    expect(gap.get_by_role("listitem").filter(has_text=PLACEMENT)).to_contain_text("One place left")
    asha.follow(gap.get_by_role("link", name=PLACEMENT, exact=True))
    expect(asha.main).to_contain_text(TEAM)
    asha.follow(asha.page.get_by_role("link", name="Ask for a place", exact=True))
    asha.hands.write(asha.page.get_by_label("What you hope to see"), HOPES)
    asha.follow(asha.main.get_by_role("button", name="Ask for it"))
    expect(asha.main).to_contain_text("Still to say yes: Eve Lindqvist and a manager of")
    return asha.page.url


def both_say_yes(ben: Person, eve: Person, path: str) -> None:
    """The manager's yes and the host's, each on the page where what they are asked stands."""
    for person, label in ((ben, "Say yes as manager"), (eve, "Say yes as host")):
        person.page.goto("/shadowing/yeses/")
        asked = person.card(path)
        expect(asked).to_contain_text("Asha Rahman")
        expect(asked).to_contain_text(HOPES)
        person.follow(asked.get_by_role("button", name=label, exact=True))
        expect(person.page.locator(".messages")).to_contain_text("Your yes is kept")
        expect(person.card(path)).to_have_count(0)


def move(eve: Person, path: str) -> date:
    """A day later, an hour later; the new day."""
    eve.page.goto("/shadowing/desk/")
    eve.follow(eve.card(path).get_by_role("link", name="Move it"))
    field = eve.page.get_by_label("Day", exact=True)
    day = date.fromisoformat(field.input_value()) + timedelta(days=1)
    field.fill(str(day))
    eve.page.get_by_label("Begins at").fill("10:00")
    eve.page.get_by_label("Ends at").fill("15:30")
    eve.follow(eve.main.get_by_role("button", name="Move it"))
    expect(eve.page.locator(".messages")).to_contain_text("Places stay held")
    return day


def write(asha: Person, address: str, link: str, label: str, words: str) -> None:
    """Write something about the visit from its own page."""
    asha.page.goto(address)
    asha.follow(asha.page.get_by_role("link", name=link, exact=True))
    asha.hands.write(asha.main.get_by_role("textbox"), words)
    asha.follow(asha.main.get_by_role("button", name=label, exact=True))
    expect(asha.main).to_contain_text(words)


def says(page: Page, address: str) -> str:
    """Everything on a page."""
    page.goto(address)
    return page.locator("main").inner_text()


@pytest.mark.parametrize(("hands", "script"), WAYS)
def test_asha_spends_a_day_with_eves_team(site, base_url, new_context, hands, script):
    site.python(BEGIN)
    asha, ben, eve = (Person(new_context, name, hands, script) for name in ("asha", "ben", "eve"))
    earlier = {str(event["UID"]) for event in mailed(site, "asha@example.org", set())}
    address = ask(asha)
    path = address.removeprefix(base_url)

    both_say_yes(ben, eve, path)
    asha.page.reload()
    expect(asha.main).to_contain_text("The host and the manager's side have both said yes")
    expect(asha.main).to_contain_text("Orchard House")
    [first] = invitations(site, 1, earlier)
    assert (int(first["SEQUENCE"]), str(first["STATUS"])) == (0, "CONFIRMED")
    assert str(first["ATTENDEE"]) == "mailto:asha@example.org", "one, not a list"
    assert "Orchard House" in first["LOCATION"]

    day = move(eve, path)
    asha.page.reload()
    expect(asha.main).to_contain_text("Changed, asked for again")
    expect(asha.main).to_contain_text("Still to say yes: Eve Lindqvist and a manager of")
    _, second = invitations(site, 2, earlier)
    assert (str(second["UID"]), int(second["SEQUENCE"]), str(second["STATUS"])) == (str(first["UID"]), 1, "TENTATIVE")
    assert second["DTSTART"].dt == datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)

    both_say_yes(ben, eve, path)
    *_, third = invitations(site, 3, earlier)
    assert (str(third["UID"]), int(third["SEQUENCE"]), str(third["STATUS"])) == (str(first["UID"]), 2, "CONFIRMED")
    assert third["DTSTART"].dt == second["DTSTART"].dt
    assert not any(mailed(site, f"{name}@example.org", set()) for name in ("ben", "eve")), "the day is in nobody's calendar but hers"

    site.python(TOOK_PLACE.format(pk=re.findall(r"\d+", path)[-1]))
    eve.page.goto("/shadowing/desk/")
    eve.follow(eve.card(f"{path}took-place/").get_by_role("link", name="Say whether it took place"))
    eve.hands.choose(eve.page.get_by_label("Yes", exact=True))
    eve.follow(eve.main.get_by_role("button", name="Keep it"))
    write(asha, address, "Write a reflection", "Keep it", KEPT)
    write(asha, address, "Write to the host", "Give it to the host", THANKS)

    assert THANKS in says(eve.page, "/shadowing/desk/")
    for person in (ben, eve):
        assert KEPT not in says(person.page, address), "her reflection is hers"
    asha.page.goto("/capability/me/")
    gap = asha.main.get_by_role("article").filter(has=asha.page.get_by_role("heading", name=GAP, exact=True))
    expect(gap).to_contain_text(f"Shadowing: {PLACEMENT}, {TEAM}")
    asha.follow(asha.page.get_by_role("link", name="What stands as evidence"))
    expect(asha.main.locator(".card").filter(has_text=f"Shadowing: {PLACEMENT}")).to_contain_text(GAP)
