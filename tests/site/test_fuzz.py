"""Every form of the site, filled in by hypothesis: no fault, no long wait, no half-written refusal, and a sentence for whoever is refused."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import count

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import DataError
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from wagtail.models import Page

from home import limits
from home.actions import sending
from home.actions.refusals import Refused
from home.models import User
from tests.site.addresses import ALL
from tests.site.documents import make_documents
from tests.site.doors import DOORS
from tests.site.forms import Form, forms_on
from tests.site.fuzzing import Sent, Witness, something, tried
from tests.site.ledger import make_ledger
from tests.site.test_addresses import TABLE, browsers, none, world  # noqa: F401 - fixtures
from tests.site.test_limits import FILES
from tests.site.threads import make_threads

BY_HAND = re.compile(r'(?:POST|data)\.get(?:list)?\("(\w+)"|"(\w+)" in request\.POST')
DESK = "/cms/framework/"
OURS = ("home", "capability", "learning", "practice")


def read_by_hand() -> list[str]:
    """The names that views ask a post for outside of a form."""
    texts = [path.read_text() for app in OURS for path in (settings.BASE_DIR / app / "views").rglob("*.py")]
    return sorted({one or other for text in texts for one, other in BY_HAND.findall(text)})


def every_page(placed: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Each page on which a form may stand, with who may open it."""
    for alternatives in [*TABLE.values(), *DOORS.values()]:
        for row in alternatives:
            if row.method == "get" and row.answer not in (403, 404, 405) and not row.address.endswith(FILES):
                yield "/" + row.address.format(**placed), [*row.who.split(), *(["anonymous"] if row.anonymous == 200 else [])]
    for page in Page.objects.filter(depth__gt=1, live=True).specific():
        if page.depth < 5 or placed["module"] in page.url_path:
            yield page.get_url(), ALL.split()
    draft = f"{DESK}{placed['framework_draft']}/"
    for address in ("", "import/", *(f"{draft}{end}" for end in ("", "about/", "discard/", "match/", "enforce/", "reviewers/"))):
        yield address if address.startswith("/") else DESK + address, ["lead"]


def every_form(placed: dict[str, str], browsers: dict[str, Client], people: list[str]) -> list[tuple[str, Form]]:  # noqa: F811
    """Each form that one of `people` finds on a page, once, with who finds it; and what is only ever posted to."""
    found: dict[tuple, tuple[str, Form]] = {}
    pages = list(every_page(placed))
    for address, allowed in pages:
        for who in [name for name in people if name in allowed] or allowed[:1]:
            response = browsers[who].get(address)
            if response.status_code != 200 or response.streaming or "text/html" not in response["Content-Type"]:
                continue
            html = response.content.decode()
            for form in forms_on(html, address, methods=("get", "post")):
                found.setdefault(_like(form), (who, form))
            if address == f"{DESK}{placed['framework_draft']}/":
                leads = {resolve(link).view_name: (link, ["lead"]) for link in re.findall(rf'href="({DESK}[^"?]*)"', html)}
                pages += [there for there in leads.values() if there not in pages]
    known = {resolve(form.action.partition("?")[0].partition("#")[0]).view_name for _, form in found.values()}
    for name, alternatives in TABLE.items():
        posts = [row for row in alternatives if row.method == "post" and row.who and name not in known]
        found |= {(name, row.address): (row.who.split()[0], Form("/" + row.address.format(**placed))) for row in posts}
    return list(found.values())


def _like(form: Form) -> tuple:
    """What makes two forms the same: where they go, and what is asked in them."""
    names = {re.sub(r"[0-9a-f]{8}|\d+", "0", each.name) for each in form.fields}
    return resolve(form.action.partition("?")[0].partition("#")[0]).view_name, form.method, tuple(sorted(names))


@pytest.fixture
def unhurried(monkeypatch, settings):
    """Nobody is told to come again later."""
    settings.ACCOUNT_RATE_LIMITS = {}
    monkeypatch.setattr(limits, "too_many", lambda *args, **more: False)


@pytest.mark.parametrize(("examples", "people"), [(2, []), pytest.param(10, ALL.split(), marks=pytest.mark.full)])
def test_every_form_keeps_shows_or_refuses_whatever_it_is_sent(cast, world, browsers, unhurried, examples, people):  # noqa: F811
    placed = world | make_ledger(cast) | make_threads(cast) | make_documents(cast)
    while sending.send_due():
        pass
    forms = every_form(placed, browsers, people)
    witness, ids, by_hand = Witness(), sorted({value for value in placed.values() if value}), read_by_hand()
    found: list[str] = []
    outcomes: Counter[str] = Counter()
    manner = hypothesis_settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=not people or hypothesis_settings().derandomize,
        suppress_health_check=list(HealthCheck),
    )
    for who, form in forms:
        goes = count()

        def fill_in(sent: Sent) -> None:
            if next(goes) == 0 and not people:  # noqa: B023 - called before the next one
                return  # the plainest there is, which hypothesis tries first
            outcome, wrong = tried(who, browsers[who], form, sent, witness, [form.here] if people else [])  # noqa: B023 - called before the next one
            outcomes[outcome] += 1
            found.extend(wrong)

        manner(given(something(form, ids, by_hand))(fill_in))()
        cache.clear()
    assert len(forms) > 220, len(forms)
    assert min(outcomes["kept"], outcomes["refused"]) > len(forms) // 6, outcomes
    none(sorted(set(found)))


def changes_and_refuses(person, wishes) -> None:
    User.objects.filter(pk=person.pk).update(name="Somebody Else")
    raise Refused("That cannot be kept.")


def says_nothing(person, wishes) -> None:
    raise Refused("")


def breaks(person, wishes) -> None:
    raise RuntimeError("broken")


def is_too_much(person, wishes) -> None:
    raise DataError("value too long")


@pytest.mark.parametrize(
    ("does", "told"),
    [(changes_and_refuses, "changed home_user"), (says_nothing, "without a sentence"), (breaks, "500 RuntimeError"), (is_too_much, "only the database")],
)
def test_the_eye_for_faults_sees_them(cast, client_for, monkeypatch, does, told):
    """The test above can fail."""
    form = Form("/contributions/wishes/", here="/contributions/wishes/")
    asha, sent = client_for(cast.asha, raise_request_exception=False), Sent({"how": ["By phone."], "after_death": ["let_stand"]})
    assert tried("asha", asha, form, sent, Witness(), []) == ("kept", [])
    monkeypatch.setattr("home.views.contributions.returning.caring.keep_wishes", does)
    outcome, wrong = tried("asha", asha, form, sent, Witness(), [])
    assert outcome == "refused"
    assert told in wrong[0]
