"""What is written of the whole site's requests, tasks and faults: nobody's name or address, nothing typed, no secret, no query."""

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.db import IntegrityError, transaction
from django_q.models import Task
from django_q.monitor import save_task
from django_q.signals import post_execute_in_worker, pre_execute

from home.models import User
from home.watching.logs import JsonLines, PlainLines
from home.watching.tasks import without_its_message
from tests.databases import ROOT
from tests.running import free_port
from tests.site.communities import make_meetings
from tests.site.contributions import make_contributions
from tests.site.documents import make_documents
from tests.site.doors import DOORS
from tests.site.ledger import make_ledger
from tests.site.shadowing import make_visits
from tests.site.test_addresses import TABLE, none
from tests.site.threads import make_threads
from tests.site.world import CANARY, SECRET, make_world

TYPED = "canaryTyped7Yq"
ASKED = "canaryAsked3Kx"
NAME = "Canaryname"
QUOTED = "canaryQuoted5Zw"
MAY_NOT = (TYPED, ASKED, NAME, QUOTED, CANARY, SECRET, "@example.org", "canary")


SLOW = {"django.db.backends", "django.template"}  # a line for each query; a test of its own looks at those


class Lines(logging.Handler):
    """Everything that is logged, as it would be written, by both ways of writing."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.json: list[str] = []
        self.plain: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.json.append(JsonLines().format(record))
        self.plain.append(PlainLines().format(record))

    def told(self, logger: str) -> list[dict]:
        return [line for line in map(json.loads, self.json) if line["logger"] == logger]


@pytest.fixture
def lines(monkeypatch) -> Lines:
    """What is written while all loggers say the most that they can."""
    handler = Lines()
    monkeypatch.setattr(logging.root, "level", logging.DEBUG)
    for name in ("", *logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "level", logging.INFO if name in SLOW else logging.DEBUG)
        logger._cache.clear()
        if not name or not logger.propagate:
            monkeypatch.setattr(logger, "handlers", [handler])
    yield handler
    for name in ("", *logging.root.manager.loggerDict):
        logging.getLogger(name)._cache.clear()


def leaks(lines: Lines) -> list[str]:
    return [line[:400] for line in (*lines.json, *lines.plain) if any(canary in line for canary in MAY_NOT)]


def everything(rows: dict, placed: dict, browser) -> None:
    """Ask for each address with words in its query, then post canaries into every field that its page has."""
    for alternatives in rows.values():
        for row in alternatives:
            address = "/" + row.address.format(**placed)
            with transaction.atomic():
                if row.method == "get":
                    response = browser.get(f"{address}{'&' if '?' in address else '?'}note={ASKED}&email={ASKED}@example.org")
                    page = "" if response.streaming else response.content.decode(errors="replace")
                    fields = set(re.findall(r'name="([\w-]+)"', page)) - {"csrfmiddlewaretoken"}
                    browser.post(address, dict.fromkeys(fields, TYPED) | {"email": f"{TYPED}@example.org"})
                else:
                    browser.post(address, dict.fromkeys(row.data or {"text": "", "note": "", "email": ""}, TYPED))
                transaction.set_rollback(True)


def rename(cast) -> None:
    for number, person in enumerate(cast.everyone().values()):
        person.name = f"{NAME}{number} {person.name}"
        person.save(update_fields=["name"])


def test_nothing_about_a_person_is_written_of_what_is_asked_and_typed(cast, client_for, lines):
    rename(cast)
    rows = {name: [row for row in found if "{" not in row.address] for name, found in {**TABLE, **DOORS}.items()}
    everything(dict(list(rows.items())[::3]), {}, client_for(cast.asha, raise_request_exception=False))
    everything({name: DOORS[name] for name in ("account_login", "account_signup", "account_reset_password")}, {}, client_for(None))
    assert len(lines.told("alongside.requests")) > 60
    none(leaks(lines))


@pytest.mark.full
@pytest.mark.parametrize("who", ["anonymous", "asha", "ben", "carys", "admin"])
def test_nothing_about_a_person_is_written_of_the_whole_site(cast, client_for, lines, who):
    rename(cast)
    placed = make_world(cast) | make_contributions(cast) | make_visits(cast) | make_meetings(cast)
    placed |= make_ledger(cast) | make_threads(cast) | make_documents(cast)
    browser = client_for({"anonymous": None, **cast.everyone()}[who], raise_request_exception=False)
    for rows in (TABLE, DOORS):
        everything(rows, placed, browser)
    requests = lines.told("alongside.requests")
    assert len(requests) > 300
    assert {"join/<str:secret>/", "page"} <= {line["route"] for line in requests}
    none(leaks(lines))


def test_a_request_is_one_line_with_its_pattern_and_how_it_went(cast, client_for, lines):
    client_for(None).get(f"/join/{SECRET}/?from={ASKED}")
    (line,) = lines.told("alongside.requests")
    assert line | {"time": "", "ms": 0, "request_id": ""} == {
        "time": "", "level": "INFO", "logger": "alongside.requests", "message": "request", "request_id": "", "method": "GET",
        "route": "join/<str:secret>/", "status": 404, "ms": 0, "queries": line["queries"],
    }  # fmt: skip
    assert re.fullmatch("[0-9a-f]{16}", line["request_id"])
    assert line["queries"] > 0
    assert line["ms"] > 0


def test_each_way_in_and_out_is_a_line_that_says_by_what_and_not_who(cast, client, lines):
    for password in (f"{TYPED}-wrong", "alongside-demo"):
        client.post("/accounts/login/", {"login": cast.frank.email, "password": password})
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": cast.ben.email, "password": "alongside-demo"})
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    told = [(line["message"], line.get("by"), line.get("ok")) for line in lines.told("alongside.signing_in")]
    assert told == [
        ("signed in", "password", False), ("signed in", "password", True), ("signed out", None, None), ("second factor", "totp", False),
    ]  # fmt: skip
    assert all(line["request_id"] for line in lines.told("alongside.signing_in"))
    none(leaks(lines))


@pytest.mark.parametrize(
    ("who", "address", "data", "status"),
    [("frank", "/area/", None, 404), ("frank", "/cms/", None, 403), ("asha", "/capability/me/plan/", {"text": "", "due_on": TYPED}, 422)],
)
def test_what_is_refused_is_a_line_with_its_pattern_and_status(cast, client_for, lines, who, address, data, status):
    """Of who tried which address nothing is kept; that somebody tried, and at what, is."""
    browser = client_for(getattr(cast, who))
    assert (browser.get(address) if data is None else browser.post(address, data)).status_code == status
    (line,) = lines.told("alongside.requests")
    assert (line["status"], f"/{line['route']}") == (status, address)
    none(leaks(lines))


def test_machines_that_ask_whether_all_is_well_are_told_of_only_where_it_is_not(db, client, lines, monkeypatch):
    client.get("/healthz")
    assert not lines.told("alongside.requests")
    with monkeypatch.context() as patched:
        patched.setattr("home.views.site.connection.cursor", broken)
        assert client.get("/healthz").status_code == 503
    assert lines.told("alongside.requests")


def broken(*args, **kwargs):
    raise IntegrityError(f"UNIQUE failed\nDETAIL: Key (email)=({QUOTED}@example.org) already exists, {NAME} typed {TYPED}")


def test_a_fault_is_found_by_its_reference_and_tells_nothing_of_what_it_quoted(cast, client_for, lines, monkeypatch):
    monkeypatch.setattr("home.views.me.render", broken)
    response = client_for(cast.asha, raise_request_exception=False).get(f"/me/?q={ASKED}")
    assert response.status_code == 500
    page = response.content.decode()
    reference = re.search(r"reference: <strong>([0-9a-f]{8})</strong>", page)[1]
    found = [line for line in map(json.loads, lines.json) if f"reference={reference}" in line["message"]]
    assert [line["error"] for line in found] == ["IntegrityError"]
    assert any(place.startswith("home/views/me.py:") for place in found[0]["where"])
    assert found[0]["request_id"] == lines.told("alongside.requests")[0]["request_id"]
    none(leaks(lines))
    for secret in ("Traceback", "IntegrityError", "/home/", "site-packages", ".py", "Django", "Wagtail", "UNIQUE", QUOTED):
        assert secret not in page


def test_a_task_that_failed_leaves_no_message_behind(db, lines):
    def failing():
        User.objects.create(email=broken())

    task = {"id": "a" * 32, "name": "some-task", "func": "home.tasks.send_due_letters", "args": (), "kwargs": {}, "cluster": "alongside", "sync": True}
    run(task, failing)
    save_task(task, None)
    (line,) = lines.told("alongside.tasks")
    assert (line["task"], line["ok"], line["error"]) == ("home.tasks.send_due_letters", False, "IntegrityError")
    assert line["where"][-1].startswith("tests/site/test_logs.py:")
    assert Task.objects.get().result.splitlines()[0] == "IntegrityError"
    logging.getLogger("django-q").error(f"Failed 'home.tasks.x' (some-task) - {QUOTED} : {TYPED}")
    assert QUOTED not in Task.objects.get().result
    none(leaks(lines))


def run(task: dict, function) -> None:
    """What django-q's worker does with a task, without its processes."""
    import traceback

    from django.utils import timezone

    task["started"] = timezone.now()
    pre_execute.send(sender="django_q", func=function, task=task)
    try:
        task["result"], task["success"] = function(), True
    except Exception as fault:
        task["result"], task["success"] = f"{fault} : {traceback.format_exc()}", False
    task["stopped"] = timezone.now()
    post_execute_in_worker.send(sender="django_q", func=function, task=task)


