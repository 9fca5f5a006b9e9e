"""The drill: a site is backed up while it runs and is written to, and restored into an empty place, row for row and file for file.

`make test-faults` runs it on SQLite, `make test-services` on PostgreSQL.
"""

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.environment import WORKER
from tests.faults.places import begin, empty_place, fails, files, rows, rows_of_backup, small_disk
from tests.faults.uploading import content_of
from tests.running import RunningSite, running_site

pytestmark = pytest.mark.faults
MARKER = "quagmirelle"
ENOUGH = 60  # seconds for each of both, as they say themselves
CONTRIBUTE = f"""
from home.actions.contributing import writing
from home.models import User
from tests.contributions.lives import draft, picture
made = draft(User.objects.get(email='dev@example.org'), words='I said {MARKER} and went in.', title='The {MARKER} door')
writing.add_file(made, made.author, picture())
print(made.pk, made.files.get().file.name)
"""
WITHDRAW = """
from home.actions.contributing import leaving
from home.models import Contribution
made = Contribution.objects.get(pk={})
leaving.withdraw_by_author(made, made.author)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_blocker) -> RunningSite:
    """A demonstration site of this module's own, whose ledger lies where its backups do."""
    var = tmp_path_factory.mktemp("site")
    ledger = str(tmp_path_factory.mktemp("beside"))
    with running_site(var, f"alongside_drill_{os.getpid()}_{WORKER}", django_db_blocker, LEDGER=ledger) as running:
        yield running


@pytest.fixture(scope="module")
def backups(site, tmp_path_factory) -> Path:
    """A folder with one backup, made while the site was written to; what was uploaded before it began is in `before`."""
    folder = tmp_path_factory.mktemp("backups")
    writer = begin(site, "shell", "--verbosity", "0", "--command", f"from tests.faults.uploading import upload_until; upload_until('{folder}/stop')")
    assert writer.stdout
    before = [int(writer.stdout.readline()) for _ in range(12)]
    backup = begin(site, "backup", str(folder / "kept"))
    answers = []
    while backup.poll() is None:
        with urllib.request.urlopen(f"{site.url}/healthz", timeout=20) as answer:
            answers.append(answer.status)
        time.sleep(0.2)
    (folder / "stop").touch()
    assert backup.stdout
    assert backup.returncode == 0, backup.stdout.read()
    after = [int(line) for line in writer.stdout]
    assert writer.wait() == 0
    assert set(answers) == {200}, "the site answers while it is backed up"
    assert after, "it was written to meanwhile"
    (folder / "before").write_text(str(before[-1]))
    seconds = json.loads((only(folder / "kept") / "manifest.json").read_text())["seconds"]
    print(f"\nbacked up in {seconds:.1f} s, while {len(after)} leaflets were uploaded")
    assert seconds < ENOUGH
    return folder / "kept"


def only(folder: Path) -> Path:
    (found,) = (path for path in folder.iterdir() if path.name.startswith("alongside-"))
    return found


def test_restored_elsewhere_it_is_the_same_row_for_row_and_file_for_file(site, backups, tmp_path, django_db_blocker):
    backup = only(backups)
    with empty_place(site, tmp_path / "there", django_db_blocker) as place:
        said = place.manage("restore", str(backups))
        seconds = float(re.search(r"UTC, in ([\d.]+) s", said)[1])
        print(f"\n{said}")
        with empty_place(site, tmp_path / "beside", django_db_blocker) as beside:
            wanted = rows_of_backup(backup, beside)
        found = rows(place)
        assert found.keys() == wanted.keys()
        assert [table for table in wanted if found[table] != wanted[table]] == []
        assert len(found["home_user"]) > 200
        assert files(place.var / "media") == files(backup / "media")
        assert files(place.var / "dataset") == files(backup / "published")
        gone = json.loads((backup / "manifest.json").read_text())["gone"]
        listed = place.python("from home.models import File; [print(file.title.split()[-1], file.file.name) for file in File.objects.all()]")
        leaflets = {int(number): name for number, name in (line.split() for line in listed.splitlines())}
        for number, name in leaflets.items():
            if name in gone:
                assert number % 3 == 1, "only what was deleted within the moments of the backup is not in it"
                assert not (site.var / "media" / name).exists()
            else:
                assert (place.var / "media" / name).read_bytes() == content_of(number)
        before = int((backups.parent / "before").read_text())
        assert {number for number in range(1, before + 1) if number % 3 != 1} <= leaflets.keys(), "what stood before it began is in it"
        assert len(gone) < len(leaflets) / 4
        assert place.python("from home.models import Sector; print(Sector.objects.create(name='New').pk)")
        assert seconds < ENOUGH


