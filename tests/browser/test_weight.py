"""First glance: what a lesson loads is light, comes compressed, calls nobody, and costs few queries."""

import gzip
import json
import re

import pytest

from tests.browser.eyes import none
from tests.browser.reader import Reader

LESSON = "/learning/understanding-complex-trauma/harm-over-time/"
LIGHT = 60_000  # bytes compressed, for everything that a first lesson loads
QUERIES = {"module": 10, "lesson": 10, "finish": 15}


@pytest.fixture(scope="module")
def signed_in(browser, browser_context_args) -> dict:
    """Cookies of somebody who is signed in, for browsers that have seen nothing yet."""
    context = browser.new_context(**browser_context_args)
    Reader(page := context.new_page()).sign_in("eve@example.org")
    kept = page.context.storage_state()
    context.close()
    return kept


def loaded(page, address: str, base_url: str) -> tuple[dict[str, int], list[str]]:
    """What `address` loads into a browser that has seen nothing: compressed bytes by address, and whom it called elsewhere."""
    sizes, elsewhere = {}, []

    def keep(request) -> None:
        response = request.response()
        if not response.url.startswith(base_url):
            elsewhere.append(response.url)
        elif response.status == 200:
            body = response.body()
            compressible = re.match(r"text/|image/svg|application/(javascript|json)", response.headers.get("content-type", ""))
            sizes[response.url] = len(gzip.compress(body, 6)) if compressible else len(body)

    page.on("requestfinished", keep)
    page.on("requestfailed", lambda request: elsewhere.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return sizes, elsewhere


def test_a_first_lesson_is_light_and_calls_nobody(new_context, signed_in, base_url):
    sizes, elsewhere = loaded(new_context(storage_state=signed_in).new_page(), LESSON, base_url)
    assert elsewhere == []
    assert sum(sizes.values()) <= LIGHT, sorted(sizes.items(), key=lambda item: -item[1])


def test_the_page_itself_comes_compressed(new_context, signed_in):
    answer = new_context(storage_state=signed_in).new_page().goto(LESSON)
    assert answer and answer.headers.get("content-encoding") in ("gzip", "br"), "a lesson on a poor connection comes compressed"


@pytest.mark.full
def test_every_lesson_that_ships_is_light_and_costs_few_queries(site, new_context, signed_in, base_url, capsys):
    code = "import json; from tests.browser.counting import queries_by_lesson; print(json.dumps(queries_by_lesson()))"
    rows = json.loads(site.python(code).splitlines()[-1])
    assert len(rows) >= 42
    found, table = [], [f"{'kB':>6} {'module':>7} {'lesson':>7} {'finish':>7}  queries of"]
    for row in rows:
        context = new_context(storage_state=signed_in)
        sizes, elsewhere = loaded(context.new_page(), row["address"], base_url)
        context.close()
        weight = sum(sizes.values())
        table.append(f"{weight / 1000:6.1f} {row['module']:7} {row['lesson']:7} {row['finish']:7}  {row['address']}")
        found += [f"{row['address']} calls {address}" for address in elsewhere]
        found += [f"{row['address']} loads {weight} bytes: {sorted(sizes.items(), key=lambda item: -item[1])[:5]}"] if weight > LIGHT else []
        found += [f"{row['address']}: {row[what]} queries for {what}, at most {most}" for what, most in QUERIES.items() if row[what] > most]
    with capsys.disabled():
        print("", *table, sep="\n")
    none(found)
