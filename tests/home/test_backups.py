"""Backing up and restoring: the same again, nothing half done, each refusal a sentence that leaves everything as it was."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from home import backups, ledger
from home.actions.backing_up import clients, disk, making, media, restoring
from home.actions.backing_up.engines import engine
from home.actions.backing_up.making import finished_in, make_backup
from home.actions.backing_up.reading import count
from home.actions.contributing import leaving, writing
from home.models import Contribution, File, Sector, User
from home.rules import backups as rules
from home.rules.backups import BackupProblem, Manifest
from home.seams import keeping
from tests.cast import make_cast
from tests.contributions.lives import draft, picture

pytestmark = pytest.mark.django_db(transaction=True)
MARKER = "quagmirelle"


@pytest.fixture(autouse=True)
def place(settings, tmp_path, monkeypatch) -> Path:
    """Everything that is written lies in a folder of the test's own."""
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "media"
    settings.LEDGER = tmp_path / "ledger"
    settings.VAR.mkdir()
    (settings.VAR / "dataset").mkdir()
    figures = settings.VAR / "dataset" / "figures.h5"
    figures.write_bytes(b"figures of the quarter")
    monkeypatch.setattr(keeping, "_keepers", {})
    keeping.keeps("figures.h5", read=lambda: figures, put=lambda making: making.rename(figures))
    return tmp_path


@pytest.fixture
def dev() -> User:
    return make_cast().dev


def upload(title: str = "A leaflet", content: bytes = b"%PDF-1.4 something") -> File:
    return File.objects.create(title=title, file=ContentFile(content, f"{title.replace(' ', '-').lower()}.pdf"))


def contribution(dev: User) -> Contribution:
    made = draft(dev, words=f"I said {MARKER} and went in.", title=f"The {MARKER} door")
    writing.add_file(made, dev, picture())
    return made


def here() -> tuple[dict, dict]:
    """All that stands here: every table's digest and every medium's."""
    with engine().live_reading() as reading:
        tables = count(reading)
    return tables, {name: media.digest(name) for name in media.names_there()}


def files_with(words: bytes, folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


def refuse(words: str, folder: Path, **options) -> None:
    """Restoring is refused with these words, and everything is as it was."""
    before = here()
    with pytest.raises(BackupProblem, match=words):
        restoring.restore(folder=folder, **options)
    assert here() == before
    assert backups.unfinished_restore() is None


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


def test_a_manifest_holds_nobody_by_name(place, dev):
    make_backup(folder=place / "backups")
    (name,) = finished_in(place / "backups")
    text = (place / "backups" / name / rules.MANIFEST).read_text()
    assert dev.email not in text
    assert dev.name not in text
    assert isinstance(rules.read(text), Manifest)
