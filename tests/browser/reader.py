"""A person who reads a module in a browser and does what is in it."""

import json
import re

from playwright.sync_api import Locator, Page, expect

from home.demo.cast import PASSWORD
from tests.browser.hands import Pointer
from tests.running import RunningSite

LESSONS = """
import json
from learning.models import LessonPage, ModulePage
module = ModulePage.objects.get(slug="{module}")
print(json.dumps([{{"title": page.title, "slug": page.slug, "blocks": list(page.body.raw_data)}} for page in LessonPage.objects.of(module)]))
"""
FORGET = """
from home.models import User
from learning.models import *
person = User.objects.get(email="{email}")
of_module = dict(person=person, lesson__in=LessonPage.objects.of(ModulePage.objects.get(slug="{module}")))
for model in (LessonProgress, Answer, BlockState, Reflection, LessonNote):
    model.objects.filter(**of_module).delete()
for model in (ModuleProgress, Completion):
    model.objects.filter(person=person, module__slug="{module}").delete()
person.evidence.filter(source_key__startswith="module:complex-trauma").delete()
"""


def lessons_of(site: RunningSite, module: str) -> list[dict]:
    """A module's lessons as they stand on the site, with the answers."""
    return json.loads(site.python(LESSONS.format(module=module)))


def forget(site: RunningSite, email: str, module: str) -> None:
    """Let somebody of the cast begin `module` as if for the first time."""
    site.python(FORGET.format(email=email, module=module))


