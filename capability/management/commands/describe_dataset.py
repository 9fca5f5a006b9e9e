"""`manage.py describe_dataset`."""

from pathlib import Path

import h5py
from django.core.management.base import BaseCommand, CommandError

from capability.dataset.place import published_path
from home.rules.disclosure import REASON_WORDS, Reason


class Command(BaseCommand):
    """Says what a dataset holds."""

    help = (
        "Describe the area's published dataset (HDF5), or another file of the same kind: what it says of itself, its axes and their labels' "
        "beginnings, its variables, and how many cells show a figure or are hidden, and why. Prints no figure. Reads only files you trust."
    )

    def add_arguments(self, parser) -> None:
        """Which file."""
        parser.add_argument("file", nargs="?", type=Path, default=None, help="the file to describe; the published one where none is given")

    def handle(self, *args, file: Path | None = None, **options) -> None:
        """Print it."""
        path = file or published_path()
        try:
            with h5py.File(path, "r", locking=False) as opened:
                self.describe(path, opened)
        except FileNotFoundError as fault:
            raise CommandError(f"There is no file at {path}. Build it with build_dataset.") from fault
        except (OSError, KeyError) as fault:
            raise CommandError(f"{path} is not a dataset of this kind: {fault}") from fault

    def describe(self, path: Path, file: h5py.File) -> None:
        """Every part, a line each."""
        self.stdout.write(f"{path}, {path.stat().st_size:,} bytes")
        for name, value in file.attrs.items():
            self.stdout.write(f"  {name}: {value}")
        self.stdout.write("Axes")
        for name in ("snapshot", "unit", "capability", "block"):
            axis = file[name]
            values = [str(value) for value in (axis.asstr()[:3] if h5py.check_string_dtype(axis.dtype) else axis[:3])]
            self.stdout.write(f"  {name}: {len(axis)} ({', '.join(values)}{', ...' if len(axis) > 3 else ''})")
        self.stdout.write("Variables")
        for name, item in sorted(file.items()):
            if isinstance(item, h5py.Dataset):
                packed = f", pieces of {'x'.join(map(str, item.chunks))}, {item.compression}" if item.chunks else ""
                words = f": {item.attrs['long_name']}" if "long_name" in item.attrs else ""
                self.stdout.write(f"  {name} [{' x '.join(map(str, item.shape))}] {item.dtype}{packed}{words}")
        self.stdout.write("Cells")
        mask = file["mask"][:]
        for reason in Reason:
            self.stdout.write(f"  {REASON_WORDS[reason]}: {int((mask == reason).sum()):,}")
