"""Everyone at every address of the site. See `addresses.py` for the table."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404
from wagtail.models import Page

from tests.site.addresses import ALL, PAGES, TO_SIGN_IN, Row
from tests.site.addresses import TABLE as ADDRESSES
from tests.site.canaries import Mark, come_upon, fill, hidden, said_in, told
from tests.site.communities import COMMUNITIES, make_meetings
from tests.site.contributions import CONTRIBUTIONS, make_contributions
from tests.site.documents import DOCUMENTS, make_documents
from tests.site.doors import DOORS
from tests.site.ledger import LEDGER, make_ledger
from tests.site.shadowing import SHADOWING, make_visits
from tests.site.threads import THREADS, make_threads
from tests.site.world import make_world

TABLE = {**ADDRESSES, **CONTRIBUTIONS, **SHADOWING, **COMMUNITIES, **LEDGER, **THREADS, **DOCUMENTS}
EVERYBODY = ["anonymous", *ALL.split()]


def patterns(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every address the site knows: its route, its name with its namespace, and the pattern."""
    for found in (resolver or get_resolver()).url_patterns:
        route = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from patterns(found, route, f"{space}{found.namespace}:" if found.namespace else space)
        else:
            yield route, f"{space}{found.name}" if found.name else route, found


@pytest.fixture
def world(cast) -> dict[str, str]:
    return make_world(cast) | make_contributions(cast) | make_visits(cast) | make_meetings(cast)


@pytest.fixture
def browsers(cast, client_for) -> dict:
    return {
        "anonymous": client_for(None, raise_request_exception=False),
        **{name: client_for(person, raise_request_exception=False) for name, person in cast.everyone().items()},
    }


def wanted(row: Row, who: str) -> int | str:
    if who == "anonymous":
        return row.anonymous
    return row.answer if who in row.who.split() else row.refused


def got(client, row: Row, address: str, read: Callable[[str], None] = lambda said: None) -> int | str:
    with transaction.atomic():
        response = client.get(address) if row.method == "get" else client.post(address, row.data)
        read(said_in(response))
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return TO_SIGN_IN
    return response.status_code


def differences(
    rows: dict[str, list[Row]], world: dict[str, str], browsers: dict, marks: dict[str, Mark] | None = None, upon: dict[str, dict[str, str]] | None = None
) -> list[str]:
    """How the answers differ from the table; `upon` is filled with who came upon which of the `marks` where."""
    found = []
    upon = {} if upon is None else upon

    def reading(who: str, address: str) -> Callable[[str], None]:
        def read(said: str) -> None:
            for mark in come_upon(marks or {}, said):
                upon.setdefault(mark, {}).setdefault(who, address)

        return read

    for name, alternatives in rows.items():
        for row in alternatives:
            address = "/" + row.address.format(**world)
            for who in EVERYBODY:
                answer = got(browsers[who], row, address, reading(who, f"{row.method.upper()} {address}"))
                if answer != wanted(row, who):
                    found.append(f"{name}: {who} {row.method.upper()} {address}: {answer}, the table says {wanted(row, who)}")
    return found


def none(found: list[str]) -> None:
    """Fail with everything that was found, a line each."""
    if found:
        pytest.fail("\n".join(["", *found]), pytrace=False)


def test_every_address_has_a_row():
    known = {name for _, name, _ in patterns()}
    outside = {name for route, name, _ in patterns() if not route.startswith("cms/")}
    assert sorted(outside - TABLE.keys() - DOORS.keys()) == [], "decide in tests/site/addresses.py who may open these"
    assert sorted((TABLE.keys() | DOORS.keys()) - known) == [], "these are no addresses any more"


def test_everyone_at_every_address(cast, world, browsers):
    """The statuses are as the table says, and nobody comes upon a private word or name that is not for them."""
    placed = world | make_ledger(cast) | make_threads(cast) | make_documents(cast)
    marks: dict[str, Mark] = fill(cast, placed)
    upon: dict[str, dict[str, str]] = {}
    none([*differences(TABLE, placed, browsers, marks, upon), *told(marks, upon), *hidden(marks, upon)])


def test_everyone_at_the_doors(world, browsers):
    none(differences(DOORS, world, browsers))


def test_everyone_at_every_page_of_the_tree(world, browsers):
    found = []
    for page in Page.objects.filter(depth__gt=1, live=True).specific():
        policy = PAGES.get(page._meta.label_lower)
        assert policy, f"decide in tests/site/addresses.py who may open pages like {page._meta.label}"
        is_open = policy == "public" or (policy == "its own" and page.is_public)
        address = page.get_url()
        for who in EVERYBODY:
            answer = got(browsers[who], Row(address), address)
            expected = (302 if page.depth == 2 else 200) if who != "anonymous" else 200 if is_open else TO_SIGN_IN
            if page.slug == world["closed"] and who not in ("anonymous", "carys", "dev"):
                expected = 404
            if answer != expected:
                found.append(f"{who} {address}: {answer}, not {expected}")
    none(found)


@pytest.mark.parametrize("people", [["anonymous", "ben"], pytest.param([*ALL.split()[:6]], marks=pytest.mark.full)])
def test_the_cms_opens_to_editors_leads_and_administrators_only(world, browsers, people):
    found = []
    for address in sorted(set(cms_addresses())):
        for who in people:
            answer = got(browsers[who], Row(address), address)
            if answer != (TO_SIGN_IN if who == "anonymous" else 403) and not address.startswith("/cms/login/"):
                found.append(f"{who} {address}: {answer}")
    none(found)


def cms_addresses() -> Iterator[str]:
    """An address for each pattern under /cms/, with something plausible for each part that varies."""
    sample = {"int": "1", "uuid": "12345678-1234-1234-1234-123456789abc", "str": "home", "slug": "home", "path": "home"}
    for route, _, _ in patterns():
        if not route.startswith("cms/"):
            continue
        address = re.sub(r"<(?:(\w+):)?\w+>", lambda match: sample.get(match[1] or "str", "1"), route)
        address = re.sub(r"\(\?P<\w+>[^)]*\)|\([^?)][^)]*\)", "1", address)
        address = "/" + re.sub(r"[\^$\\]|/\?$|\(\?:|\)\?", "", address)
        try:
            resolve(address)
        except Resolver404:
            continue
        yield address


def test_the_cms_addresses_are_really_asked():
    assert len(set(cms_addresses())) > 150
