"""`manage.py backup`."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.actions.backing_up.making import make_backup
from home.rules.backups import BackupProblem, size_words


class Command(BaseCommand):
    """Makes a backup while the site runs."""

    help = (
        "Back the site up into a new folder inside DIR, while it runs: the database as it stands at one moment, the media that it names, the published "
        "dataset and the ledger of withdrawals and erasures, with a manifest of every table and file. The manifest is written last: without it a folder "
        "is no backup. SECRET_KEY is not in it, only a fingerprint by which a restore knows it: keep the key in another place (--keys writes it there). "
        "What is in a backup is not encrypted. Exits 0 only when the backup is whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, how many stay, and where the keys go."""
        parser.add_argument("dir", metavar="DIR", type=Path, help="the folder that holds the backups; it is made where it is not there")
        parser.add_argument(
            "--keep", metavar="N", type=_at_least_one, default=None, help="delete older backups in DIR, so that the newest N stay; all stay without it"
        )
        parser.add_argument(
            "--keys", metavar="FILE", type=Path, default=None, help="write the site's keys to FILE, readable by you alone and outside of DIR, to be kept apart"
        )

    def handle(self, *args, dir: Path, keep: int | None, keys: Path | None, **options) -> None:
        """Make it, saying what is done."""
        began = time.monotonic()
        try:
            manifest = make_backup(folder=dir, keep=keep, keys=keys, say=lambda line: _say(self, began, line))
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        for name in manifest.missing:
            self.stderr.write(f"The storage does not have {name}, which the database names. It was missing before this backup.")
        rows, files = f"{manifest.rows:,} rows in {len(manifest.tables)} tables", f"{len(manifest.media):,} media files"
        self.stdout.write(
            f"Backed up {rows}, {files} and {manifest.ledger_lines:,} lines of the ledger: {size_words(manifest.size)} in {manifest.seconds:.1f} s."
        )


def _say(command: BaseCommand, began: float, line: str) -> None:
    command.stdout.write(f"[{time.monotonic() - began:5.1f} s] {line}")
    command.stdout.flush()


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
