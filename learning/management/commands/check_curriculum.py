"""Check the curriculum's files before people read them."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.urls import Resolver404, resolve
from wagtail.models import Page, Site

from capability.models import Capability
from learning.actions import loading
from learning.curriculum.check import check_module, rows
from learning.curriculum.folder import read_folder

ANY_PAGE = "wagtail_serve"


class Command(BaseCommand):
    """`manage.py check_curriculum [FOLDER] [--table]`."""

    help = (
        "Reads every module in FOLDER (by default the curriculum that ships) and says what must be mended: figures without a source, links that lead "
        "nowhere, pictures without alternative text, answers without feedback, scenarios that cannot be walked, parts that are missing. "
        "Changes nothing. Ends with 0 where nothing must be mended, with 1 otherwise; advice does not count."
    )

    def add_arguments(self, parser) -> None:
        """The folder, and whether to print the table."""
        what = "a module's folder, or the folder that holds several"
        parser.add_argument("folder", nargs="?", type=Path, default=loading.CONTENT, metavar="FOLDER", help=what)
        parser.add_argument("--table", action="store_true", help="print each lesson's minutes, words, reading age, sources and capabilities")

    def handle(self, *args, folder: Path, table: bool, **options) -> None:
        """Check, and say everything that was found."""
        paths = [folder] if (folder / "module.md").exists() else sorted(file.parent for file in folder.glob("*/module.md"))
        if not paths:
            raise CommandError(f"There is no module in {folder}. A module is a folder with a file module.md in it.")
        folders = [read_folder(path) for path in paths]
        addresses = {f"/learning/{whole.module['slug']}/" for whole in folders if whole.module}
        addresses |= {f"/learning/{whole.module['slug']}/{lesson['slug']}/" for whole in folders if whole.module for lesson in whole.lessons}
        grave = advice = 0
        for whole in folders:
            for finding in check_module(whole, lambda path: path in addresses or leads_somewhere(path)):
                grave, advice = grave + finding.grave, advice + (not finding.grave)
                (self.stderr if finding.grave else self.stdout).write(f"{'' if finding.grave else 'Advice: '}{finding}")
            if table:
                self._print_table(whole)
        built = {code for whole in folders for lesson in whole.lessons for code in lesson.get("capabilities", [])}
        missing = [code for code in Capability.objects.in_force().values_list("code", flat=True) if code not in built]
        if missing and folder == loading.CONTENT:
            advice += 1
            self.stdout.write(f"Advice: no lesson builds {', '.join(missing)}.")
        if grave:
            raise CommandError(f"{grave} {'thing' if grave == 1 else 'things'} to mend in {len(folders)} {'module' if len(folders) == 1 else 'modules'}.")
        self.stdout.write(f"{len(folders)} {'module' if len(folders) == 1 else 'modules'} checked: nothing to mend, {advice} pieces of advice.")

    def _print_table(self, whole) -> None:
        self.stdout.write(f"\n{whole.name}\n{'lesson':<60} {'minutes':>7} {'words':>6} {'reading age':>12} {'sources':>8}  capabilities")
        for row in rows(whole):
            self.stdout.write(f"{row.name[:60]:<60} {row.minutes:>7} {row.words:>6} {row.reading_age:>12.1f} {row.sources:>8}  {' '.join(row.capabilities)}")
        total = rows(whole)
        self.stdout.write(f"{'together':<60} {sum(row.minutes for row in total):>7} {sum(row.words for row in total):>6}\n")


def leads_somewhere(path: str) -> bool:
    """Whether an address inside the site is one of its views or a live page."""
    try:
        if resolve(path).url_name != ANY_PAGE:
            return True
    except Resolver404:
        return False
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site is not None and Page.objects.live().filter(url_path=f"{site.root_page.url_path.rstrip('/')}{path}").exists()
