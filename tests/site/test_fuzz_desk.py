"""The editing desk, filled in by hypothesis: every kind of page with every block, as draft, live, in review and in the preview; and the rest of it."""

from collections import Counter
from itertools import count

import pytest
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.actions import sending
from home.models import SitePage
from tests.site.desk import addresses, form_of, forms_at, make_desk, previewed, renamed, spoilt, to_add
from tests.site.forms import Form
from tests.site.fuzzing import Sent, Witness, something, tried
from tests.site.test_addresses import none

HOW = ["edit", "edit", "new", "preview", "preview of new", "script"]
BUTTONS = [{}, {}, {"action-publish": ["1"]}, {"action-publish": ["1"]}, {"action-submit": ["1"]}]


def kinds() -> set[type]:
    """Every kind of page of ours."""
    found, left = set(), [SitePage]
    while left:
        found |= set(below := left.pop().__subclasses__())
        left += below
    return found


def manner(examples: int) -> settings:
    """So many tries; the few are the same every time."""
    same = examples < 10 or settings().derandomize
    return settings(max_examples=examples, deadline=None, database=None, derandomize=same, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def _files_stay(monkeypatch):
    """A try is taken back, and so the file that it took away is still asked for."""
    monkeypatch.setattr(FileSystemStorage, "delete", lambda self, name: None)


@pytest.mark.parametrize("examples", [6, pytest.param(60, marks=pytest.mark.full)])
def test_every_page_s_form_keeps_shows_or_refuses_whatever_it_is_sent(cast, client_for, examples):
    pages = make_desk(cast)
    assert {type(page.specific) for page in pages} == kinds(), "every kind of page is tried"
    while sending.send_due():
        pass
    people = {"editor": cast.editor, "admin": cast.admin}
    browsers = {name: client_for(person, raise_request_exception=False) for name, person in people.items()}
    scripts = {name: client_for(person, raise_request_exception=False, HTTP_ACCEPT="application/json") for name, person in people.items()}
    forms = [form_of(browsers["admin"], page) for page in pages]
    witness = Witness()
    ids = [str(page.pk) for page in pages] + ["999999999"]
    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    for page, (form, plain) in zip(pages, forms, strict=True):
        new, goes = to_add(page), count()

        @given(
            spoilt(plain, ids),
            st.sampled_from(sorted(people)),
            st.sampled_from(HOW),
            st.sampled_from(BUTTONS),
        )
        def fill_in(sent: Sent, who: str, how: str, button: dict[str, list[str]]) -> None:
            if how.endswith("new"):
                sent.data = renamed(sent.data, f"new-{next(goes)}")  # noqa: B023 - called before the next one
            here = new if how.endswith("new") else form  # noqa: B023
            goes_to = previewed(here) if how.startswith("preview") else here
            sent.data |= button
            sent.odd |= {"how": [how, *button]}
            browser = scripts[who] if how == "script" else browsers[who]
            then = [goes_to.action] if how.startswith("preview") else [here.here, page.get_url()]  # noqa: B023
            outcome, told = tried(who, browser, goes_to, sent, witness, then)
            outcomes[outcome] += 1
            wrong.extend(told)

        manner(examples)(fill_in)()
        cache.clear()
    assert min(outcomes["kept"], outcomes["refused"]) > len(pages) * examples // 12, outcomes
    none(sorted(set(wrong)))


KEPT_AT_THE_DESK = ("wagtailsnippets_home_", "wagtailsettings:edit", "wagtailimages:", "wagtaildocs:", "wagtailusers_users:edit")


@pytest.mark.parametrize(("examples", "people"), [(2, ["admin"]), pytest.param(6, ["admin", "editor"], marks=pytest.mark.full)])
def test_every_other_form_of_the_desk_keeps_shows_or_refuses_whatever_it_is_sent(cast, client_for, examples, people):
    pages = make_desk(cast)
    while sending.send_due():
        pass
    browsers = {name: client_for(getattr(cast, name), raise_request_exception=False) for name in people}
    found: dict[tuple, tuple[str, Form]] = {}
    for name, address in list(addresses(cast, pages)):
        if examples < 5 and not name.startswith(KEPT_AT_THE_DESK):
            continue
        for who in people:
            for form in forms_at(browsers[who], address):
                found.setdefault((who, form.action.partition("?")[0], form.method, *sorted(each.name for each in form.fields)), (who, form))
    witness, ids = Witness(), [str(page.pk) for page in pages]
    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    for who, form in found.values():

        @given(something(form, ids, ["next"]))
        def fill_in(sent: Sent) -> None:
            outcome, told = tried(who, browsers[who], form, sent, witness, [form.here])  # noqa: B023 - called before the next one
            outcomes[outcome] += 1
            wrong.extend(told)

        manner(examples)(fill_in)()
        cache.clear()
    assert len(found) > (30 if examples < 5 else 150), len(found)
    none(sorted(set(wrong)))