def test_a_message_that_looks_like_a_place_does_not_get_through():
    fault = f'oh {QUOTED} : Traceback (most recent call last):\n  File "/x/home/tasks.py", line 3, in f\n    g()\nhome.models.Wrong: {QUOTED}\n{TYPED}\n'
    assert without_its_message(fault).splitlines() == ["Wrong", "tasks.py:3 f"]
    assert without_its_message(QUOTED) == "Fault"


def test_what_libraries_fill_in_is_left_out(lines):
    server = logging.getLogger("gunicorn.error")
    for words, filled in (
        ("Error handling request %s %s", ("GET", f"/join/{SECRET}?email={QUOTED}@example.org")),
        ("Worker (pid:%s) was sent SIG%s!", (12, "KILL")),
        (f"Invalid request from ip=192.0.2.7: Invalid HTTP Header: {TYPED}", ()),
        (f"A library says '{TYPED} {NAME}' and \"{QUOTED}\" of 192.0.2.7 and 2001:db8::1:2", ()),
        (f"Invalid request from ip=1: /join/{SECRET}?{QUOTED} {TYPED}@example.org", ()),
    ):
        try:
            broken()
        except IntegrityError:
            server.exception(words, *filled)
    told = [json.loads(line)["message"] for line in lines.json]
    assert told[1:4] == ["Worker (pid:12) was sent SIG…!", "Invalid request", "A library says … and … of … and …"]
    none(leaks(lines))


