"""Loading modules from files: new ones are published, changed ones brought up to date, an editor's change is never written over.

A page remembers the digest of what was loaded into it. Where its latest revision holds something else, somebody here changed it:
it stays, and a sentence says so. What is gone from the files stays too, and is named.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from home.seams.publishing import NotAgreedYet
from learning.actions.library import settled
from learning.actions.reviewing import ask_for_their_yes
from learning.curriculum.folder import ModuleFolder, read_folder
from learning.curriculum.pages import ContentProblem, content_digest, put_lesson, put_module
from learning.models import LearningIndexPage, LessonPage, ModulePage

CONTENT = Path(settings.BASE_DIR) / "learning" / "content"
WHOLE = "module"  # what a module's own page is called where a lesson's id would stand


class LoadProblem(Exception):
    """Nothing of a module was loaded; `sentences` say why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass
class Loaded:
    """What became of one folder: counts, and sentences about what was left alone."""

    title: str
    made: int = 0
    changed: int = 0
    same: int = 0
    left: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = ((self.made, "new"), (self.changed, "brought up to date"), (self.same, "as before"), (len(self.left), "left alone"))
        parts = [f"{number} {word}" for number, word in counts if number]
        return f"“{self.title}”: {', '.join(parts)}."


def read_whole(path: Path) -> ModuleFolder:
    """The module in the folder `path`; raises `LoadProblem` with every problem in it."""
    folder = read_folder(path)
    folder.ships = path.resolve().parent == CONTENT.resolve()
    if folder.problems:
        raise LoadProblem(*(str(problem) for problem in folder.problems))
    return folder


def learning_index() -> LearningIndexPage:
    """The page under which modules stand; raises `LoadProblem` where the site has none yet."""
    found = LearningIndexPage.objects.first()
    if found is None:
        raise LoadProblem("The site has no page for learning yet. Run manage.py load_curriculum, which makes it.")
    return found


@transaction.atomic
def load_module(folder: ModuleFolder, *, take: Collection[str] = (), say: Callable[[str], object] = lambda line: None) -> Loaded:
    """Bring the module in `folder` and its lessons into the site, all or nothing; raises `LoadProblem`.

    `take` names pages whose change here is given up for the shipped version ("module", "module/lesson"). `say` hears each page's title.
    """
    index = LearningIndexPage.objects.select_for_update().get(pk=learning_index().pk)
    key = folder.module["id"]
    module = ModulePage.objects.filter(key=key, alias_of=None).first()
    loading = _Loading(folder, Loaded(folder.module["title"]), take, say)
    try:
        content = settled(folder.module, folder, "introduction")
        module = loading.bring(module or ModulePage(live=False), index, f"{key}/{WHOLE}", lambda page: put_module(page, content))
        _bring_lessons(loading, module)
    except (ContentProblem, ValidationError) as problem:
        raise LoadProblem(*(f"{folder.path.name}: {sentence}" for sentence in _sentences(problem))) from problem
    loading.report.left += _gone(module, {lesson["id"] for lesson in folder.lessons})
    return loading.report


def _sentences(problem: Exception) -> Iterable[str]:
    if isinstance(problem, ValidationError) and hasattr(problem, "error_dict"):
        return [f"“{name}”: {' '.join(messages)}" for name, messages in problem.message_dict.items()]
    return problem.messages if isinstance(problem, ValidationError) else [str(problem)]


@dataclass
class _Loading:
    folder: ModuleFolder
    report: Loaded
    take: Collection[str]
    say: Callable[[str], object]

    def bring(self, page: Page, parent: Page, name: str, put: Callable[[Page], None]) -> Page:
        """`page` with what `put` puts into it, published; or as it stands, where it was changed here."""
        if page.pk is None:
            self.say(f"{name}: new")
            put(page)
            parent.refresh_from_db()
            parent.add_child(instance=page)
            page.loaded_digest = content_digest(page)
            page.save_revision().publish()
            self.report.made += 1
            return page
        stands = page.get_latest_revision_as_object()
        before = content_digest(stands)
        wanted = page.get_latest_revision_as_object()
        put(wanted)
        shipped = content_digest(wanted)
        taken = name in self.take or name.partition("/")[0] in self.take
        if before == shipped:
            self.report.same += 1
        elif (before == page.loaded_digest and page.live) or taken:
            wanted.loaded_digest = shipped
            self._put_live(wanted, name)
        else:
            self.report.left.append(_left_sentence(page, before == page.loaded_digest, name))
        return page

    def _put_live(self, wanted: Page, name: str) -> None:
        revision = wanted.save_revision()
        try:
            revision.publish()
        except NotAgreedYet as waits:
            ask_for_their_yes(wanted)
            self.report.left.append(str(waits))
        else:
            self.say(f"{name}: brought up to date")
            self.report.changed += 1


def _left_sentence(page: Page, unpublished: bool, name: str) -> str:
    revision = page.latest_revision
    who = f" by {revision.user}" if revision and revision.user else ""
    what = "was unpublished here" if unpublished else f"was changed here{who} and stays as it is"
    how = f"To take the shipped version: manage.py load_curriculum --take {name}"
    return f"“{page.title}” {what}. {how} (what stands now is kept in the page's history)."


def _bring_lessons(loading: _Loading, module: ModulePage) -> None:
    key = loading.folder.module["id"]
    there = {page.key: page for page in LessonPage.objects.child_of(module).filter(alias_of=None)}
    before: Page | None = None
    for lesson in loading.folder.lessons:
        page = there.get(lesson["id"])
        is_new = page is None
        content = settled(lesson, loading.folder, "blocks")
        page = loading.bring(page or LessonPage(live=False), module, f"{key}/{lesson['id']}", partial(put_lesson, content=content, module_key=key))
        if is_new and there:
            _put_after(page, before, module)
        before = page
    shipped = [lesson["id"] for lesson in loading.folder.lessons]
    standing = [page.key for page in LessonPage.objects.child_of(module).order_by("path") if page.key in shipped]
    if standing != shipped:
        loading.report.left.append("The lessons stand in another order here than in the files, and keep it.")


def _put_after(page: Page, before: Page | None, module: ModulePage) -> None:
    page.refresh_from_db()
    if before is None:
        first = module.get_children().exclude(pk=page.pk).order_by("path").first()
        if first:
            page.move(first, "left")
    else:
        page.move(Page.objects.get(pk=before.pk), "right")


def _gone(module: ModulePage, keys: set[str]) -> list[str]:
    gone = LessonPage.objects.child_of(module).filter(alias_of=None).exclude(loaded_digest="").exclude(key__in=keys)
    what = "is not among the files any more, and stays here. Unpublish it in the CMS when nobody needs it."
    return [f"“{page.title}” ({module.key}/{page.key}) {what}" for page in gone]


def gone_modules(keys: set[str]) -> list[str]:
    """A sentence for each module that was loaded once and is not among `keys`, the modules that ship now."""
    gone = ModulePage.objects.filter(alias_of=None).exclude(loaded_digest="").exclude(key__in=keys)
    return [f"“{page.title}” ({page.key}) is not among the modules that ship, and stays here." for page in gone]
