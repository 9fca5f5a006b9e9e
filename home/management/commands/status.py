"""`manage.py status`: how the site is, for a terminal or a script."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from home.seams.status import Report, reports


class Command(BaseCommand):
    """Tells how the site is; exits 0 where all is well, 1 where something needs somebody."""

    help = "Tells how the site is: worker, queue, letters, backup, dataset, disk, settings. Exits 0 where all is well, 1 where something needs you."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to write JSON."""
        parser.add_argument("--json", action="store_true", help="Write one JSON object, for a script.")

    def handle(self, *args, **options) -> None:
        """Write a line for each thing, what needs somebody first."""
        try:
            told = list(reports())
        except DatabaseError as fault:
            told = [Report("database", "The database", f"It does not answer: {type(fault).__name__}.", well=False, todo="Start it, or mend DATABASE_URL.")]
        needing = [report for report in told if not report.well]
        if options["json"]:
            self.stdout.write(json.dumps({"well": not needing, "reports": [asdict(report) for report in told]}, indent=1))
        else:
            for report in sorted(told, key=lambda report: report.well):
                self.stdout.write(f"{'well ' if report.well else 'MEND '} {report.title}: {report.words}")
                if not report.well:
                    self.stdout.write(f"      {report.todo}")
        if needing:
            raise CommandError(f"{len(needing)} of {len(told)} things need you.", returncode=1)
