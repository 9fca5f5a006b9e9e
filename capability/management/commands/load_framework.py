"""`manage.py load_framework FILE`: keep a capability framework and its role profiles."""

import tomllib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from capability.actions import load_framework
from capability.rules.framework import FrameworkProblem, framework_of

SHIPPED = Path(__file__).resolve().parents[2] / "content" / "framework.toml"


class Command(BaseCommand):
    """Reads a TOML file of domains, capabilities, level descriptors and role profiles."""

    help = "Load a capability framework and its role profiles from a TOML file. Loading the same file again changes nothing."

    def add_arguments(self, parser) -> None:
        """One optional argument: the file."""
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED, help="the file; the framework that ships where none is given")

    def handle(self, *args, file: Path, **options) -> None:
        """Load, and say what was done; anything wrong is one sentence and a non-zero exit."""
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError as problem:
            raise CommandError(f"There is no file {file}.") from problem
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise CommandError(f"{file} is not a TOML file in UTF-8: {problem}.") from problem
        try:
            self.stdout.write(load_framework(framework_of(tables)).sentence)
        except FrameworkProblem as problem:
            raise CommandError(f"{file}: {problem}") from problem
