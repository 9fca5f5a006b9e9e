"""Load the curriculum from its files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from learning.actions import loading
from learning.actions.announcing import load_index, load_pathways
from learning.actions.loading import LoadProblem, gone_modules, load_module, read_whole


class Command(BaseCommand):
    """`manage.py load_curriculum [FOLDER] [--take NAME]`."""

    help = (
        "Loads every module in FOLDER (a folder for each, by default the curriculum that ships), the pathways and what is coming. "
        "New pages are published, changed ones brought up to date. What somebody changed here in the CMS is left alone and named, and what is "
        "gone from the files stays. Running it again changes nothing. A module with a broken file is not loaded at all, and the command ends with 1."
    )

    def add_arguments(self, parser) -> None:
        """The folder, and pages whose change here is given up."""
        parser.add_argument("folder", nargs="?", type=Path, default=loading.CONTENT, metavar="FOLDER", help="where the modules' folders are")
        parser.add_argument(
            "--take", action="append", default=[], metavar="NAME",
            help="take the shipped version of a page that was changed here: MODULE, MODULE/module (its own page) or MODULE/LESSON; may be given again",
        )  # fmt: skip

    def handle(self, *args, folder: Path, take: list[str], **options) -> None:
        """Load, telling each step."""
        paths = sorted(file.parent for file in folder.glob("*/module.md"))
        if not paths:
            raise CommandError(f"There is no module in {folder}. A module is a folder with a file module.md in it.")
        broken, keys = 0, set()
        try:
            load_index(folder)
        except LoadProblem as problem:
            raise CommandError(str(problem)) from problem
        for path in paths:
            self.stdout.write(f"{path.name} ...")
            self.stdout.flush()
            try:
                whole = read_whole(path)
                keys.add(whole.module["id"])
                loaded = load_module(whole, take=take, say=lambda line: self.stdout.write(f"  {line}"))
            except LoadProblem as problem:
                broken += 1
                for sentence in problem.sentences:
                    self.stderr.write(f"  {sentence}")
                self.stderr.write(f"  Nothing of {path.name} was loaded.")
                continue
            self.stdout.write(f"  {loaded}")
            for sentence in loaded.left:
                self.stdout.write(f"  {sentence}")
        try:
            told = [*load_pathways(folder, take), *load_index(folder)]
        except LoadProblem as problem:
            raise CommandError(str(problem)) from problem
        if folder.resolve() == loading.CONTENT.resolve() and not broken:
            told += gone_modules(keys)
        for sentence in told:
            self.stdout.write(sentence)
        if broken:
            raise CommandError(f"{broken} of {len(paths)} modules could not be loaded. Correct what is named above and run this again.")
