"""`manage.py export_framework`: a version of the framework as a file."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from capability.exchange import as_case, as_csv
from capability.frameworks import fact_of
from capability.models import Framework


class Command(BaseCommand):
    """Writes 1EdTech CASE 1.1 (JSON), or CSV."""

    help = "Write a version of the framework as a CASE 1.1 package (JSON) or as CSV: the one in force, or the one that --name says."

    def add_arguments(self, parser) -> None:
        """The file, the version and the format."""
        parser.add_argument("file", nargs="?", default="-", help="where to; standard output where none is given")
        parser.add_argument("--name", help="the version, such as 1.0; a draft too")
        parser.add_argument("--csv", action="store_true", help="CSV in place of CASE")

    def handle(self, *args, file: str, name: str | None, csv: bool, **options) -> None:
        """Write it; what is wrong is one sentence and a non-zero exit."""
        rows = Framework.objects.filter(version=name) if name else Framework.objects.published()
        found = rows.order_by("-published_on", "-pk").first()
        if found is None:
            raise CommandError(f"There is no version {name} here." if name else "No version is in force here.")
        if found.words_digest and fact_of(found).words_digest != found.words_digest:
            raise CommandError(f"Version {found.version} no longer says what it said when it came into force. Restore it from a backup first.")
        text = as_csv(found) if csv else as_case(found)
        if file == "-":
            sys.stdout.write(text)
            return
        try:
            Path(file).write_text(text, encoding="utf-8", newline="")
        except OSError as problem:
            raise CommandError(f"{file} cannot be written: {problem.strerror}.") from problem
        self.stderr.write(f"{found} is in {file}.")
