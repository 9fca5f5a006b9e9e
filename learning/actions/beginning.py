"""Beginning a module or lesson, and keeping the place where somebody is."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from learning.models import LessonPage, LessonProgress, ModulePage, ModuleProgress


def open_lesson(person, lesson: LessonPage, module: ModulePage, *, place: str | None = None, begun_at: datetime | None = None) -> None:
    """Keep that `person` is in `lesson` now, at `place` (the id of a block; `None` leaves the place as it is, "" is the top).

    Two statements at most, one where the lesson was begun already, at `begun_at`; safe to do twice at once. A module that is
    new to the person (a lesson may have been moved into it) counts as begun when the lesson was.
    """
    now = timezone.now()
    if begun_at is None:
        LessonProgress.objects.bulk_create([LessonProgress(person=person, lesson=lesson, started_at=now)], ignore_conflicts=True)
    changed = ["last_lesson", "last_at"] + (["last_place"] if place is not None else [])
    ModuleProgress.objects.bulk_create(
        [ModuleProgress(person=person, module=module, started_at=begun_at or now, last_lesson=lesson, last_place=(place or "")[:60], last_at=now)],
        update_conflicts=True, unique_fields=["person", "module"], update_fields=changed,
    )  # fmt: skip


@transaction.atomic
def begin_again(person, module: ModulePage) -> datetime:
    """Begin a completed module afresh, to renew it: lessons are open again, earlier answers no longer count.

    The earlier completion, its certificate and evidence stand. Does nothing where the module is not complete. Returns when it was begun.
    """
    now = timezone.now()
    began = ModuleProgress.objects.filter(person=person, module=module, completed_at__isnull=False)
    if began.update(started_at=now, completed_at=None, last_lesson=None, last_place="", last_at=now):
        LessonProgress.objects.filter(person=person, lesson__in=LessonPage.objects.child_of(module)).update(finished_at=None)
    return now
