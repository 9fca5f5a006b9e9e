"""How far a reviewer is with a module: each page's draft, and whether their yes is for that text."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

from learning.curriculum.pages import content_digest
from learning.models import LessonPage, ModulePage, ModuleReviewer, ReviewersWord


@dataclass(frozen=True)
class Reading:
    """One page of a module for one reviewer: their last word on it, and whether it is about the text that stands now."""

    page: Page
    said: ReviewersWord | None
    is_current: bool

    @property
    def agreed(self) -> bool:
        """Whether they said yes to this text."""
        return self.is_current and bool(self.said and self.said.is_yes)

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.said is None:
            return "Not read yet"
        if self.is_current:
            return "Agreed" if self.said.is_yes else "A change is asked for"
        return "Changed since it was read"


def readings_of(reviewer: ModuleReviewer, module: ModulePage) -> list[Reading]:
    """The module's own page and each lesson, in order, as `reviewer` has read them. Queries grow with the drafts that are not live yet, not with lessons."""
    latest: dict[int, ReviewersWord] = {}
    for each in reviewer.words.order_by("said_at", "pk"):
        latest[each.page_id] = each
    found = []
    for page in [module, *LessonPage.objects.child_of(module).order_by("path")]:
        draft = page.get_latest_revision_as_object()
        said = latest.get(page.pk)
        found.append(Reading(draft, said, said is not None and said.digest == content_digest(draft)))
    return found


def credits_of(module: ModulePage) -> list[tuple[str, datetime]]:
    """The names of the standing reviewers who chose to be named and said yes to something here, each with the day of their last yes. One query."""
    latest: dict[int, tuple[str, datetime]] = {}
    words = ReviewersWord.objects.filter(reviewer__module_id=module.pk, reviewer__ended_at__isnull=True, is_yes=True)
    for said in words.select_related("reviewer__person").order_by("said_at"):
        if said.reviewer.credit_words:
            latest[said.reviewer_id] = (said.reviewer.credit_words, said.said_at)
    return list(latest.values())
