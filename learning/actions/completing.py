"""Finishing a lesson, and completing a module, which leaves a certificate and evidence."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from capability.actions import record_evidence
from capability.enums import EvidenceKind
from capability.models import Capability
from home.actions.telling import tell
from home.enums import NoticeKind
from home.models import Membership
from learning.actions.problems import NotFinished
from learning.models import Answer, Certificate, Completion, LessonPage, LessonProgress, ModulePage, ModuleProgress
from learning.rules.completion import LessonStanding, Standing, checks_left, open_checks, standing_of
from learning.rules.questions import scored_checks

RefreshRole = ModulePage.refresh_roles.through


@dataclass(frozen=True)
class Finished:
    """What finishing a lesson came to: how far the module is, the lesson to go on with, and the completion it made, if it did."""

    standing: Standing
    next_lesson: LessonPage | None
    completion: Completion | None


def lesson_standing(lesson: LessonPage, *, finished: bool) -> LessonStanding:
    """What the rules need to know of a lesson."""
    return LessonStanding(lesson.title, finished, tuple(scored_checks(lesson.body.raw_data)), bool(lesson.content_note.strip()))


def module_standing(person, module: ModulePage, lessons: list[LessonPage] | None = None) -> Standing:
    """How far `person` is with `module`, which was read `with_progress(person)`; two queries, one where `lessons` are given (with progress)."""
    lessons = list(LessonPage.objects.of(module).with_progress(person)) if lessons is None else lessons
    best = Answer.objects.best(person, module, module.my_started_at)
    return standing_of([lesson_standing(lesson, finished=lesson.my_finished_at is not None) for lesson in lessons], best, module.pass_mark)


def finish_lesson(person, module: ModulePage, lesson_slug: str, *, leave_questions: bool = False) -> Finished:
    """Finish a live lesson of `module` (read `with_progress(person)`) and complete the module where that was the last thing.

    Raises `LessonPage.DoesNotExist` where there is no such lesson, and `NotFinished` with what is left where scored checks
    are open and the person has not said to leave them.
    """
    lessons = list(LessonPage.objects.of(module).with_progress(person))
    index = next((number for number, lesson in enumerate(lessons) if lesson.slug == lesson_slug), None)
    if index is None:
        raise LessonPage.DoesNotExist
    lesson, now = lessons[index], timezone.now()
    best = Answer.objects.best(person, module, module.my_started_at)
    left = open_checks(scored_checks(lesson.body.raw_data), best)
    if left and not leave_questions and lesson.my_finished_at is None:
        raise NotFinished(checks_left(len(left)))
    standing = standing_of([lesson_standing(each, finished=each is lesson or each.my_finished_at is not None) for each in lessons], best, module.pass_mark)
    with transaction.atomic():
        if lesson.my_finished_at is None:
            LessonProgress.objects.bulk_create(
                [LessonProgress(person=person, lesson=lesson, started_at=now, finished_at=now)],
                update_conflicts=True, unique_fields=["person", "lesson"], update_fields=["finished_at"],
            )  # fmt: skip
        if module.my_started_at is None:
            ModuleProgress.objects.bulk_create([ModuleProgress(person=person, module=module, started_at=now, last_at=now)], ignore_conflicts=True)
        completion = _complete(person, module, standing) if standing.is_complete else None
    after = [each for each in lessons[index + 1 :] + lessons[:index] if each.my_finished_at is None]
    return Finished(standing, after[0] if after else None, completion)


def complete_if_ready(person, module: ModulePage) -> Completion | None:
    """Complete `module` for `person` where everything is done; returns the completion that this made, nothing where it stood or is not ready."""
    module = ModulePage.objects.with_progress(person).get(pk=module.pk)
    standing = module_standing(person, module)
    if not standing.is_complete:
        return None
    with transaction.atomic():
        return _complete(person, module, standing)


def _complete(person, module: ModulePage, standing: Standing) -> Completion | None:
    """The completion with all it leaves; nothing where another request was first. Runs in the caller's transaction."""
    now = timezone.now()
    today = timezone.localdate(now)
    # Whoever changes this row first completes the module; everyone else finds nothing to change.
    if not ModuleProgress.objects.filter(person=person, module=module, completed_at__isnull=True).update(completed_at=now):
        return None
    completion = Completion.objects.create(
        person=person, module=module, module_key=module.key or module.slug, title=module.title, version=version_of(module), completed_at=now,
        completed_on=today, minutes=module.minutes, score=standing.score, renew_on=renewal_of(person, module, today),
    )  # fmt: skip
    Certificate.objects.create(completion=completion)
    address = f"/learning/{module.slug}/"
    record_evidence(
        person=person, capabilities=Capability.objects.filter(modules=module).only("pk"), kind=EvidenceKind.MODULE,
        source_key=f"module:{completion.module_key}:{completion.pk}", title=module.title, url=address, dated=today, minutes=module.minutes,
    )  # fmt: skip
    tell(
        person=person, kind=NoticeKind.ANSWER, key=f"completed:{completion.pk}", title=f"You completed {module.title}", url=address,
        text="Your certificate is ready, and it stands in your learning record.", why="You finished the last lesson of this module.", mail=False,
    )  # fmt: skip
    return completion


def version_of(module: ModulePage) -> str:
    """The day of the module's words: when it was last published, or written, as "2026-11-22"."""
    return f"{timezone.localdate(module.last_published_at) if module.last_published_at else module.written_on:%Y-%m-%d}"


def renewal_of(person, module: ModulePage, today: date) -> date | None:
    """When `person` should renew `module`; nothing where it need not be renewed by somebody in their job roles."""
    if not module.refresh_months:
        return None
    roles = RefreshRole.objects.filter(modulepage_id=module.pk)
    if not Membership.objects.current(today).filter(person=person, job_role__in=roles.values("jobrole_id")).exists() and roles.exists():
        return None
    return today + relativedelta(months=module.refresh_months)
