"""Reading changes nothing: the whole site is crawled twice, and the second time leaves every table as it was."""

import pytest
from django.apps import apps

from tests.site.addresses import TABLE
from tests.site.doors import DOORS
from tests.site.test_addresses import EVERYBODY, none
from tests.site.world import make_world

KEPT_BY_READING = {"sessions.Session"}  # allauth keeps its stages there; no page's answer depends on it


def rows() -> dict[str, list]:
    """Everything in the database, by model."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in apps.get_models() if model._meta.label not in KEPT_BY_READING}


def crawl(browsers: dict, placed: dict) -> None:
    for entries in (TABLE, DOORS):
        for alternatives in entries.values():
            for row in alternatives:
                if row.method == "get":
                    for browser in browsers.values():
                        response = browser.get("/" + row.address.format(**placed))
                        if response.streaming:
                            b"".join(response.streaming_content)


@pytest.mark.parametrize("people", [["anonymous", "asha", "ben"], pytest.param(EVERYBODY, marks=pytest.mark.full)])
def test_crawling_twice_leaves_the_database_equal(cast, client_for, people):
    placed = make_world(cast)
    everyone = {"anonymous": None, **cast.everyone()}
    browsers = {name: client_for(everyone[name], raise_request_exception=False) for name in people}
    crawl(browsers, placed)
    before = rows()
    crawl(browsers, placed)
    after = rows()
    none([f"{label} changed" for label in before if before[label] != after[label]])
