"""What the site stands on is away or full: a sentence, a reference, and what somebody wrote; never a page that asks again."""

import errno
import os
import sqlite3
import time
from datetime import timedelta

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.cache.backends.redis import RedisCache
from django.core.files.base import ContentFile
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from redis.exceptions import ConnectionError as NoRedis

from home import away
from home.actions.scheduling import follow_clock
from home.caches import FilesThatMayNotFit, RedisThatMayBeAway
from home.views.errors import bad_request
from home.whole_files import FORGOTTEN, WholeFiles

WORDS = "She said that nobody had asked her that before."


def database(cause: Exception) -> OperationalError:
    fault = OperationalError(str(cause))
    fault.__cause__ = cause
    return fault


def lite(code: int) -> sqlite3.OperationalError:
    fault = sqlite3.OperationalError("canary")
    fault.sqlite_errorcode = code
    return fault


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (database(lite(sqlite3.SQLITE_BUSY)), away.DATABASE),
        (database(lite(sqlite3.SQLITE_IOERR_WRITE)), away.DATABASE),
        (database(lite(sqlite3.SQLITE_FULL)), away.FULL),
        (database(lite(sqlite3.SQLITE_ERROR)), ""),
        (database(psycopg.OperationalError("refused")), away.DATABASE),
        (database(psycopg.errors.DiskFull("no space")), away.FULL),
        (InterfaceError("closed"), away.DATABASE),
        (NoRedis("refused"), away.COUNTING),
        (OSError(errno.ENOSPC, "no space"), away.FULL),
        (FileNotFoundError(errno.ENOENT, "not there"), ""),
        (ValueError("ours"), ""),
        (None, ""),
    ],
)
def test_each_has_its_sentence_and_our_own_mistakes_have_none(fault, sentence):
    assert away.sentence_for(fault) == sentence


@pytest.fixture
def database_away(monkeypatch):
    """From the first query on, nothing answers."""

    def nothing(execute, sql, params, many, context):
        raise database(psycopg.OperationalError("connection refused"))

    def go() -> None:
        connection.execute_wrappers.append(nothing)

    yield go
    if nothing in connection.execute_wrappers:
        connection.execute_wrappers.remove(nothing)


@pytest.mark.parametrize("path", ["/dashboard/", "/", "/support/", "/capability/me/", "/cms/", "/no/such/page/"])
def test_every_page_says_so_even_where_middleware_asks_first(cast, client_for, database_away, path, caplog):
    client = client_for(cast.asha)
    client.raise_request_exception = False
    database_away()
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] and answer["Cache-Control"] == "no-store"
    assert away.DATABASE in page and "116 123" in page and "Sign out" not in page
    reference = page.partition("give this reference: <strong>")[2][:8]
    assert f"reference={reference} away: OperationalError" in caplog.text


def test_a_session_that_could_not_be_kept_is_no_bad_request(rf, db):
    found, between = SessionInterrupted("The session was deleted"), UpdateError()
    found.__context__, between.__context__ = between, database(psycopg.OperationalError("connection refused"))
    assert bad_request(rf.get("/"), found).status_code == 503
    request = rf.get("/")
    request.user = AnonymousUser()
    assert bad_request(request, SessionInterrupted("The session was deleted")).status_code == 400


def test_what_was_written_comes_back_and_a_password_does_not(cast, client_for, database_away):
    client = client_for(cast.asha)
    client.raise_request_exception = False
    database_away()
    page = client.post("/me/", {"words": WORDS, "password": "a long pass phrase of mine"}).content.decode()
    assert WORDS in page
    assert "pass phrase" not in page


def test_a_full_disk_costs_the_cache_its_memory_and_leaves_counting_closed(tmp_path, monkeypatch):
    held = FilesThatMayNotFit(str(tmp_path), {})
    held.set("area", "as it was")

    def full(self, file, value, timeout):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FilesThatMayNotFit, "_write_content", full)
    held.set("area", "as it is")
    assert held.get("area") is None, "nobody reads what is no longer true"
    with pytest.raises(OSError, match="No space"):
        held.add("tries", 1)


def test_a_file_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    storage = WholeFiles(location=tmp_path)
    assert storage.save("a/door.txt", ContentFile(b"open")) == "a/door.txt"
    assert storage.save("a/door.txt", ContentFile(b"another")) != "a/door.txt"
    assert storage.open("a/door.txt").read() == b"open"
    assert oct(os.stat(tmp_path / "a/door.txt").st_mode)[-3:] == "644"
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr(os, "fsync", lambda number: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        storage.save("a/window.txt", ContentFile(b"shut"))
    assert sorted(tmp_path.rglob("*")) == before


def test_what_a_killed_process_had_begun_is_taken_away_after_an_hour(tmp_path):
    old, new = tmp_path / ".old.making", tmp_path / ".new.making"
    for path in (old, new):
        path.write_text("half a")
    os.utime(old, (timezone.now().timestamp() - FORGOTTEN - 1,) * 2)
    WholeFiles(location=tmp_path).save("door.txt", ContentFile(b"open"))
    assert not old.exists() and new.exists()


@pytest.mark.django_db
def test_what_a_clock_that_ran_ahead_had_set_is_brought_nearer():
    now = timezone.now()
    Schedule.objects.all().delete()
    OrmQ.objects.all().delete()
    minutes = {"schedule_type": Schedule.MINUTES, "minutes": 1, "func": "home.tasks.send_due_letters"}
    ahead = Schedule.objects.create(next_run=now + timedelta(hours=1), **minutes)
    right = Schedule.objects.create(next_run=now + timedelta(seconds=50), **minutes)
    nightly = Schedule.objects.create(next_run=now + timedelta(hours=9), schedule_type=Schedule.DAILY, func="home.tasks.send_due_letters")
    held = OrmQ.objects.create(key="alongside", payload="x", lock=now + timedelta(hours=1))
    running = OrmQ.objects.create(key="alongside", payload="y", lock=now + timedelta(seconds=170))
    assert follow_clock() == 2
    for each, soon in ((ahead, True), (right, False), (nightly, False)):
        each.refresh_from_db()
        assert (each.next_run <= timezone.now()) == soon
    held.refresh_from_db()
    running.refresh_from_db()
    assert held.lock <= timezone.now() < running.lock
    assert follow_clock() == 0


def test_a_redis_that_counts_again_is_asked_for_everything_again(monkeypatch):
    monkeypatch.setattr(RedisCache, "add", lambda self, key, value, *rest, **more: True)
    monkeypatch.setattr(RedisCache, "incr", lambda self, key, *rest, **more: 2)
    monkeypatch.setattr(RedisCache, "get", lambda self, key, *rest, **more: "kept")
    cache = RedisThatMayBeAway("redis://127.0.0.1:1", {})
    for count in (lambda: cache.add("lock", 1), lambda: cache.incr("goes")):
        monkeypatch.setattr(RedisThatMayBeAway, "_rests_until", time.monotonic() + 60)
        assert cache.get("goes") is None
        count()
        assert cache.get("goes") == "kept"