class Reader:
    """Somebody with a page before them; `hands` say how they work it."""

    def __init__(self, page: Page, hands: type[Pointer] = Pointer) -> None:
        self.page = page
        self.hands = hands(page)

    def sign_in(self, email: str) -> None:
        """Sign in through the page that says so."""
        self.page.goto("/accounts/login/")
        self.hands.write(self.page.get_by_label(re.compile("^email", re.I)).first, email)
        self.hands.write(self.page.get_by_label("Password", exact=True), PASSWORD)
        self.hands.press(self.page.get_by_role("button", name="Sign in", exact=True))
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Hello")

    def sign_out(self) -> None:
        """Sign out through the account menu."""
        self.hands.press(self.page.locator("header summary").filter(has_text="My account"))
        self.hands.press(self.page.locator("header").get_by_role("button", name="Sign out"))
        expect(self.page.get_by_role("link", name="Sign in").or_(self.page.get_by_role("button", name="Sign in")).first).to_be_visible()

    def do(self, block: dict) -> None:
        """Do what is to be done in one block; nothing where it is only read."""
        kind, value = block["type"], block["value"]
        if kind == "check":
            self.answer(value)
        elif kind == "scenario":
            self.walk(value)
        elif kind == "reflection":
            self.reflect(value["prompt"], "What I noticed on Tuesday, and what I would try.")
        elif kind == "checklist":
            form = self.form(value["title"])
            self.hands.choose(form.get_by_role("checkbox").first)
            self.send(form, "Keep these ticks")
        elif kind == "poll":
            form = self.form(value["question"])
            self.hands.choose(form.get_by_role("radio").last)
            self.send(form, "Say this")
        elif kind == "content_note":
            summary = self.page.locator("summary", has_text="Read this part").first
            self.hands.press(summary)

    def form(self, name: str) -> Locator:
        """The form with this name."""
        return self.page.get_by_role("form", name=name, exact=True)

    def send(self, form: Locator, button: str) -> None:
        """Press the button of a form and wait for the page that follows."""
        with self.page.expect_navigation():
            self.hands.press(form.get_by_role("button", name=button, exact=True))

    def answer(self, check: dict) -> None:
        """Answer a knowledge check wrong, read why, and answer it right."""
        if check["type"] == "short":
            form = self.form(check["question"])
            self.hands.write(form.get_by_role("textbox"), "I would ask what today is like for him.")
            self.send(form, "Compare")
            expect(self.form(check["question"])).to_contain_text("One good answer")
            return
        for right, said in ((False, "Not quite"), (True, "That’s it")):
            form = self.form(check["question"])
            self.fill(form, check, right=right)
            self.send(form, "See what we think" if form.locator(".feedback").count() == 0 else self.again(form))
            expect(self.form(check["question"]).locator(".feedback > strong")).to_have_text(said)

    def again(self, form: Locator) -> str:
        """What the button says once there is an answer."""
        return form.locator("button[type=submit]").last.inner_text().strip()

    def fill(self, form: Locator, check: dict, *, right: bool) -> None:
        """Fill in one answer, right or wrong."""
        kind = check["type"]
        if kind == "true_false":
            self.hands.choose(form.get_by_role("radio", name="True" if bool(check["answer"]) == right else "False", exact=True))
        elif kind == "one":
            option = next(option for option in options(check) if bool(option["correct"]) == right)
            self.hands.choose(form.get_by_role("radio", name=option["text"], exact=True))
        elif kind == "several":
            for option in options(check):
                box = form.get_by_role("checkbox", name=option["text"], exact=True)
                (self.hands.choose if bool(option["correct"]) == right else self.hands.leave)(box)
        elif kind == "order":
            items = [item["text"] for item in listed(check["items"])]
            for place, text in enumerate(items if right else items[::-1], 1):
                select = form.get_by_role("combobox", name=f"Place of: {text}", exact=True)
                self.hands.pick(select, select.locator("option").nth(place).inner_text())
        elif kind == "match":
            pairs = listed(check["pairs"])
            rights = [pair["right"] for pair in pairs]
            for pair, answer in zip(pairs, rights if right else rights[1:] + rights[:1], strict=True):
                self.hands.pick(form.get_by_role("combobox", name=pair["left"], exact=True), answer)

    def walk(self, scenario: dict) -> None:
        """Walk through a scenario: a wrong turn, a step back, and on to an ending."""
        title, way = scenario["title"], way_out(scenario)
        self.choose(title, (way[0] + 1) % 2)
        self.send(self.page.get_by_role("region", name=title).get_by_role("form", name="Go back in the story"), "Back one step")
        for number in way:
            self.choose(title, number)
        expect(self.page.get_by_role("region", name=title)).to_contain_text("The story ends here")

    def choose(self, title: str, number: int) -> None:
        """Choose what to do in a scenario."""
        self.hands.choose(self.form(title).get_by_role("radio").nth(number))
        self.send(self.form(title), "Do this")

    def reflect(self, prompt: str, text: str) -> None:
        """Write a reflection and keep it."""
        self.hands.write(self.page.get_by_label(prompt, exact=True), text)
        form = self.page.get_by_role("form", name="Reflection", exact=True).filter(has=self.page.get_by_label(prompt, exact=True))
        self.send(form, "Keep this")
        expect(self.page.get_by_label(prompt, exact=True)).to_have_value(text)

    def finish(self) -> None:
        """Finish the lesson."""
        form = self.form("Finish this lesson")
        with self.page.expect_navigation():
            self.hands.press(form.get_by_role("button").first)


def way_out(scenario: dict) -> list[int]:
    """The fewest choices, by number, that lead from a scenario's start to an ending."""
    steps = {step["id"]: [choice["leads_to"] for choice in listed(step.get("choices") or [])] for step in listed(scenario["steps"])}
    ways: list[tuple[str, list[int]]] = [(scenario["start"], [])]
    for step, way in ways:
        if not steps[step]:
            return way
        ways += [(leads_to, [*way, number]) for number, leads_to in enumerate(steps[step]) if len(way) < 12]
    raise AssertionError(f"{scenario['title']} has no ending")


def listed(value: list) -> list[dict]:
    """A list block's values, however they are stored."""
    return [each["value"] if isinstance(each, dict) and "value" in each and "type" in each else each for each in value]


def options(check: dict) -> list[dict]:
    """The options of a check."""
    return listed(check["options"])
