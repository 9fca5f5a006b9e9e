"""Access: axe finds nothing on any page of ours, and nothing scrolls sideways at 320 px, in light, dark and more contrast.

The pages are those of `pages.py`, which follows from the table of addresses. What is Wagtail's own under `/cms/` is not
ours to mend and not looked at here; the accessibility statement says so.
"""

import json
from collections import defaultdict

import pytest
from playwright.sync_api import Page

from tests.browser.eyes import TALL, found_on, none
from tests.browser.pages import Look, looks
from tests.site.addresses import PAGES

WAYS = [
    pytest.param("light", 1280, "no-preference", id="light"),
    pytest.param("dark", 320, "no-preference", id="dark on a phone"),
]


@pytest.fixture(scope="module")
def made(site) -> dict:
    """What stands in addresses on this site, and a session for each person."""
    return json.loads(site.python("import json; from tests.browser.samples import make_samples; print(json.dumps(make_samples()))").splitlines()[-1])


@pytest.fixture(scope="module")
def by_person(made) -> dict[str, list[Look]]:
    """The pages to look at, by who opens them."""
    found = defaultdict(list)
    for look in looks(made["samples"]):
        found[look.who].append(look)
    return found


@pytest.fixture
def page_of(new_context, made, base_url):
    """`page_of("asha", ...)`: a page in which she has just signed in; `anyone` has not."""

    def opened(who: str, **options) -> Page:
        context = new_context(reduced_motion="reduce", **options)
        if who != "anyone":
            context.add_cookies([{"name": "session", "value": made["sessions"][who], "url": base_url}])
        return context.new_page()

    return opened


def look_at(page: Page, look: Look) -> list[str]:
    """What is found on one page, or that it was not the page it should have been."""
    named = f"{look.who} {look.address}"
    answer = page.goto(look.address)
    status = answer.status if answer else 0
    if status != look.status:
        return [f"{named}: answered {status}, not {look.status}; mend its row in tests/browser/pages.py or its sample"]
    if page.url.partition("//")[2].partition("/")[2] != look.address[1:]:
        return [f"{named}: led on to {page.url}; mend its row in tests/browser/pages.py or its sample"]
    return found_on(page, named)


def test_nothing_stands_in_anyones_way(page_of, by_person):
    """Every third address, in light on a desk or in dark on a phone, and at 320 px for its width; `make test-full` looks at all of them in both."""
    found = []
    for who, all_of_theirs in by_person.items():
        pages = [look for look in all_of_theirs if look.name][::3]
        light = page_of(who, color_scheme="light", viewport={"width": 1280, "height": TALL})
        dark = page_of(who, color_scheme="dark", viewport={"width": 320, "height": TALL})
        for number, look in enumerate(pages):
            found += look_at((light, dark)[number % 2], look)
            if number % 2 == 0:
                light.set_viewport_size({"width": 320, "height": TALL})
                if light.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                    found.append(f"{who} {look.address} scrolls sideways at 320 px")
                light.set_viewport_size({"width": 1280, "height": TALL})
    none(found)


@pytest.mark.full
@pytest.mark.parametrize(("scheme", "width", "contrast"), WAYS)
def test_every_page_in_every_look(page_of, by_person, scheme, width, contrast):
    found = []
    for who, pages in by_person.items():
        page = page_of(who, color_scheme=scheme, contrast=contrast, viewport={"width": width, "height": TALL})
        for look in pages:
            found += look_at(page, look)
    none(found)


@pytest.mark.parametrize(("scheme", "width"), [("dark", 320), pytest.param("light", 1280, marks=pytest.mark.full)])
def test_a_page_of_each_kind_in_the_tree(site, page_of, scheme, width):
    code = "from wagtail.models import Page; print(*[f'{p.specific_class._meta.label_lower}={p.url}' for p in Page.objects.live().filter(depth__gt=1)])"
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, _, address in (each.partition("=") for each in site.python(code).split()):
        kinds[kind].append(address)
    assert sorted(PAGES.keys() - kinds.keys()) == [], "the demonstration has none of these"
    page = page_of("dev", color_scheme=scheme, viewport={"width": width, "height": TALL})
    found = []
    for kind, addresses in kinds.items():
        for address in addresses if kind == "home.plainpage" else addresses[:1]:
            found += look_at(page, Look(kind, "dev", address)) if address != "/" else []
    none(found)


@pytest.mark.full
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_every_lesson_that_ships_is_open_to_everyone(site, page_of, scheme, width):
    lessons = site.python("from learning.models import LessonPage; print(*[page.url for page in LessonPage.objects.live()])").split()
    assert len(lessons) >= 42
    page = page_of("eve", color_scheme=scheme, viewport={"width": width, "height": TALL})
    none([line for address in lessons for line in look_at(page, Look("lesson", "eve", address))])
