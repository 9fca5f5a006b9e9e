"""Questions about modules, lessons and what people did in them, asked of the database."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from learning.enums import Audience


class ModuleQuerySet(PageQuerySet):
    """Questions about modules."""

    def listed(self) -> "ModuleQuerySet":
        """Published modules in their order."""
        return self.live().order_by("order", "title")

    def with_progress(self, person) -> "ModuleQuerySet":
        """Each module with how far `person` is: `my_started_at`, `my_completed_at`, `my_last_at`, `my_last_lesson`, `my_last_place`; empty where not begun."""
        mine = self.annotate(mine=FilteredRelation("begun_by", condition=Q(begun_by__person=person.pk or 0)))
        return mine.annotate(
            my_started_at=F("mine__started_at"),
            my_completed_at=F("mine__completed_at"),
            my_last_at=F("mine__last_at"),
            my_last_lesson=F("mine__last_lesson"),
            my_last_place=F("mine__last_place"),
        )

    def around(self, lesson) -> "ModuleQuerySet":
        """The module that `lesson` stands in."""
        return self.filter(path=lesson.path[: -lesson.steplen])


class LessonQuerySet(PageQuerySet):
    """Questions about lessons."""

    def of(self, module) -> "LessonQuerySet":
        """The published lessons of `module`, in order."""
        return self.live().child_of(module).order_by("path")

    def with_progress(self, person) -> "LessonQuerySet":
        """Each lesson with when `person` opened and finished it: `my_started_at`, `my_finished_at`; empty where not."""
        mine = self.annotate(mine=FilteredRelation("begun_by", condition=Q(begun_by__person=person.pk or 0)))
        return mine.annotate(my_started_at=F("mine__started_at"), my_finished_at=F("mine__finished_at"))


ModuleManager = PageManager.from_queryset(ModuleQuerySet)
LessonManager = PageManager.from_queryset(LessonQuerySet)


class ModuleProgressQuerySet(models.QuerySet):
    """Questions about modules that were begun."""

    def in_progress(self) -> "ModuleProgressQuerySet":
        """Begun, not completed, and still published; the latest first."""
        return self.filter(completed_at__isnull=True, module__live=True).order_by("-last_at")


class LessonProgressQuerySet(models.QuerySet):
    """Questions about lessons that were begun."""

    def finished(self) -> "LessonProgressQuerySet":
        """Lessons that were finished."""
        return self.filter(finished_at__isnull=False)


class AnswerQuerySet(models.QuerySet):
    """Questions about answers."""

    def newest(self) -> "AnswerQuerySet":
        """The latest answer to each question."""
        return self.filter(is_latest=True)

    def best(self, person, module, since=None) -> dict[str, float | None]:
        """The best share right of each check that `person` answered in `module` (at or after `since`), by the block's id."""
        answers = self.filter(person=person, lesson__path__startswith=module.path)
        if since is not None:
            answers = answers.filter(answered_at__gte=since)
        rows = answers.order_by().values_list("block_id").annotate(best=models.Max("share_right"))
        return {str(block_id): best for block_id, best in rows}


class ReflectionQuerySet(models.QuerySet):
    """Questions about reflections."""

    def of(self, person) -> "ReflectionQuerySet":
        """What `person` wrote for themselves, the latest first."""
        return self.filter(person=person)

    def readable_by(self, person) -> "ReflectionQuerySet":
        """A person's own, and those somebody lets them read today."""
        from learning.models import ReflectionShare

        shared = ReflectionShare.objects.in_force().filter(reader=person, reflection=OuterRef("pk"))
        return self.filter(Q(person=person) | Exists(shared))

    def with_words(self, words: str) -> "ReflectionQuerySet":
        """Reflections in which every one of `words` stands, in the text or the question."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(text__icontains=word) | Q(prompt__icontains=word) | Q(lesson_title__icontains=word))
        return found


class ReflectionShareQuerySet(models.QuerySet):
    """Questions about who may read a reflection."""

    def open(self) -> "ReflectionShareQuerySet":
        """Not stopped by the person."""
        return self.filter(stopped_at__isnull=True)

    def in_force(self, day: date | None = None) -> "ReflectionShareQuerySet":
        """What may be read today: not stopped, and where it was sent to a manager, they still manage the person."""
        from home.models import Membership, TeamManager

        member = Membership.objects.current(day).filter(person=OuterRef(OuterRef("reflection__person")), team=OuterRef("team"))
        manages = TeamManager.objects.current(day).filter(Exists(member), person=OuterRef("reader"))
        return self.open().filter(Q(as_manager=False) | Exists(manages), reader__is_active=True)


class CompletionQuerySet(models.QuerySet):
    """Questions about completions."""

    def of(self, person) -> "CompletionQuerySet":
        """What `person` completed, newest first, with its certificate."""
        return self.filter(person=person).select_related("certificate", "module")


class ModuleRequestQuerySet(models.QuerySet):
    """Questions about what managers ask for."""

    def open(self) -> "ModuleRequestQuerySet":
        """Requests that were not withdrawn, for modules that are published."""
        return self.filter(withdrawn_at__isnull=True, module__live=True)

    def asked_of(self, person, day: date | None = None) -> "ModuleRequestQuerySet":
        """Open requests that are for `person` today: to their team, their job role in it, or them."""
        from home.models import Membership

        day = day or timezone.localdate()
        mine = Membership.objects.filter(person=person).current(day).filter(team=OuterRef("team"))
        in_role = Q(audience=Audience.JOB_ROLE, job_role__in=mine.values("job_role"))
        return self.open().filter(Exists(mine), Q(audience=Audience.TEAM) | Q(audience=Audience.PERSON, person=person) | in_role)


class ModuleReviewerQuerySet(models.QuerySet):
    """Questions about a module's lived-experience reviewers."""

    def standing(self) -> "ModuleReviewerQuerySet":
        """Reviewers whose time is not over."""
        return self.filter(ended_at__isnull=True)

    def without_yes_to(self, page_id: int, digest: str) -> "ModuleReviewerQuerySet":
        """Standing reviewers whose latest word on this page is not a yes to the text with this digest."""
        from learning.models import ReviewersWord

        latest = ReviewersWord.objects.filter(reviewer=OuterRef("pk"), page_id=page_id).order_by("-said_at", "-pk")
        agreed = Q(latest_digest=digest, latest_yes=True)
        found = self.standing().annotate(latest_digest=Subquery(latest.values("digest")[:1]), latest_yes=Subquery(latest.values("is_yes")[:1]))
        return found.exclude(agreed & Q(latest_yes__isnull=False))
