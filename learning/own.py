"""What one person completed and began: read once for everything that a page says of it."""

from functools import cached_property

from home.models import User
from learning.models import Completion, ModuleProgress


class OwnLearning:
    """One person's completions and what they are in the middle of; each read when it is first asked for, in one query."""

    def __init__(self, person: User) -> None:
        self.person = person

    @cached_property
    def completions(self) -> list[Completion]:
        """Everything that they completed, the latest first, with its module where that still is."""
        rows = Completion.objects.filter(person=self.person).select_related("module").defer("module__introduction", "module__sources")
        return list(rows.order_by("-completed_at", "-pk"))

    @cached_property
    def begun(self) -> list[ModuleProgress]:
        """Modules begun and not completed, the latest first, each with the lesson they were in last."""
        rows = ModuleProgress.objects.filter(person=self.person, completed_at__isnull=True).select_related("module", "last_lesson")
        return list(rows.defer("module__introduction", "module__sources", "last_lesson__body", "last_lesson__content_note").order_by("-last_at"))
