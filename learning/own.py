"""What one person completed and began: read once for everything that a page says of it."""

from functools import cached_property

from home.models import User
from home.prepared import Prepared
from learning.models import Completion, ModuleProgress


class OwnLearning:
    """One person's completions and what they are in the middle of; each read when it is first asked for, in one query."""

    def __init__(self, person: User) -> None:
        self.person = person

    @cached_property
    def completions(self) -> list[Completion]:
        """Everything that they completed, the latest first, with its module where that still is."""
        return COMPLETIONS.all(self.person.pk)

    @cached_property
    def begun(self) -> list[ModuleProgress]:
        """Modules begun and not completed, the latest first, each with the lesson they were in last."""
        return BEGUN.all(self.person.pk)


def _completions(person: int):
    rows = Completion.objects.filter(person=person).select_related("module").defer("module__introduction", "module__sources")
    return rows.order_by("-completed_at", "-pk")


def _begun(person: int):
    rows = ModuleProgress.objects.filter(person=person, completed_at__isnull=True).select_related("module", "last_lesson")
    return rows.defer("module__introduction", "module__sources", "last_lesson__body", "last_lesson__content_note").order_by("-last_at")


COMPLETIONS = Prepared(_completions)
BEGUN = Prepared(_begun)
