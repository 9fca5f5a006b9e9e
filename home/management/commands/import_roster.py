"""`manage.py import_roster FILE`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from home.actions import roster
from home.actions.refusals import Refused
from home.rules.roster import Unreadable


class Command(BaseCommand):
    """Imports people and their teams from a CSV file, all of it or nothing."""

    help = (
        "Imports people, teams, job roles, managers and deputies from a CSV file with the columns email, name, team, service, job_role, "
        "manager, deputy, started_on, ended_on. Carries out all of it or nothing. --dry-run shows, row by row, what would change and what is wrong."
    )

    def add_arguments(self, parser) -> None:
        """The file, and whether to look only."""
        parser.add_argument("file", help="The CSV file, in UTF-8, UTF-16 or Windows-1252.")
        parser.add_argument("--dry-run", action="store_true", help="Show what would change and change nothing.")

    def handle(self, *args, **options) -> None:
        """Show the plan, and carry it out unless asked not to."""
        try:
            content = Path(options["file"]).read_bytes()
        except OSError as fault:
            raise CommandError(f"{options['file']} cannot be read: {fault.strerror}.") from fault
        try:
            shown = roster.dry_run(content)
            for step in shown.steps:
                self.stdout.write(f"line {step.line}: {step.sentence}")
            for line, sentences in shown.wrong.items():
                self.stderr.write(f"line {line}: {' '.join(sentences)}")
            if shown.wrong:
                raise CommandError("There are rows to put right. Nothing was changed.")
            if options["dry_run"]:
                self.stdout.write(f"{len(shown.steps)} changes from {shown.rows} rows. Nothing was changed: this was a dry run.")
                return
            roster.import_roster(content=content, token=roster.seal(content, shown))
        except (Unreadable, Refused) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Done: {len(shown.steps)} changes from {shown.rows} rows.")
