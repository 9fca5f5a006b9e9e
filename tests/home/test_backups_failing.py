"""A backup or a restore that cannot be: a sentence, nothing half done, and everything as it was."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from home import backups, ledger
from home.actions.backing_up import clients, disk, media, restoring
from home.actions.backing_up.making import finished_in, make_backup
from home.actions.contributing import leaving
from home.models import Contribution, File
from home.rules import backups as rules
from home.rules.backups import BackupProblem
from tests.home.backing_up import contribution, here, upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("place")]


def refuse(words: str, folder: Path, **options) -> None:
    """Restoring is refused with these words, and everything is as it was."""
    before = here()
    with pytest.raises(BackupProblem, match=words):
        restoring.restore(folder=folder, **options)
    assert here() == before
    assert backups.unfinished_restore() is None


def changed(backup: Path, **fields) -> None:
    """Write a manifest anew, as another site would have written it."""
    path = backup / rules.MANIFEST
    path.write_text(rules.written(replace(rules.read(path.read_text()), **fields)))


def test_each_refusal_is_a_sentence_and_changes_nothing(place, dev):
    upload()
    folder = place / "backups"
    manifest = make_backup(folder=folder)
    (name,) = finished_in(folder)
    backup = folder / name
    database = backup / manifest.database
    whole, size = database.read_bytes(), database.stat().st_size
    told = (backup / rules.MANIFEST).read_text()
    newer = [*manifest.migrations, ("home", "9999_what_comes")]

    refuse("here already.*--replace", folder)
    refuse("nothing at", place / "nowhere")

    database.write_bytes(whole[: size // 2] + bytes([whole[size // 2] ^ 1]) + whole[size // 2 + 1 :])
    refuse("not as it was written", folder, replace=True)
    database.write_bytes(whole[:-100])
    refuse(f"has {size - 100:,} bytes instead of {size:,}", folder, replace=True)
    database.write_bytes(whole)

    medium = backup / "media" / manifest.media[0]
    medium.rename(place / "taken-away")
    refuse("is missing from the backup", folder, replace=True)
    (place / "taken-away").rename(medium)

    (backup / rules.MANIFEST).unlink()
    refuse("no manifest.json", folder, replace=True)
    refuse("no manifest.json", backup, replace=True)
    for changes, words in (
        ({"migrations": newer}, "newer version of the site: it knows home.9999_what_comes"),
        ({"key": rules.fingerprint("another")}, "another SECRET_KEY"),
        ({"engine": "oracle"}, "holds a database of oracle"),
        ({"tables": {**manifest.tables, "home_user": replace(manifest.tables["home_user"], rows=7)}}, "home_user has .* rows instead of 7"),
        ({"tables": {**manifest.tables, "home_user": replace(manifest.tables["home_user"], digest="0")}}, "The rows of the table home_user are not"),
    ):
        (backup / rules.MANIFEST).write_text(told)
        changed(backup, **changes)
        refuse(words, folder, replace=True)
    (backup / rules.MANIFEST).write_text(told.replace('"seconds"', '"second"'))
    refuse("not as it was written", folder, replace=True)
    (backup / rules.MANIFEST).write_text(told)

    ledger.append("what-comes", who="nobody")
    refuse("“what-comes”, which this version of the site does not know", folder, replace=True)
    ledger.ledger_path().write_text("not a line\n")
    refuse("cannot be trusted", folder, replace=True)
    ledger.ledger_path().unlink()
    refuse("no ledger at", folder, replace=True, ledger_file=place / "nowhere.jsonl")
    changed(backup, key=rules.fingerprint("another"))
    assert restoring.restore(folder=folder, replace=True, another_key=True).media == 1


def test_a_file_that_is_deleted_meanwhile_does_not_break_it(place, dev, monkeypatch):
    upload("Stays")
    lost = upload("Lost long ago")
    default_storage.delete(lost.file.name)
    meanwhile = contribution(dev)
    file = meanwhile.files.get().file.name
    real, asked, brief = media.copy_out, [], []

    def while_it_is_written_to(*args):
        asked.append(args)
        if len(asked) == 1:  # before the database is read
            copied = real(*args)
            brief.append(upload("There for a moment"))
            return copied
        leaving.withdraw_by_author(meanwhile, dev)
        brief[0].delete()
        return real(*args)

    monkeypatch.setattr(media, "copy_out", while_it_is_written_to)
    manifest = make_backup(folder=place / "backups")
    assert (manifest.gone, manifest.missing) == ([brief[0].file.name], [lost.file.name])
    assert file in manifest.media, "it was named when the database was read"
    assert manifest.ledger_lines == 1, "the ledger is read last: it knows of what was withdrawn since the database was read"
    restoring.restore(folder=place / "backups", replace=True)
    assert Contribution.objects.get(pk=meanwhile.pk).words == ""
    assert not default_storage.exists(file)


def test_a_full_disk_leaves_no_half_of_a_backup(place, monkeypatch, settings):
    upload()
    folder = place / "backups"
    make_backup(folder=folder)
    (first,) = finished_in(folder)
    real = disk.write

    def full(path, pieces):
        if "media" in path.parts:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path, pieces)

    monkeypatch.setattr(disk, "write", full)
    with pytest.raises(CommandError, match="There is no backup: No space left on device"):
        call_command("backup", folder)
    assert {path.name for path in folder.iterdir()} == {".lock", first}
    failure = backups.last_failure()
    assert failure
    assert "No space left" in failure.why
    assert backups.last_backup().path == str(folder / first)


def test_a_full_disk_leaves_what_stands_as_it_was(place, monkeypatch, dev):
    upload("Kept")
    contribution(dev)
    make_backup(folder=place / "backups")
    for each in File.objects.all():
        default_storage.delete(each.file.name)
    real = default_storage.save

    def full(name, content, **options):
        if name.endswith(".jpg"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(name, content, **options)

    for each in Contribution.objects.get().files.all():
        default_storage.delete(each.file.name)
    monkeypatch.setattr(default_storage, "save", full, raising=False)
    refuse("Nothing was restored: No space left on device", place / "backups", replace=True)


def test_a_program_that_is_not_there_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(clients.shutil, "which", lambda name: None)
    with pytest.raises(BackupProblem, match=r"pg_dump and pg_restore is not on this machine.*apt install postgresql-client"):
        clients.need("pg_dump", "pg_restore")


def test_a_restore_that_was_killed_says_so_and_may_be_run_again(place, settings):
    upload()
    make_backup(folder=place / "backups")
    left = settings.MEDIA_ROOT / "documents" / ".0b0e9d1c00004000800000000000000a.making"
    left.write_bytes(b"half a leaf")
    backups.note_restore(backups.Unfinished(at=timezone.now(), backup=str(place / "backups"), was_empty=False))
    (warning,) = backups.warn_of_unfinished_restore(None)
    assert "is not finished" in warning.msg
    with pytest.raises(BackupProblem, match="--replace"):
        restoring.restore(folder=place / "backups")
    restoring.restore(folder=place / "backups", replace=True)
    assert backups.warn_of_unfinished_restore(None) == []
    assert not left.exists()
