"""Checking a backup before anything is touched: that it is whole, that this code may restore it, and that the key is its own."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from home import ledger
from home.actions.backing_up import disk
from home.actions.backing_up.engines import NAMES
from home.actions.backing_up.making import finished_in
from home.actions.backing_up.reading import Say
from home.rules import backups as rules
from home.rules.backups import BackupProblem, Manifest

ANOTHER_KEY = (
    "This backup was made with another SECRET_KEY than the one that is set here. Set the one that was kept apart from it. "
    "Where it is lost, --another-key restores all the same: people sign in again, and links in letters that were sent stop working."
)


def find(folder: Path) -> Path:
    """The backup at `folder`, or the newest of those in it; raises `BackupProblem` where there is none."""
    if (folder / rules.MANIFEST).is_file():
        return folder
    if not folder.is_dir():
        raise BackupProblem(f"There is nothing at {folder}.")
    name = rules.newest(finished_in(folder))
    if name is None:
        raise BackupProblem(
            f"{folder} has no {rules.MANIFEST} and holds no folder that has one: it is no backup, or one that was never finished. "
            "A backup writes its manifest last. Choose another."
        )
    return folder / name


def read_whole(backup: Path, say: Say) -> Manifest:
    """The manifest of a backup, each of whose files was read and is as it was written; raises `BackupProblem` with a sentence."""
    try:
        manifest = rules.read((backup / rules.MANIFEST).read_text(encoding="utf-8"))
    except UnicodeDecodeError as fault:
        raise BackupProblem("Its manifest cannot be read, so it cannot be trusted. Restore another backup.") from fault
    say(f"Reading {backup}: {len(manifest.files):,} files, {rules.size_words(manifest.size)}")
    for needed in (manifest.database, rules.LEDGER):
        if needed not in manifest.files:
            raise BackupProblem(f"The backup does not have {needed}. Restore another backup.")
    for path, wanted in sorted(manifest.files.items()):
        file = backup / path
        if not file.is_file():
            raise BackupProblem(f"{path} is missing from the backup. Nothing was changed. Restore another backup.")
        size = file.stat().st_size
        if size != wanted.size:
            raise BackupProblem(f"{path} has {size:,} bytes instead of {wanted.size:,}. Nothing was changed. Restore another backup.")
        if disk.stored(file) != wanted:
            raise BackupProblem(f"{path} is not as it was written: its digest differs. Nothing was changed. Restore another backup.")
    return manifest


def fits(manifest: Manifest, engine: str, *, another_key: bool) -> None:
    """Raise `BackupProblem` where this site cannot restore it, or only with a loss that nobody agreed to."""
    if manifest.engine != engine:
        raise BackupProblem(
            f"This backup holds a database of {NAMES.get(manifest.engine, manifest.engine)}, and this site runs on {NAMES[engine]}. "
            "Set DATABASE_URL to one of its own kind."
        )
    unknown = rules.unknown_migrations(manifest.migrations, known_migrations(), our_apps())
    if unknown:
        raise BackupProblem(
            f"This backup was made by a newer version of the site: it knows {', '.join(unknown[:3])}{' and more' if len(unknown) > 3 else ''}. "
            "Install the version that made it, or a later one, and restore with that."
        )
    if manifest.key != rules.fingerprint(settings.SECRET_KEY) and not another_key:
        raise BackupProblem(ANOTHER_KEY)


def known_migrations() -> Iterable[tuple[str, str]]:
    """Every migration of this code."""
    return MigrationLoader(None, ignore_no_migrations=True).disk_migrations.keys()


def our_apps() -> list[str]:
    """The apps of this site's own code."""
    return [config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]


def known_since(backup: Path, manifest: Manifest, more: Path | None) -> list[ledger.Entry]:
    """What any ledger within reach holds: the site's own, the backup's, `more`, those of newer backups beside it, and where it lay then.

    Raises `BackupProblem` where one of the first three cannot be trusted or holds what this version cannot do again.
    """
    if more is not None and not more.is_file():
        raise BackupProblem(f"There is no ledger at {more}.")
    found: dict[str, ledger.Entry] = {}
    for path in (backup / rules.LEDGER, None, *([more] if more else [])):
        found |= {entry.id: entry for entry in _entries(path)}
    beside = [backup.parent / name / rules.LEDGER for name in finished_in(backup.parent)] if rules.NAME.fullmatch(backup.name) else []
    for path in beside:
        with suppress(OSError, ledger.LedgerProblem):  # another backup's trouble
            found |= {entry.id: entry for entry in ledger.entries(path)}
    with suppress(OSError, ledger.LedgerProblem), ledger.kept_in(manifest.ledger_path):  # it may be another machine's
        found |= {entry.id: entry for entry in ledger.entries()}
    unknown = ledger.unknown_kinds(found.values())
    if unknown:
        kinds = ", ".join(f"“{kind}”" for kind in sorted(unknown))
        raise BackupProblem(f"The ledger holds {kinds}, which this version of the site does not know. Use the version that wrote it.")
    return sorted(found.values(), key=lambda entry: entry.at)


def is_known_later(manifest: Manifest, more: Path | None) -> bool:
    """Whether there is a ledger besides the backup's own."""
    with ledger.kept_in(manifest.ledger_path), suppress(OSError):
        if ledger.is_there():
            return True
    return bool(more) or ledger.is_there()


def _entries(path: Path | None) -> list[ledger.Entry]:
    try:
        return ledger.entries(path)
    except ledger.LedgerProblem as problem:
        raise BackupProblem(f"A ledger of withdrawals and erasures cannot be trusted, so nothing was restored. {problem}") from problem
