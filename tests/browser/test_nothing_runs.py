"""Hostile words stand in every column of a site of its own, and a browser opens every page: no dialog, no error, nothing that its policy stops."""

import json
import os
from collections import defaultdict

import pytest
from playwright.sync_api import Page

from tests.browser.eyes import none
from tests.browser.pages import Look, looks
from tests.environment import WORKER
from tests.running import running_site

LISTEN = "document.addEventListener('securitypolicyviolation', event => window.heard(`stopped ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"
LEADS = """() => [...document.querySelectorAll('a, area, img, form, button, link, script, use')].flatMap(each => ['href', 'src', 'action', 'formaction']
    .map(name => each.getAttribute(name) || '')).filter(address => /^\\s*(javascript|vbscript|data:text)/i.test(address))"""


class Ear:
    """What is heard while pages are open."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        page.context.expose_function("heard", lambda said: self.heard.append(said))
        page.context.add_init_script(LISTEN)
        page.on("dialog", lambda dialog: (self.heard.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda fault: self.heard.append(f"error {fault}"))
        page.on("request", lambda request: self.heard.append(f"asked for {request.url}") if request.url.endswith("/x") or "evil" in request.url else None)

    def told(self) -> list[str]:
        """What was heard since it was last asked."""
        heard, self.heard[:] = list(self.heard), []
        return heard


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory, django_db_blocker):
    var = tmp_path_factory.mktemp("hostile")
    with running_site(var, f"alongside_hostile_{os.getpid()}_{WORKER}", django_db_blocker) as running:
        yield running


@pytest.mark.full
def test_nothing_that_anybody_wrote_runs_on_any_page(hostile_site, browser):
    made = json.loads(hostile_site.python("import json; from tests.browser.samples import make_samples; print(json.dumps(make_samples()))").splitlines()[-1])
    put = int(hostile_site.python("from tests.browser.hostile import put_everywhere; print(put_everywhere())").splitlines()[-1])
    assert put > 1000, put
    by_person: dict[str, list[Look]] = defaultdict(list)
    for look in looks(made["samples"]):
        by_person[look.who].append(look)
    found, shown, opened = [], 0, 0
    for who, pages in by_person.items():
        context = browser.new_context(base_url=hostile_site.url, locale="en-GB", timezone_id="Europe/London")
        if who != "anyone":
            context.add_cookies([{"name": "session", "value": made["sessions"][who], "url": hostile_site.url}])
        page = context.new_page()
        ear = Ear(page)
        for look in pages:
            answer = page.goto(look.address, wait_until="load")
            content = page.content()
            opened += 1
            shown += "xq7" in content
            if answer is None or answer.status >= 500:
                found.append(f"{who} {look.address}: {answer and answer.status}")
            if "xq749" in content or "$49" in content:
                found.append(f"{who} {look.address}: a sum was worked out")
            found += [f"{who} {look.address}: {heard}" for heard in ear.told()]
            found += [f"{who} {look.address} leads to {address[:120]}" for address in page.evaluate(LEADS)]
        context.close()
    none(found)
    assert shown > opened // 2, (shown, opened)


def test_the_ear_hears(new_context):
    """The test above can fail."""
    page = new_context().new_page()
    ear = Ear(page)
    page.goto("/support/")
    assert ear.told() == []
    page.evaluate("alert(1)")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(2)>')")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(300)
    heard = " ".join(ear.told())
    assert all(sign in heard for sign in ("dialog 1", "asked for", "stopped script-src", "error broken")), heard
    assert "dialog 2" not in heard