def test_a_warning_is_its_kind_and_its_place(lines):
    logging.getLogger("py.warnings").warning("%s", f"{ROOT}/home/models/people.py:12: RuntimeWarning: {TYPED}\n  code\n")
    assert json.loads(lines.json[-1])["message"] == "RuntimeWarning at home/models/people.py:12"
    none(leaks(lines))


def test_queries_are_written_without_what_was_looked_for(cast, lines, settings, client_for, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django.db.backends"), "level", logging.DEBUG)
    settings.DEBUG = True
    User.objects.filter(name=NAME, email=f"{TYPED}@example.org").first()
    assert lines.told("django.db.backends")
    none(leaks(lines))


RAW = [
    f"GET /join/{SECRET}/?email={TYPED}@example.org HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    f"GET /join/{SECRET}/?email={TYPED}@example.org HTTP/9.9\r\n\r\n",
    f"{TYPED} {NAME}@example.org\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {TYPED}.example\r\nConnection: close\r\n\r\n",
    f"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n{TYPED}@example.org\r\n\r\n",
    f"GET /{'x' * 9000}{TYPED} HTTP/1.1\r\n\r\n",
]


@pytest.mark.full
def test_the_real_server_writes_lines_that_hold_nothing_whatever_it_is_sent(tmp_path):
    """There is no database, so that each request is a fault as well."""
    port, written = free_port(), tmp_path / "written"
    more = {"EMBEDDED": "1", "VAR": str(tmp_path), "PORT": str(port), "LOG_FORMAT": "json", "WEB_LOG_LEVEL": "debug", "WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:home.serving", "home.wsgi"]
    with written.open("w") as file:
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **more}, stderr=file, stdout=file)
    try:
        until = time.monotonic() + 120
        while "Listening at" not in written.read_text() and time.monotonic() < until:
            time.sleep(0.2)
        for sent in RAW:
            with socket.create_connection(("127.0.0.1", port), 60) as connection:
                connection.sendall(sent.encode())
                connection.recv(100)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    lines = written.read_text().splitlines()
    told = [json.loads(line) for line in lines]  # each line is one
    assert {"gunicorn.error", "alongside.requests"} <= {line["logger"] for line in told}
    none([line[:400] for line in lines if any(canary in line for canary in MAY_NOT)])
