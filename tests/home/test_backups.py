"""Backing up and restoring: the same again, nothing half done, each refusal a sentence that leaves everything as it was."""

from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from home import backups, ledger
from home.actions.backing_up import making, restoring
from home.actions.backing_up.engines import engine
from home.actions.backing_up.making import finished_in, make_backup
from home.actions.contributing import leaving
from home.models import Contribution, Sector
from home.rules import backups as rules
from home.rules.backups import BackupProblem, Manifest
from tests.home.backing_up import MARKER, contribution, files_with, here, upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("place")]


def test_what_was_backed_up_is_there_again_and_nothing_else(place, dev, settings):
    kept, removed = upload(), upload("Another")
    contribution(dev)
    before = here()
    manifest = make_backup(folder=place / "backups")
    assert manifest.tables == before[0]
    assert set(manifest.media) == set(before[1])
    assert {path: stored.sha256 for path, stored in manifest.files.items() if path.startswith("media/")} == {f"media/{n}": d for n, d in before[1].items()}
    Sector.objects.create(name="Made afterwards")
    default_storage.delete(kept.file.name)
    removed.file.save("later.pdf", ContentFile(b"%PDF later"))
    (settings.VAR / "dataset" / "figures.h5").write_bytes(b"newer")
    assert here() != before
    done = restoring.restore(folder=place / "backups", replace=True)
    assert here() == before
    assert (settings.VAR / "dataset" / "figures.h5").read_bytes() == b"figures of the quarter"
    assert (done.migrated, done.replayed, done.media) == (0, {}, 3)
    assert [path.name for path in settings.VAR.iterdir() if "restor" in path.name] == []
    Sector.objects.create(name="It can be written to")


def test_what_was_withdrawn_after_the_backup_stays_so(place, dev, settings):
    made = contribution(dev)
    file = made.files.get().file.name
    make_backup(folder=place / "backups")
    leaving.withdraw_by_author(made, dev)
    assert not default_storage.exists(file)
    done = restoring.restore(folder=place / "backups", replace=True)
    assert done.replayed == {"withdrawal": (1, 1)}
    assert Contribution.objects.get(pk=made.pk).words == ""
    assert not default_storage.exists(file)
    connection.close()
    assert files_with(MARKER.encode(), settings.VAR) == []
    if connection.vendor == "sqlite":
        assert MARKER.encode() not in Path(connection.settings_dict["NAME"]).read_bytes(), "nor where the file has room again"
    with engine().live_reading() as reading:
        assert [table for table in reading.columns() if any(MARKER.encode() in line for line in reading.lines(table))] == []


def test_a_ledger_of_another_place_is_heard_too(place, dev, settings):
    made = contribution(dev)
    make_backup(folder=place / "backups")
    leaving.withdraw_by_author(made, dev)
    elsewhere = ledger.ledger_path().rename(place / "elsewhere.jsonl")
    done = restoring.restore(folder=place / "backups", replace=True)
    assert done.only_its_own_ledger
    assert Contribution.objects.get(pk=made.pk).words
    done = restoring.restore(folder=place / "backups", replace=True, ledger_file=elsewhere)
    assert done.replayed == {"withdrawal": (1, 1)}
    assert not Contribution.objects.get(pk=made.pk).words
    assert ledger.entries()[0] == ledger.entries(elsewhere)[0], "and it is this site's from now on"


def test_the_newest_stay_and_what_was_left_unfinished_goes(place):
    folder = place / "backups"
    (folder / ".making-alongside-20261130T020000Z").mkdir(parents=True)
    (folder / "notes.txt").write_text("somebody's own")
    for _ in range(3):
        make_backup(folder=folder, keep=2)
    assert len(finished_in(folder)) == 2
    assert {path.name for path in folder.iterdir()} == {".lock", "notes.txt", *finished_in(folder)}


def test_two_at_once_are_one_and_a_sentence(place):
    with making._alone_in(place / "backups"), pytest.raises(BackupProblem, match="Another backup is being made"):
        make_backup(folder=place / "backups")


def test_keys_are_kept_apart_and_no_backup_holds_one(place, settings, capsys):
    call_command("backup", place / "backups", keys=place / "safe" / "keys.env")
    assert f"SECRET_KEY={settings.SECRET_KEY}\n" in (place / "safe" / "keys.env").read_text()
    assert (place / "safe" / "keys.env").stat().st_mode & 0o077 == 0
    assert files_with(settings.SECRET_KEY.encode(), place / "backups") == []
    assert "Backed up" in capsys.readouterr().out
    for path in (place / "backups").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    with pytest.raises(CommandError, match="belong apart"):
        call_command("backup", place / "backups", keys=place / "backups" / "keys.env")


def test_the_status_page_is_told_of_the_last_one(place):
    assert backups.last_backup() is None
    assert backups.last_failure() is None
    manifest = make_backup(folder=place / "backups")
    made = backups.last_backup()
    assert (made.at, made.size, made.rows, made.media) == (manifest.moment, manifest.size, manifest.rows, 0)
    assert 0 <= made.age < 0.1
    assert Path(made.path).name in finished_in(place / "backups")
    backups.note_failed("There is no backup: the disk is full.")
    assert backups.last_backup() == made
    make_backup(folder=place / "backups")
    assert backups.last_failure() is None


def test_a_ledger_that_was_tampered_with_is_said_when_the_backup_is_made(place):
    ledger.append("withdrawal", contribution="0b0e9d1c-0000-4000-8000-000000000001")
    ledger.ledger_path().write_text(ledger.ledger_path().read_text().replace("0b0e", "0b0f"))
    with pytest.raises(BackupProblem, match="ledger of withdrawals and erasures is not whole"):
        make_backup(folder=place / "backups")


def test_sessions_end_where_that_is_asked_for(place, dev, client_for):
    client_for(dev)
    assert Session.objects.count() == 1
    make_backup(folder=place / "backups")
    restoring.restore(folder=place / "backups", replace=True)
    assert Session.objects.count() == 1
    restoring.restore(folder=place / "backups", replace=True, sign_out=True)
    assert Session.objects.count() == 0


def test_a_manifest_holds_nobody_by_name(place, dev):
    make_backup(folder=place / "backups")
    (name,) = finished_in(place / "backups")
    text = (place / "backups" / name / rules.MANIFEST).read_text()
    assert dev.email not in text
    assert dev.name not in text
    assert isinstance(rules.read(text), Manifest)
