"""Dev reviews one module in the invented town: his yes to every text of it stands, under his first name."""

from collections.abc import Callable
from typing import Any

from home.enums import Naming
from home.models import User
from learning.actions.reviewing import choose_credit, name_reviewer, say
from learning.curriculum.pages import content_digest
from learning.models import LessonPage, ModulePage, ModuleReviewer

MODULE = "psychologically-informed-environments"


def build(progress: Callable[[str], Any]) -> None:
    """Let an editor ask Dev, and Dev read; nothing where somebody reviews already."""
    dev, editor = User.objects.filter(email="dev@example.org").first(), User.objects.filter(email="editor@example.org").first()
    module = ModulePage.objects.filter(slug=MODULE, live=True).first()
    if dev is None or editor is None or module is None or ModuleReviewer.objects.exists():
        return
    progress(f"Dev reads “{module.title}” as its reviewer ...")
    reviewer = name_reviewer(by=editor, module=module, address=dev.email)
    choose_credit(reviewer=reviewer, credit=Naming.FIRST, pseudonym="")
    for page in [module, *LessonPage.objects.child_of(module)]:
        say(reviewer=reviewer, page=page, digest=content_digest(page.get_latest_revision_as_object()), is_yes=True)
