"""Hostile words in every field of every form: no page runs them, no address in them is called, no mail carries them where it must not."""

import re
import socket
import threading
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from home import limits
from home.actions import sending
from home.letters.writing import SUBJECTS
from home.markdown import render_markdown
from home.models import Letter
from tests.site.canaries import said_in
from tests.site.documents import make_documents
from tests.site.forms import Field, every_form
from tests.site.ledger import make_ledger
from tests.site.test_addresses import TABLE, browsers, none, world  # noqa: F401 - fixtures
from tests.site.threads import make_threads

MARK = "xq7"
VECTORS = [
    "<script>alert('xq7')</script>",
    "<img src=x onerror=alert('xq7')>",
    "\"><svg onload=alert('xq7')>",
    "' onmouseover=alert('xq7') x='",
    "\" autofocus onfocus=alert('xq7') x=\"",
    "javascript:alert('xq7')",
    "[xq7](javascript:alert(1))",
    "[xq7](data:text/html;base64,PHNjcmlwdD4=)",
    "![xq7](x){onerror=alert(1)}",
    "<a href=\"javascript:alert('xq7')\">xq7</a>",
    "</textarea><script>alert('xq7')</script>",
    "</title><script>alert('xq7')</script>",
    "--><script>alert('xq7')</script>",
    "]]><script>alert('xq7')</script>",
    "<iframe srcdoc=\"<script>alert('xq7')</script>\">",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert('xq7')>",
    "<form action=//evil.example><button>xq7</button>",
    "<base href=//evil.example/xq7>",
    "{{ 7|add:'xq7' }}{% debug %}${7*7}#{7*7}<%= 7 %>",
    "\u202exq7\x08<\u0000script>alert('xq7')</script>",
    "xq7\r\nBcc: evil@example.net\r\n\r\n<script>alert(1)</script>",
    "=HYPERLINK(\"http://evil.example/xq7\")",
]  # fmt: skip
SUBJECT_WORDS = {text.split("{")[0].strip() for text in SUBJECTS.values()}