def test_what_was_withdrawn_since_is_found_nowhere(site, tmp_path, django_db_blocker):
    number, name = site.python(CONTRIBUTE).split()[-2:]
    site.manage("backup", str(tmp_path / "backups"))
    backup = only(tmp_path / "backups")
    assert (backup / "media" / name).exists()
    site.python(WITHDRAW.format(number))
    with empty_place(site, tmp_path / "there", django_db_blocker) as place:
        said = place.manage("restore", str(tmp_path / "backups"))
        assert "“withdrawal” in the ledger, 1 had to be done again" in said
        assert [table for table, found in rows(place).items() if any(MARKER in row for row in found)] == []
        assert [path for path, content in files(place.var).items() if MARKER.encode() in content] == []
        assert not (place.var / "media" / name).exists()


def when(process: subprocess.Popen, words: str) -> None:
    """Wait until a command has said these words."""
    assert process.stdout
    for line in process.stdout:
        if words in line:
            return
    raise AssertionError(f"It ended without saying “{words}”")


@pytest.mark.parametrize("moment", ["Media", "The database", "Counting"])
def test_a_backup_that_is_killed_is_none(site, backups, tmp_path, moment):
    folder = tmp_path / "backups"
    killed = begin(site, "backup", str(folder))
    when(killed, moment)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert [path.name for path in folder.iterdir() if path.name.startswith("alongside-")] == []
    assert [path.name for path in folder.iterdir() if path.name.startswith(".making-")], "it was killed in the middle"
    if moment == "Counting":  # once is enough for what is slow
        assert "never finished" in fails(site, "restore", str(folder), "--replace")
        site.manage("backup", str(folder))
        assert only(folder)
        assert [path.name for path in folder.iterdir() if path.name.startswith(".making-")] == []


def test_a_restore_that_is_killed_says_so_and_can_be_run_again(site, backups, tmp_path, django_db_blocker):
    with empty_place(site, tmp_path / "there", django_db_blocker) as place:
        for moment in ("The database", "Comparing", "Media", "Putting"):
            killed = begin(place, "restore", str(backups))
            when(killed, moment)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        if (place.var / "restoring.json").exists():  # the last one may have been quicker than we
            assert "is not finished" in warned(place)
            place.manage("restore", str(backups), *(["--replace"] if rows(place) else []))
        assert not (place.var / "restoring.json").exists()
        assert [path for path in files(place.var) if "restor" in path] == []
        with empty_place(site, tmp_path / "beside", django_db_blocker) as beside:
            assert rows(place) == rows_of_backup(only(backups), beside)
        assert files(place.var / "media") == files(only(backups) / "media")


def warned(place: RunningSite) -> str:
    said, _ = begin(place, "check").communicate()
    return said


def test_a_full_disk_is_a_sentence_and_changes_nothing(site, backups, tmp_path, django_db_blocker):
    with small_disk(tmp_path / "small", "4m") as small:
        assert "There is no backup" in fails(site, "backup", str(small / "backups"))
        assert {path.name for path in (small / "backups").iterdir()} <= {".lock"}
        with empty_place(site, small / "there", django_db_blocker) as place:
            said = fails(place, "restore", str(backups))
            assert "Make room" in said or "Nothing was restored" in said
            assert rows(place) == {}
            assert files(place.var / "media") == {}


def test_a_running_site_is_not_replaced(site, backups):
    before = rows(site)["home_user"]
    assert "The site is running" in fails(site, "restore", str(backups), "--replace")
    assert rows(site)["home_user"] == before


def test_an_older_backup_is_brought_up_to_date(site, backups, tmp_path, django_db_blocker):
    """The last migration of `learning` is taken back before the backup is made: what an older version would have made."""
    last = "from django.db.migrations.loader import MigrationLoader as L; print(*sorted(n for a, n in L(None).disk_migrations if a == 'learning')[-2:])"
    with empty_place(site, tmp_path / "older", django_db_blocker) as older, empty_place(site, tmp_path / "there", django_db_blocker) as place:
        older.manage("restore", str(backups))
        wanted = rows(older)
        before, newest = older.python(last).split()
        older.manage("migrate", "learning", before)
        older.manage("backup", str(tmp_path / "backups"))
        said = place.manage("restore", str(tmp_path / "backups"))
        assert "1 migrations brought it up to date" in said
        found = rows(place)
        assert found.keys() == wanted.keys()
        assert any(newest in row for row in found["django_migrations"])
        assert found["home_user"] == wanted["home_user"]
