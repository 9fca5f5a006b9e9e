"""Restoring: everything is checked first and built beside what stands, which is changed at one moment, at the end.

What was withdrawn or erased since is done again on what was built, before anybody can see it: its media are never put back.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from home import backups, ledger
from home.actions.backing_up import checking, disk, faults, media
from home.actions.backing_up.engines import engine
from home.actions.backing_up.postgres import Postgres
from home.actions.backing_up.reading import Say, differences, media_named
from home.actions.backing_up.sqlite import Sqlite
from home.rules import backups as rules
from home.rules.backups import BackupProblem, Manifest
from home.seams.keeping import Keeper, kept_files


@dataclass(frozen=True)
class Restored:
    """What was restored: from where, how much, what was migrated, and what was done again (by kind: how many of how many).

    `only_its_own_ledger` where no ledger but the backup's was within reach, so that nothing later is known.
    """

    backup: Path
    manifest: Manifest
    migrated: int
    replayed: dict[str, tuple[int, int]]
    ledger_until: str
    only_its_own_ledger: bool
    media: int


def restore(
    *, folder: Path, replace: bool = False, another_key: bool = False, ledger_file: Path | None = None, sign_out: bool = False, say: Say = lambda line: None
) -> Restored:
    """Restore the backup at `folder`, or the newest in it, into this site's database, media and published files.

    `replace` lets it take the place of what stands here; `another_key` lets the secret key differ; `ledger_file` is a further ledger
    of what was taken back since; `sign_out` ends all sessions that the backup holds. Raises `BackupProblem` where nothing was changed.
    """
    site = engine()
    with faults.as_sentences("Nothing was restored"):
        backup = checking.find(folder)
        manifest = checking.read_whole(backup, say)
        checking.fits(manifest, site.name, another_key=another_key)
        known = checking.known_since(backup, manifest, ledger_file)
        only_its_own = not checking.is_known_later(manifest, ledger_file)
        _place_is_free(site, manifest, replace)
        site.able(manifest.files[manifest.database].size)
        with _under_way(backup):
            migrated, replayed, files = _restore(site, backup, manifest, known, sign_out=sign_out, say=say)
    return Restored(backup, manifest, migrated, replayed, known[-1].at if known else "", only_its_own, files)


def _place_is_free(site: Sqlite | Postgres, manifest: Manifest, replace: bool) -> None:
    """Raise where something stands here that nobody said may go, or where the site runs on it."""
    left = backups.unfinished_restore()
    tables = site.holds_tables()
    files = any(True for folder in media.folders_of(manifest.media) for _ in media.names_there(folder))
    if left and left.was_empty and not tables:
        return  # what is here, a killed restore put here
    if (tables or files) and not replace:
        what = " and ".join(words for words, is_so in (("a database with tables", tables), ("media", files)) if is_so)
        raise BackupProblem(
            f"There is {what} here already. Restore into an empty place, or say --replace: then what stands here goes, for good. Make a backup of it first."
        )
    if tables:
        site.refuse_in_use()


@contextmanager
def _under_way(backup: Path) -> Iterator[None]:
    """Leave a note while it works, which stays when it is killed."""
    empty = not engine().holds_tables()
    backups.note_restore(backups.Unfinished(at=timezone.now(), backup=str(backup), was_empty=empty))
    try:
        yield
    finally:
        backups.forget_restore()


def _restore(
    site: Sqlite | Postgres, backup: Path, manifest: Manifest, known: list[ledger.Entry], *, sign_out: bool, say: Say
) -> tuple[int, dict[str, tuple[int, int]], int]:
    put: list[str] = []
    stood = _media_that_stand(site)
    staged: dict[Path, Keeper] = {}
    prepared = Path(settings.VAR) / "ledger.restoring"
    try:
        site.fill(backup, say, same_role=manifest.role == site.role)
        say("Comparing it, table by table")
        told = differences(site.count(), manifest.tables)
        if told:
            raise BackupProblem(f"What was built is not what the backup holds. {' '.join(told[:5])}")
        disk.remove(prepared)
        with site.in_its_place(), ledger.kept_in(prepared):
            _remember_nothing()
            migrated = _bring_up_to_date(say)
            replayed = _do_again(known, say)
            if sign_out:
                _end_sessions()
        with site.reading() as reading:
            named = media_named(reading)
        site.tidy(say, changed=any(done for done, _ in replayed.values()) or sign_out)
        there = named & set(manifest.media)
        say(f"Media: {len(there):,} files")
        media.put_back(there, backup, manifest.files, say, put)
        _stage(backup, manifest, staged)
        ledger.add_all(ledger.entries(prepared / ledger.NAME))
        say("Putting it in its place")
        site.swap()
    except BaseException:
        with faults.as_sentences("What was begun could not be taken away"):
            media.take_away(put)
            for making in staged:
                disk.remove(making)
        raise
    finally:
        disk.remove(prepared)
        site.forget()
    with faults.as_sentences("The database and the media are restored, but not all that follows is done"):
        _after(stood - named, staged, say)
    return migrated, replayed, len(there)


def _bring_up_to_date(say: Say) -> int:
    """Run what this code has and the backup does not; how many migrations."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"It was made by an older version: {len(plan)} migrations")
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    return len(plan)


def _do_again(known: list[ledger.Entry], say: Say) -> dict[str, tuple[int, int]]:
    """Withdraw and erase again what must not be there."""
    ledger.add_all(known)
    if known:
        say(f"The ledger: {len(known):,} withdrawals and erasures are done again where the backup does not know them")
    try:
        return ledger.replay()
    except ledger.LedgerProblem as problem:
        raise BackupProblem(f"{problem} Nothing was restored.") from problem


def _end_sessions() -> None:
    Session.objects.all().delete()


def _stage(backup: Path, manifest: Manifest, staged: dict[Path, Keeper]) -> None:
    """Write each published file beside the place where it goes, and add both to `staged`."""
    for name, keeper in kept_files().items():
        if f"{rules.PUBLISHED}/{name}" in manifest.files:
            making = Path(settings.VAR) / f".{name}.restoring"
            staged[making] = keeper
            disk.write(making, disk.pieces_of(backup / rules.PUBLISHED / name))


def _media_that_stand(site: Sqlite | Postgres) -> set[str]:
    """The media that the database names which is to go; of one that cannot be read they stay."""
    if not site.holds_tables():
        return set()
    try:
        with site.live_reading() as reading:
            return media_named(reading)
    except (sqlite3.Error, psycopg.Error):
        return set()


def _after(gone: set[str], staged: dict[Path, Keeper], say: Say) -> None:
    """What follows at once: published files in their place, media that nothing names any more gone, nothing remembered of before."""
    for making, keeper in staged.items():
        keeper.put(making)
        disk.remove(making)
    if gone:
        say(f"Deleting {len(gone):,} media files that only the database before named")
    media.take_away(sorted(gone))
    _remember_nothing()


def _remember_nothing() -> None:
    """Forget what was read from the database that stands, or stood, here."""
    cache.clear()
    ContentType.objects.clear_cache()
