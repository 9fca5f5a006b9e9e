"""Bring a module from files into the site."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from learning.actions.loading import LoadProblem, load_module, read_whole


class Command(BaseCommand):
    """`manage.py import_module FOLDER [--take NAME]`."""

    help = (
        "Brings the module in FOLDER (module.md and a file for each lesson, as export_module writes them) into the site and publishes it, all or "
        "nothing. What somebody changed here is left alone and named. Pictures and documents go into the library without their metadata."
    )

    def add_arguments(self, parser) -> None:
        """The folder, and pages whose change here is given up."""
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        told = "take the file's version of a page that was changed here: MODULE or MODULE/LESSON"
        parser.add_argument("--take", action="append", default=[], metavar="NAME", help=told)

    def handle(self, *args, folder: Path, take: list[str], **options) -> None:
        """Import, telling each page."""
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            loaded = load_module(read_whole(folder), take=take, say=lambda line: self.stdout.write(f"  {line}"))
        except LoadProblem as problem:
            raise CommandError("\n".join([*problem.sentences, "Nothing was imported."])) from problem
        self.stdout.write(str(loaded))
        for sentence in loaded.left:
            self.stdout.write(sentence.replace("load_curriculum", f"import_module {folder}"))