class Danger(HTMLParser):
    """What in a page would run, or lead elsewhere, of what people wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.script: dict | None = None

    def handle_starttag(self, tag: str, attrs: list) -> None:
        said = {name: value or "" for name, value in attrs}
        handlers = [name for name in said if name.startswith("on") or name in ("srcdoc", "style")]
        leads = [value for name, value in said.items() if name in ("href", "src", "action", "formaction", "data") and _runs(value)]
        if handlers or leads or tag in ("iframe", "object", "embed", "base", "math") or (tag == "svg" and MARK in str(said)):
            self.found.append(f"<{tag} {said}>")
        self.script = said if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self.script is not None and self.script.get("type") not in ("application/json", "application/ld+json") and data.strip():
            self.found.append(f"script: {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        self.script = None


def _runs(address: str) -> bool:
    plain = re.sub(r"[\s\x00-\x1f]+", "", address).lower()
    return plain.startswith(("javascript:", "vbscript:", "//", "data:text")) or "evil.example/xq7" in plain.partition("?")[0]


def danger_in(html: str) -> list[str]:
    reader = Danger()
    reader.feed(html)
    return reader.found


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                self.socket.accept()[0].close()
            except OSError:
                return
            self.calls += 1


@pytest.fixture
def listener():
    found = Listener()
    yield found
    found.socket.close()


@pytest.fixture
def unhurried(monkeypatch):
    for limit in (limits.SEARCHING, limits.DOWNLOADS, limits.OPEN_DATA):
        monkeypatch.setitem(limit.__dict__, "most", 10**9)


def hostile(each: Field, turn: int, address: str) -> str:
    """Words for one field, as many vectors as there is room for, from the `turn`-th on; an address where one is asked for."""
    if each.kind == "email":
        return f"{MARK}{turn}@example.org"
    if each.kind == "url" or each.name in ("url", "website", "address", "link"):
        return f"{address}/{MARK}"
    if each.name in ("key", "due_on", "starts_on", "until", "review_on", "on") or "date" in each.name or each.name.endswith("_on"):
        return str(timezone.localdate() + timezone.timedelta(days=30)) if each.name != "key" else each.value
    ordered = [*VECTORS[turn % len(VECTORS) :], *VECTORS[: turn % len(VECTORS)]]
    text = f"{ordered[0]} {address}/{MARK} "
    for vector in ordered[1:]:
        if len(text) + len(vector) + 1 > (each.longest or 1000):
            break
        text += vector + " "
    return text[: each.longest or 1000].strip()


@pytest.mark.parametrize("rounds", [1, pytest.param(len(VECTORS), marks=pytest.mark.full)])
def test_hostile_words_in_every_form_run_nowhere_call_nobody_and_stay_out_of_mails(cast, world, browsers, listener, unhurried, rounds):  # noqa: F811
    placed = world | make_ledger(cast) | make_threads(cast) | make_documents(cast)
    found, sent, kept = [], 0, 0
    for turn in range(rounds):
        for who, browser, form in list(every_form(TABLE, placed, browsers)):
            data = form.data(lambda each, turn=turn + sent: hostile(each, turn, listener.address))
            with transaction.atomic():
                response = browser.post(form.action, data)
            sent += 1
            kept += response.status_code == 302
            if response.status_code >= 500:
                found.append(f"{who} {form.action}: {response.status_code}")
            found += [f"{who} {form.action} answers {what}" for what in danger_in(said_in(response)) if response.status_code != 302]
    assert sent > 70 * rounds and kept > 10 * rounds, (sent, kept)
    seen = 0
    for name in ("asha", "ben", "dev", "carys"):
        for alternatives in TABLE.values():
            for row in alternatives:
                if row.method != "get":
                    continue
                address = "/" + row.address.format(**placed)
                response = browsers[name].get(address)
                said = said_in(response)
                seen += MARK in said
                if "text/html" in response.get("Content-Type", ""):
                    found += [f"{name} {address} shows {what}" for what in danger_in(said)]
                found += [f"{address}: header {value}" for value in response.headers.values() if MARK in value and "<" in value]
    assert seen > 40, "what was written stands on pages"
    Letter.objects.filter(sent_at=None).update(send_after=timezone.now())
    while sending.send_due():
        pass
    assert len(mail.outbox) > 5
    for letter in mail.outbox:
        if len(letter.to) != 1 or letter.cc or letter.bcc:
            found.append(f"a mail to {letter.recipients()}")
        if MARK in letter.subject.replace(f"{MARK}0@", "") or "\n" in letter.subject:
            found.append(f"a subject says {letter.subject!r}")
        found += [f"a mail shows {what}" for content, _ in letter.alternatives for what in danger_in(content) if "style" not in what]
    assert listener.calls == 0, "somebody was called"
    none(sorted(set(found)))


@pytest.mark.parametrize("vector", VECTORS)
def test_what_people_write_is_clean_whatever_it_was(vector):
    for text in (vector, f"# {vector}", f"- {vector}\n- b", f"> {vector}", f"`{vector}`", f"**{vector}**", f"[{vector}](https://a.example)", f"    {vector}"):
        assert danger_in(render_markdown(text)) == []


NEVER = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "postMessage", "sessionStorage")
WORDS_THAT_WAIT = {"autosave.js", "nav.js"}  # what could not be saved waits on the writer's own device, and goes when it is saved or they sign out


def test_the_scripts_of_the_site_never_make_pages_of_words():
    from django.conf import settings

    scripts = list((settings.BASE_DIR / "home/static").rglob("*.js"))
    assert scripts
    none([f"{path.name}: {never}" for path in scripts for never in NEVER if never in path.read_text()])
    assert {path.name for path in scripts if "localStorage" in path.read_text()} == WORDS_THAT_WAIT


def test_the_eye_for_danger_sees_it():
    """The tests above can fail."""
    for vector in VECTORS[:3] + VECTORS[4:5] + VECTORS[9:13]:
        assert danger_in(f'<p title="{vector}">{vector}</p>'), vector
    assert danger_in(f"<p title='{VECTORS[3]}'>")
    assert danger_in(f'<a href="{VECTORS[5]}">')
