"""Making a backup while the site runs: everything of one moment, finished at once or not at all."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from home import backups, ledger
from home.actions.backing_up import disk, faults, media
from home.actions.backing_up.engines import engine
from home.actions.backing_up.reading import Say, count, media_named, migrations_of, waiting_letters
from home.rules import backups as rules
from home.rules.backups import BackupProblem, Manifest, Stored
from home.seams.keeping import kept_files
from home.whole_files import sync


def make_backup(*, folder: Path, keep: int | None = None, keys: Path | None = None, say: Say = lambda line: None) -> Manifest:
    """Make a backup in a new folder inside `folder`; its manifest. Of older ones the newest `keep` stay, this one among them.

    `keys` is a file, outside of `folder`, to which the site's keys are written for somebody else to keep. Raises `BackupProblem`
    where there is no backup; nothing of it is left then, and older ones stand. The same is remembered for the status page.
    """
    try:
        with faults.as_sentences("There is no backup"), _private_files(), _alone_in(folder):
            return _make(folder, keep, keys, say)
    except BackupProblem as problem:
        with faults.as_sentences(f"{problem} This could not be remembered"):
            backups.note_failed(str(problem))
        raise


def _make(folder: Path, keep: int | None, keys: Path | None, say: Say) -> Manifest:
    began = time.monotonic()
    _forget_unfinished(folder)
    if keys is not None:
        _write_keys(keys, folder)
    name = _free_name(folder)
    making = folder / f"{rules.MAKING}{name}"
    making.mkdir()
    try:
        manifest = _fill(making, began, say)
        (making / rules.MANIFEST).write_text(rules.written(manifest), encoding="utf-8")
        for inside, _, files in os.walk(making):
            for file in files if Path(inside) == making else []:
                sync(Path(inside) / file)
            sync(Path(inside))
        making.rename(folder / name)
        sync(folder)
    except BaseException:
        disk.remove(making)
        raise
    backups.note_made(
        backups.Made(
            at=manifest.moment, path=str(folder / name), size=manifest.size, seconds=manifest.seconds,
            rows=manifest.rows, media=len(manifest.media), missing=len(manifest.missing),
        )
    )  # fmt: skip
    say(f"{folder / name}: {rules.size_words(manifest.size)}")
    _delete_old(folder, keep, say)
    return manifest


def _fill(making: Path, began: float, say: Say) -> Manifest:
    """Everything but the manifest: the media that are named now, the database, what it names besides, and last the ledger, which may know more.

    So a medium that was there for longer than a backup takes is in it, also where it is deleted meanwhile.
    """
    site = engine()
    if not site.holds_tables():
        raise BackupProblem("This site's database has no tables yet. Make them with manage.py migrate.")
    with site.live_reading() as reading:
        early = media_named(reading)
    say(f"Media: {len(early):,} files")
    files, _ = media.copy_out(early, making, say)
    say("The database")
    made_at = timezone.now()
    with site.snapshot(making, say) as reading:
        say("Counting its tables")
        tables, names = count(reading), media_named(reading)
        migrations, letters = migrations_of(reading), waiting_letters(reading)
    say("Media that came meanwhile")
    for path in [path for path in files if path.removeprefix(f"{rules.MEDIA}/") not in names]:
        disk.remove(making / path)
        del files[path]
    late, absent = media.copy_out({name for name in names if f"{rules.MEDIA}/{name}" not in files}, making, say)
    files |= late
    missing = _still_named(absent)
    files |= _published(making)
    lines = _ledger(making)
    files |= {rules.LEDGER: disk.stored(making / rules.LEDGER), site.file: disk.stored(making / site.file)}
    return Manifest(
        made_at=made_at.isoformat(), seconds=round(time.monotonic() - began, 1), site=settings.SITE_URL,
        engine=site.name, database=site.file, role=site.role, key=rules.fingerprint(settings.SECRET_KEY),
        migrations=migrations, tables=tables, files=files, missing=missing, gone=sorted(set(absent) - set(missing)),
        ledger_lines=lines, ledger_path=_ledger_place(), waiting_letters=letters,
    )  # fmt: skip


def _still_named(absent: list[str]) -> list[str]:
    """Those media that the database names now, too: what is not is only what was deleted meanwhile."""
    if not absent:
        return []
    site = engine()
    with site.live_reading() as reading:
        return sorted(set(absent) & media_named(reading))


def _published(making: Path) -> dict[str, Stored]:
    copied = {}
    for name, keeper in kept_files().items():
        if (file := keeper.read()).exists():
            copied[f"{rules.PUBLISHED}/{name}"] = disk.write(making / rules.PUBLISHED / name, disk.pieces_of(file))
    return copied


def _ledger_place() -> str:
    """Where the ledger lies, so that a restore that reaches it hears what came later."""
    where = str(settings.LEDGER)
    return where if "://" in where else str(Path(where).resolve())


def _ledger(making: Path) -> int:
    """Copy the ledger whole; how many lines. A broken one is said, since a restore could not trust it."""
    try:
        content, lines = ledger.whole()
    except ledger.LedgerProblem as problem:
        raise BackupProblem(
            f"The ledger of withdrawals and erasures is not whole, and a backup without it could bring back what was taken back. {problem}"
        ) from problem
    disk.write(making / rules.LEDGER, [content])
    return lines


# -- the folder of backups ---------------------------------------------------------------------------


@contextmanager
def _private_files() -> Iterator[None]:
    """What is written is for its owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise BackupProblem(f"Another backup is being made in {folder}. Wait for it, or choose another folder.") from fault
        yield


def _free_name(folder: Path) -> str:
    name = f"alongside-{timezone.now():%Y%m%dT%H%M%SZ}"
    number = 1
    while (folder / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return name if number == 1 else f"{name}-{number}"


def finished_in(folder: Path) -> list[str]:
    """The names of the backups in a folder: those with a manifest."""
    if not folder.is_dir():
        return []
    return [path.name for path in folder.iterdir() if rules.NAME.fullmatch(path.name) and (path / rules.MANIFEST).is_file()]


def _forget_unfinished(folder: Path) -> None:
    """Take away what a killed backup left; nobody else is at it, since we hold the lock."""
    for path in folder.iterdir():
        if path.name.startswith((rules.MAKING, rules.GOING)):
            disk.remove(path)


def _delete_old(folder: Path, keep: int | None, say: Say) -> None:
    """Delete backups beyond `keep`, each out of sight first, so that a half deleted one is none."""
    for name in rules.to_delete(finished_in(folder), keep or 0):
        going = folder / f"{rules.GOING}{name}"
        (folder / name).rename(going)
        disk.remove(going)
        say(f"Deleted {name}, as only {keep} are kept")


# -- the keys, apart ------------------------------------------------------------------------------------

KEYS = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MAIL_URL", "OIDC_CLIENT_ID", "OIDC_SECRET", "BUCKET_KEY", "BUCKET_SECRET")


def _write_keys(keys: Path, folder: Path) -> None:
    """Write the site's keys as lines of an environment file, for its owner alone and away from the backups."""
    if keys.resolve().is_relative_to(folder.resolve()):
        raise BackupProblem("The keys belong apart from the backups: whoever finds one must not find the other. Choose a file in another place.")
    told = {**{name: os.environ[name] for name in KEYS if os.environ.get(name)}, "SECRET_KEY": settings.SECRET_KEY}
    keys.parent.mkdir(parents=True, exist_ok=True)
    making = keys.with_name(f".{keys.name}.{os.getpid()}")
    disk.write(making, ["".join(f"{name}={value}\n" for name, value in sorted(told.items())).encode()])
    os.replace(making, keys)
