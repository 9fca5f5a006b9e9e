"""Values for the fuzz of forms, half of them as somebody would write them and half hostile, and what must hold of each answer."""

import copy
import io
import json
import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.contrib.messages import constants
from django.db import connection, transaction
from django.test import Client, TestCase
from django.utils import timezone
from hypothesis import strategies as st

from tests.contributions.lives import picture
from tests.site.forms import Field, Form

PATIENCE = 5  # seconds of work for one answer
# What an answer may write whatever it says: the session holds its message, and a lesson that is shown again was opened again.
# A page that is opened at the editing desk is noted there as open, and whoever opened it as somebody who hears nothing of it.
BY_SHOWING = {"django_session", "learning_moduleprogress", "learning_lessonprogress", "wagtailadmin_editingsession", "wagtailcore_pagesubscription"}
ERRORS = re.compile(r'class="(?:[^"]* )?(?:error-summary|field-error|notice-error|error)\b')
SENTENCES = re.compile(r'(?:class="(?:[^"]* )?(?:error-summary|field-error|notice-error|error)\b|role="alert")[^>]*>(.*?)</(?:div|p)>', re.DOTALL)
UNUSED = re.compile(r"<template\b.*?</template>", re.DOTALL)  # what the editing desk's scripts may show one day
TITLE_AND_TAGS = re.compile(r"<h2.*?</h2>|<[^>]+>", re.DOTALL)
TO_A_SCRIPT = ("/autosave/",)  # which says in words of its own that nothing was kept
WRITES = re.compile(r'^\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
TODAY = timezone.localdate()
DAYS = [str(TODAY + timedelta(days=days)) for days in (-400, -1, 0, 1, 20, 30, 300)]
CHANGES = ["2026-10-25", "2027-03-28", "2027-10-31"]  # nights on which the clocks change
PLAUSIBLE: dict[str, list[str]] = {
    "email": ["somebody@example.org", "asha@example.org", "eve@example.org", "frank@example.org"],
    "url": ["https://a.example/x", "https://a.example/" + "x" * 150],
    "number": ["1", "2", "30", "45"],
    "date": [*DAYS, *CHANGES],
    "time": ["09:30", "10:30", "17:00", "01:30", "23:45"],
    "datetime-local": [f"{day}T01:30" for day in CHANGES],
    "password": ["alongside-demo", "four-words-in-a-row-9"],
    "tel": ["01632 960001"],
    "words": [
        "Some plain words.",
        "A few more words than that, as somebody would write them of an afternoon.",
        "Zoë O’Brien",
        "A1\r\n\r\n- one\r\n- two",
        "x" * 80,
    ],
}
TYPED = {*PLAUSIBLE, "text", "textarea", "search"}
DIGITS = ["-1", "0", "1.5", "1e5", "NaN", "٣", "²", "½", "007", "2147483648", "9223372036854775808", "9" * 30, "9" * 5000, "--1", "1_000"]
MOMENTS = ["9999-12-31", "0001-01-01", "1000-01-01", "0000-00-00", "2026-02-30", "2027-02-29", "31/12/9999", "10000-01-01", "25:61", "24:00", "00:00",
           "23:59:59.999999", "01:30:00", "2027-03-28T01:30"]  # fmt: skip
WORDS = ["", " ", "\u00a0\u2003", "\x00", "a\x00b", "\ud800", "a\udfffb", "\\ud800", "\u202egnp.exe", "\u200b\u200d\ufeff", "\u061c\u2066x", "\x1b[31m",
         "\x7f\x85", "e" + "\u0301" * 300,
         "\U0001f9d1\u200d\U0001f91d\u200d\U0001f9d1" * 30, "İ" * 200, "ﬀ" * 120, "ß" * 250, "a" * 201, "é" * 5001, "a" * 70_001,
         "<script>alert(1)</script>", "'; DROP TABLE x; --", "%s%n%d", "{0}{x!r}{{7*7}}{% now %}", "../../etc/passwd", "//evil.example",
         "javascript:alert(1)", "None", "null", "true", "[]",
         "{}", "[1]", "on", "nobody@", "@", "a@b", "Ａ@example.org", "x" * 300 + "@example.org", "http://", "https://[", "https://a.example:99999/",
         "https://" + "a" * 300 + ".example", "\r\nBcc: x@evil.example", "[" * 300, "> " * 300, "`" * 300, "|a|b|\n|-|-|", "﷽" * 60]  # fmt: skip
FILES = [b"", b"x", b"\x00" * 40, b"\x89PNG\r\n\x1a\n" + b"x" * 60, b"%PDF-1.7\n%%EOF", b"\x89HDF\r\n\x1a\n" + b"\xff" * 90, b"email,team\na@b.example,x\n",
         b'{"CFDocument": []}', b"PK\x03\x04" + b"x" * 40, "email;team\nü@b.example;x\n".encode("utf-16")]  # fmt: skip
NAMES = ["a.csv", "a.png", "x" * 300 + ".pdf", "../../a.h5", "a\x00.jpg", "\u202egpj.exe", "", "a.svg", "."]


class File(io.BytesIO):
    """A file to send, under a name that Django's own classes for it would not let a test have."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name

    def __repr__(self) -> str:
        return f"{self.name!r}: {self.getvalue()!r}"


@dataclass
class Sent:
    """What one try sends, and which of it was not as somebody would write it."""

    data: dict[str, list] = field(default_factory=dict)
    odd: dict[str, list] = field(default_factory=dict)
    typed: bool = True  # whether somebody at a keyboard could have made all of what is odd; else a machine did

    def __str__(self) -> str:
        return ", ".join(f"{name}={_short(values)}" for name, values in self.odd.items()) or "nothing odd: " + _short(self.data)


def _short(thing: object) -> str:
    said = repr(thing)
    return said if len(said) < 120 else f"{said[:80]}… ({len(said)})"


@st.composite
def something(draw: st.DrawFn, form: Form, ids: list[str], by_hand: list[str]) -> Sent:
    """One way to fill in `form`: with nothing odd, with one odd thing, or with any number; `by_hand` are names that views read besides."""
    named: dict[str, list[Field]] = {}
    for each in form.fields:
        named.setdefault(each.name, []).append(each)
    buttons = [each for each in form.fields if each.kind == "press"]
    pressed = draw(st.sampled_from(buttons)) if buttons else None
    names = sorted(name for name, fields in named.items() if name != "csrfmiddlewaretoken" and (fields[0].kind != "press" or fields[0].name == pressed.name))
    manner = draw(st.sampled_from(["none", "one", "one", "one", "some", "all"]))
    odd = set(names) if manner == "all" else set()
    if manner in ("one", "some") and names:
        odd = draw(st.sets(st.sampled_from(names), min_size=1, max_size=1 if manner == "one" else len(names)))
    found = Sent()
    for name in names:
        values = _odd(draw, named[name], ids) if name in odd else [pressed.value] if pressed and name == pressed.name else _plain(draw, named[name])
        if name in odd:
            found.odd[name] = values
            found.typed = found.typed and named[name][0].kind in TYPED
        if values:
            found.data[name] = values
    if by_hand and draw(st.integers(0, 5)) == 5:
        name = draw(st.sampled_from(by_hand))
        found.data[name] = found.odd[name] = [draw(hostile(ids))]
        found.typed = False
    return found


def hostile(ids: list[str]) -> st.SearchStrategy[str]:
    """A value that nobody would write who fills in a form."""
    return st.one_of(st.sampled_from(WORDS), st.sampled_from(DIGITS), st.sampled_from(MOMENTS), st.sampled_from(ids), st.text(max_size=40))


def _plain(draw: st.DrawFn, fields: list[Field]) -> list:
    first = fields[0]
    if first.kind == "file":
        content = draw(st.sampled_from([picture(), b"email,team\nsomebody@example.org,Riverside outreach\n"]))
        return draw(st.sampled_from([[], [File("a.png", content)]]))
    if first.kind == "checkbox":
        return [each.value or "on" for each in fields if draw(st.booleans())]
    if first.kind in ("radio", "select"):
        given = [value for value in first.choices if value] or first.choices
        return draw(st.lists(st.sampled_from(given), max_size=3, unique=True)) if first.many and given else [draw(st.sampled_from(given))] if given else []
    if first.kind not in PLAUSIBLE and first.kind not in ("text", "textarea", "search"):
        return [each.value for each in fields]
    pool = PLAUSIBLE.get(first.kind, PLAUSIBLE["words"])
    return [draw(st.sampled_from([each.value] * bool(each.value) + pool))[: each.longest] for each in fields]


def _odd(draw: st.DrawFn, fields: list[Field], ids: list[str]) -> list:
    if fields[0].kind == "file":
        content = draw(st.one_of(st.sampled_from(FILES), st.binary(max_size=200)))
        return [File(draw(st.sampled_from(NAMES)), content)]
    how = draw(st.sampled_from(["one", "one", "one", "one", "none", "twice", "both"]))
    if how == "none":
        return []
    if how == "both":
        return [*_plain(draw, fields), draw(hostile(ids))]
    by_kind = {"number": DIGITS, "date": MOMENTS, "time": MOMENTS}.get(fields[0].kind)
    values = st.one_of(st.sampled_from(by_kind), hostile(ids)) if by_kind else hostile(ids)
    return [draw(values) for _ in range(2 if how == "twice" else 1)]


class Witness:
    """What the database held before, which tables a try wrote to, and what the site's log called a value that no column holds."""

    def __init__(self) -> None:
        self.before = {table: self._held(table) for table in connection.introspection.table_names()}
        self.written: set[str] = set()
        self.held_back: list[str] = []

    @staticmethod
    def _held(table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            return hash(tuple(sorted(map(str, cursor.fetchall()))))

    def __call__(self, execute, sql, params, many, context):
        if found := WRITES.match(sql):
            self.written.add(found[1])
        return execute(sql, params, many, context)

    def emit(self, record: logging.LogRecord) -> None:
        if "not as it should be" in record.msg:
            self.held_back.append(record.getMessage().rpartition(": ")[2])

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look at what is written and logged from here on."""
        self.written, self.held_back = set(), []
        handler = logging.Handler(logging.WARNING)
        handler.emit = self.emit  # type: ignore[method-assign]
        log = logging.getLogger("alongside")
        log.addHandler(handler)
        try:
            with connection.execute_wrapper(self):
                yield
        finally:
            log.removeHandler(handler)

    def changed(self) -> list[str]:
        """The tables that were written to and are not as they were."""
        return [table for table in sorted(self.written - BY_SHOWING) if self.before.get(table) != self._held(table)]


def send(browser: Client, form: Form, data: dict[str, list]):
    """The answer to `data`, sent as a browser would; what is no text at all goes out as its bytes."""
    if any(not isinstance(value, str) for values in data.values() for value in values):
        given = {name: [value.encode(errors="replace").decode() if isinstance(value, str) else value for value in values] for name, values in data.items()}
        return browser.post(form.action, given)
    body = urlencode(data, doseq=True, errors="surrogatepass")
    if form.method == "get":
        return browser.get(f"{form.action.partition('?')[0]}?{body}")
    return browser.post(form.action, body, content_type="application/x-www-form-urlencoded")


def tried(who: str, browser: Client, form: Form, sent: Sent, witness: Witness, then: list[str]) -> tuple[str, list[str]]:
    """Send it, take everything back, and return what it came to ("kept", "refused", "shown") and what was wrong with the answer, a line each.

    `then` are pages that are opened after something was kept: what was let in must not break what shows it.
    """
    wrong: list[str] = []
    cookies = copy.deepcopy(browser.cookies)
    began = time.process_time()
    with transaction.atomic():
        with witness.watching(), TestCase.captureOnCommitCallbacks(execute=True):
            response = send(browser, form, sent.data)
        took = time.process_time() - began
        outcome = came_to(response)
        if took > PATIENCE:
            wrong.append(f"took {took:.1f} s")
        if response.status_code >= 500:
            wrong.append(f"{response.status_code} {_fault(response)}")
        if witness.held_back and sent.typed:
            wrong.append(f"only the database refused it: {', '.join(witness.held_back)}")
        if outcome == "refused" and response.status_code < 500 and not connection.needs_rollback:
            wrong += [f"refused ({response.status_code}), and yet changed {table}" for table in witness.changed()]
            wrong += [] if has_a_sentence(response) else [f"refused ({response.status_code}) without a sentence"]
        if (outcome == "kept" or _said_to_a_script(response)) and not connection.needs_rollback:
            for address in [response.get("Location", form.here), *then]:
                place = urlsplit(address)
                if place.netloc in ("", "testserver"):
                    status = browser.get(f"{place.path or form.here}?{place.query}").status_code
                    wrong += [f"kept, and then {address} is {status}"] if status >= 500 else []
        transaction.set_rollback(True)
    browser.cookies = cookies
    return outcome, [f"{who} {form.method.upper()} {form.action}: {what}; {sent}" for what in wrong]


def came_to(response) -> str:
    """Whether an answer says that something was kept or refused, or only shows something."""
    if response.status_code in (301, 302, 303):
        queued = getattr(getattr(response.wsgi_request, "_messages", None), "_queued_messages", [])
        return "refused" if any(message.level >= constants.ERROR for message in queued) else "kept"
    if response.status_code >= 400:
        return "refused"
    shown = not response.streaming and "text/html" in response.get("Content-Type", "") and ERRORS.search(UNUSED.sub("", response.content.decode()))
    return "refused" if shown else "shown"


def _said_to_a_script(response) -> bool:
    return response.status_code == 200 and "json" in response.get("Content-Type", "")


def has_a_sentence(response) -> bool:
    """Whether a refusal says something to a person."""
    if response.status_code in (301, 302, 303) or response.wsgi_request.path.endswith(TO_A_SCRIPT):
        return True
    body = UNUSED.sub("", response.content.decode())
    if "json" in response.get("Content-Type", ""):
        return any(isinstance(value, str) and " " in value for value in json.loads(body).values())
    return any(" " in TITLE_AND_TAGS.sub("", words).strip() for words in SENTENCES.findall(body)) or (response.status_code not in (200, 422) and "<h1" in body)


def _fault(response) -> str:
    info = getattr(response, "exc_info", None)
    return f"{info[0].__name__}: {str(info[1])[:200]}" if info else ""
