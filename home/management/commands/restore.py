"""`manage.py restore`."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home import ledger
from home.actions.backing_up.restoring import Restored, restore
from home.rules.backups import BackupProblem


class Command(BaseCommand):
    """Restores a backup into the place that DATABASE_URL, VAR and the media's settings name."""

    help = (
        "Restore the backup at DIR, or the newest one in it, into the database and the media that this site is set to use. Everything is read and "
        "compared first, and built beside what stands; what was withdrawn or erased since is taken out again before anybody sees it. A place that holds "
        "anything is refused unless you say --replace; so is a site that runs, a backup that is not whole, and one of a newer version. An older one is "
        "brought up to date. Exits 0 only when all of it was restored; otherwise nothing was changed."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to restore, and what may be lost by it."""
        parser.add_argument("dir", metavar="DIR", type=Path, help="a backup, or the folder that holds backups")
        parser.add_argument("--replace", action="store_true", help="let the backup take the place of what stands here, for good; stop the site first")
        parser.add_argument("--ledger", metavar="FILE", type=Path, default=None, help="a ledger.jsonl that knows what was withdrawn or erased after the backup")
        parser.add_argument("--another-key", action="store_true", help="go on where SECRET_KEY is not the one of the backup: people sign in again")
        parser.add_argument("--sign-out", action="store_true", help="end every session that the backup holds, after a break-in for example")

    def handle(self, *args, dir: Path, **options) -> None:
        """Restore it, saying what is done."""
        began = time.monotonic()

        def say(line: str) -> None:
            self.stdout.write(f"[{time.monotonic() - began:5.1f} s] {line}")
            self.stdout.flush()

        try:
            done = restore(
                folder=dir, replace=options["replace"], another_key=options["another_key"],
                ledger_file=options["ledger"], sign_out=options["sign_out"], say=say,
            )  # fmt: skip
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        self.conclude(done, time.monotonic() - began)

    def conclude(self, done: Restored, seconds: float) -> None:
        """Say what stands now, and what to know about it."""
        manifest = done.manifest
        self.stdout.write(
            f"Restored {manifest.rows:,} rows in {len(manifest.tables)} tables and {done.media:,} media files, as they were on "
            f"{manifest.moment:%-d %B %Y at %H:%M} UTC, in {seconds:.1f} s."
        )
        for kind, (again, of) in sorted(done.replayed.items()):
            self.stdout.write(f"Of {of:,} lines “{kind}” in the ledger, {again:,} had to be done again.")
        if done.only_its_own_ledger:
            until = f"Its last line is of {done.ledger_until[:16].replace('T', ' at ')} UTC" if done.ledger_until else "It is empty"
            self.stdout.write(
                f"No ledger was at {ledger.ledger_path()} before: what was restored is the one that came with the backup. {until}. Where a later one "
                "was kept, restore again with --replace --ledger FILE, so that what was taken back since stays so."
            )
        if manifest.missing:
            self.stdout.write(f"{len(manifest.missing):,} media files were missing already when the backup was made.")
        if manifest.waiting_letters:
            self.stdout.write(f"{manifest.waiting_letters:,} letters were waiting to be sent then. The worker sends them, also where they went out since.")
        if done.migrated:
            self.stdout.write(f"{done.migrated} migrations brought it up to date. Do the rest of an upgrade now: found_site, load_framework, load_curriculum.")
