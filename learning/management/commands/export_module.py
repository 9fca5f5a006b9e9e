"""Write a module into files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from learning.actions import loading
from learning.curriculum.exporting import ExportProblem, export_module
from learning.models import ModulePage


class Command(BaseCommand):
    """`manage.py export_module SLUG FOLDER`."""

    help = (
        "Writes what is published of the module SLUG into FOLDER, in the format that import_module and load_curriculum read: module.md, a file for "
        "each lesson, and the files they show. Says what has no form in files. FOLDER is new, empty, or holds an older export of the same module."
    )

    def add_arguments(self, parser) -> None:
        """The module's address and the folder."""
        parser.add_argument("slug", metavar="SLUG", help="the last part of the module's address, like understanding-complex-trauma")
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *args, slug: str, folder: Path, **options) -> None:
        """Export, and name what could not be written."""
        module = ModulePage.objects.filter(slug=slug, alias_of=None).first()
        if module is None:
            there = ", ".join(ModulePage.objects.live().values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no module “{slug}”. The modules are: {there}.")
        try:
            named = export_module(module, folder, loading.CONTENT)
        except (ExportProblem, OSError) as problem:
            raise CommandError(str(problem)) from problem
        for sentence in named:
            self.stdout.write(sentence)
        self.stdout.write(f"“{module.title}” is in {folder}.")
