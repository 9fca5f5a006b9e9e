"""A disk is full: reading goes on, writing gets a sentence, nothing is half there, and nothing that was confirmed is lost."""

import hashlib
import io
import os
import subprocess
import sys

import pytest
from PIL import Image

from tests import databases
from tests.faults.browser import Browser
from tests.faults.world import REFLECTION

pytestmark = pytest.mark.faults
FULL = "There is no room left on the site"


def noise(side: int = 700) -> bytes:
    """A picture that no compression makes small."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "PNG")
    return out.getvalue()


def test_reading_goes_on_and_what_was_confirmed_is_kept(small, town, neighbours):
    person = next(neighbours)
    browser, lesson = Browser(small.site, person["session"]), town["lesson"]
    page = browser.get(lesson)
    confirmed, refused = [], []
    small.rows("PRAGMA wal_checkpoint(TRUNCATE)")  # what the database has of the disk already would take some writes more
    with small.full(small.var):
        for number in range(200):
            text = f"Thought number {number}. " + "What she said stayed with me. " * 600
            answer = browser.post(page, f"{lesson}reflect/{REFLECTION}/", text=text)
            assert answer.status in (200, 503), answer.words[:300]
            (confirmed if answer.status == 200 else refused).append((text, answer))
            if len(refused) == 3:
                break
        assert len(refused) == 3, "the disk never became full"
        for text, answer in refused:
            assert FULL in answer.page and "give this reference" in answer.page and answer.headers["Retry-After"]
            assert text[:60] in answer.page, "what was written comes back to be copied"
        for path in (
            "/dashboard/",
            lesson,
            town["shipped"],
            "/capability/me/",
            town["placement"],
            town["session"],
            "/learning/reflections/",
            "/search/?q=trauma",
        ):
            found = browser.get(path)
            assert found.status == 200, (path, found.status, found.words[:300])
        assert Browser(small.site).get("/support/").status == 200
        stands = small.rows("SELECT text FROM learning_reflection WHERE person_id = ?", person["pk"])
        assert [text for (text,) in stands] == [text.strip() for text, _ in confirmed[-1:]] or stands[0][0].strip() == confirmed[-1][0].strip()
        stranger = Browser(small.site)
        assert stranger.sign_in("frank@example.org").status in (429, 503), "nobody signs in where nothing can be counted"
    answer = browser.post(page, f"{lesson}reflect/{REFLECTION}/", text="There is room again.")
    assert answer.status == 200
    assert small.rows("SELECT text FROM learning_reflection WHERE person_id = ?", person["pk"]) == [("There is room again.",)]
    checked = small.site.python("from django.db import connection; print(connection.cursor().execute('PRAGMA integrity_check').fetchone()[0])")
    assert checked == "ok"  # by Django's connection: some constraints ask its own functions


def test_an_upload_that_does_not_fit_gets_a_sentence_and_leaves_nothing(small, town, neighbours):
    person = next(neighbours)
    browser, media = Browser(small.site, person["session"]), small.var / "media"
    address = f"/contributions/{person['contribution']}/"
    page = browser.get(f"{address}write/")
    before = sorted(path for path in media.rglob("*") if path.is_file())
    with small.full(media):
        answer = browser.post(page, f"{address}files/", files={"file": ("a door.png", noise())})
        assert answer.status == 200
        assert "There is no room for it here just now" in answer.page
        assert sorted(path for path in media.rglob("*") if path.is_file() and path.name != "filler") == before
        editor = Browser(small.site, town["editor"])
        form = editor.get("/cms/images/add/")
        answer = editor.post(form, "/cms/images/add/", files={"file": ("a door.png", noise())}, title="A door", collection="1")
        assert answer.status == 503 and FULL in answer.page, answer.words[:300]
        assert sorted(path for path in media.rglob("*") if path.is_file() and path.name != "filler") == before
    key = person["contribution"].replace("-", "")
    count = "SELECT count(*) FROM home_contributionfile JOIN home_contribution given ON given.id = contribution_id WHERE given.public_id = ?"
    assert small.rows(count, key) == [(0,)]
    assert small.rows("SELECT count(*) FROM home_picture WHERE title = 'A door'") == [(0,)]
    answer = browser.post(page, f"{address}files/", files={"file": ("a door.png", noise())})
    assert answer.status == 200 and "Kept, without what the file said" in answer.page
    assert small.rows(count, key) == [(1,)]


def test_a_dataset_that_does_not_fit_leaves_the_old_one_to_be_read(small, town):
    small.site.python("from datetime import date; from capability.actions.freezing import freeze; freeze(date(2026, 5, 1), quarterly=True)")
    small.site.manage("build_dataset")
    lead = Browser(small.site, town["lead"])
    assert lead.get("/area/").status == 200
    published = next(small.var.rglob("*.h5"))
    old = hashlib.sha256(published.read_bytes()).hexdigest()
    small.site.python("from datetime import date; from capability.actions.freezing import freeze; freeze(date(2026, 8, 1), quarterly=True)")
    with small.full(small.var):
        told = subprocess.run(
            [sys.executable, "manage.py", "build_dataset"], cwd=databases.ROOT, env=small.site.environment, capture_output=True, text=True, check=False
        )
        assert told.returncode != 0
        assert "no room" in told.stderr and "Traceback" not in told.stderr, told.stderr
        assert hashlib.sha256(published.read_bytes()).hexdigest() == old
        assert not list(published.parent.glob("*.making")) and not list(published.parent.glob(".*.making"))
        assert lead.get("/area/").status == 200
        assert lead.get("/area/dataset/capability-cube.h5").status == 200
    small.site.manage("build_dataset")
    assert hashlib.sha256(published.read_bytes()).hexdigest() != old
    small.site.manage("verify_dataset")
