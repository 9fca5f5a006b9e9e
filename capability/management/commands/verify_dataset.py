"""`manage.py verify_dataset`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from capability.dataset.place import published_path
from capability.dataset.verifying import problems_of


class Command(BaseCommand):
    """Checks the published HDF5 file against the frozen figures."""

    help = (
        "Check the area's published dataset (HDF5) against the frozen figures: every label, every cell after the disclosure rule, "
        "and that no name and no e-mail address stands in it. Exits 1 and says what is wrong where something is."
    )

    def add_arguments(self, parser) -> None:
        """Which file."""
        parser.add_argument("file", nargs="?", type=Path, default=None, help="the file to check; the published one where none is given")

    def handle(self, *args, file: Path | None = None, **options) -> None:
        """Check it and say what is wrong."""
        path = file or published_path()
        try:
            problems = list(problems_of(path))
        except FileNotFoundError as fault:
            raise CommandError(f"There is no file at {path}. Build it with build_dataset.") from fault
        except OSError as fault:
            raise CommandError(f"{path} is not a file that can be read as HDF5: {fault}") from fault
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{path}: {len(problems)} things are wrong.")
        self.stdout.write(f"{path}: every cell is as the frozen figures and the rule say, and nobody is in it.")
