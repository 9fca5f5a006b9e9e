"""What a look at a page finds: what axe says, and whether the page scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
TALL = 800


def found_on(page: Page, named: str) -> list[str]:
    """A line for each thing that stands in somebody's way on the page as it is, under the name `named`."""
    found = []
    for violation in AXE.run(page).response["violations"]:
        nodes = "; ".join(node["html"][:140] for node in violation["nodes"][:3])
        found.append(f"{named}: {violation['id']} ({violation['help']}): {nodes}")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{named} scrolls sideways at {page.viewport_size and page.viewport_size['width']} px: {wide_things(page)}")
    return found


def wide_things(page: Page) -> str:
    """What reaches over the right edge, as a help to whoever mends it."""
    return page.evaluate(
        """() => [...document.querySelectorAll('main *, header *, footer *')]
            .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .slice(0, 3).map(each => each.outerHTML.slice(0, 100)).join('; ')"""
    )


def none(found: list[str]) -> None:
    """Fail with everything that was found, a line each."""
    if found:
        pytest.fail("\n".join(["", *found]), pytrace=False)
