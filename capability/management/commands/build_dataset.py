"""`manage.py build_dataset`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from capability.actions.publishing import PublishingProblem, build_dataset
from capability.dataset import dataset_path


class Command(BaseCommand):
    """Builds the published HDF5 file from the frozen figures."""

    help = (
        "Build the area's published dataset (HDF5) from the frozen figures, with the disclosure rule applied. "
        "The file is written beside the old one and takes its place at once; equal figures give equal bytes."
    )

    def add_arguments(self, parser) -> None:
        """Where to write."""
        parser.add_argument("--output", type=Path, default=None, help=f"the file to write; {dataset_path()} where none is given")

    def handle(self, *args, output: Path | None = None, **options) -> None:
        """Build it and say what it holds."""
        try:
            made = build_dataset(output, progress=self.stdout.write)
        except PublishingProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{made.path}: {made.snapshots} snapshots, {made.shown} cells shown, {made.hidden} hidden, {made.size:,} bytes")
        self.stdout.write(f"sha256 {made.sha256}")
