"""What a person does in a lesson. All of it is theirs: no screen for managers or editors reads these tables."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from learning.enums import CheckType, StateKind
from learning.models.pages import LessonPage, ModulePage
from learning.querysets import AnswerQuerySet, LessonProgressQuerySet, ModuleProgressQuerySet, ReflectionQuerySet, ReflectionShareQuerySet


class ModuleProgress(models.Model):
    """That a person has begun a module, and where they were last."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="modules_begun")
    module = models.ForeignKey(ModulePage, on_delete=models.CASCADE, related_name="begun_by")
    started_at = models.DateTimeField()
    last_lesson = models.ForeignKey(LessonPage, on_delete=models.SET_NULL, null=True, related_name="+")
    last_place = models.CharField("block they were at", max_length=60, blank=True)
    last_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = ModuleProgressQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at"]
        constraints = [models.UniqueConstraint(fields=["person", "module"], name="module_begun_once")]


class LessonProgress(models.Model):
    """That a person has opened a lesson and, where `finished_at` is set, finished it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lessons_begun")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="begun_by")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = LessonProgressQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="lesson_begun_once")]


class QuestionVersion(models.Model):
    """A knowledge check exactly as it was asked, kept because answers refer to it."""

    block_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    type = models.CharField(max_length=12, choices=CheckType.choices)
    content = models.JSONField()
    first_asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["block_id", "digest"], name="question_version_once")]


class Answer(models.Model):
    """One answer to one knowledge check. `share_right` is 0 to 1, empty where a check is not scored."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answers")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="answers")
    block_id = models.UUIDField()
    question = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField()
    share_right = models.FloatField(null=True)
    is_latest = models.BooleanField(default=True)
    answered_at = models.DateTimeField(auto_now_add=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "block_id"], condition=Q(is_latest=True), name="answer_latest_once"),
            models.CheckConstraint(condition=Q(share_right__isnull=True) | Q(share_right__gte=0, share_right__lte=1), name="answer_share_right_within"),
        ]
        indexes = [models.Index(fields=["person", "lesson"], name="answer_person_lesson")]


class BlockState(models.Model):
    """Where a person stands in a scenario, what they ticked, what they said in a poll."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="block_states")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="block_states")
    block_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=StateKind.choices)
    state = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "block_id"], name="block_state_once")]
        indexes = [models.Index(fields=["kind", "block_id"], name="block_state_of_block")]


class Reflection(models.Model):
    """What a person wrote for themselves. Nobody else reads it unless they send it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reflections")
    lesson = models.ForeignKey(LessonPage, on_delete=models.SET_NULL, null=True, related_name="+")
    block_id = models.UUIDField()
    module_title = models.CharField(max_length=255)
    lesson_title = models.CharField(max_length=255)
    prompt = models.TextField()
    text = models.TextField(max_length=20_000)
    in_record = models.BooleanField("show it in my learning record", default=False)
    written_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        constraints = [models.UniqueConstraint(fields=["person", "block_id"], name="reflection_once")]


class ReflectionShare(models.Model):
    """That a person lets one supervisor or manager read one reflection, until they stop.

    `address` is what the person typed, kept so that their page says the same whether or not somebody has an account there;
    without one `reader` stays empty. What was sent to a manager ends for them when they no longer manage the person.
    """

    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="shares")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    address = models.EmailField(blank=True)
    as_manager = models.BooleanField("because they manage the person", default=False)
    shared_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = ReflectionShareQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reflection", "reader"], condition=Q(stopped_at__isnull=True), name="reflection_shared_once"),
            models.UniqueConstraint(fields=["reflection", "address"], condition=Q(stopped_at__isnull=True) & ~Q(address=""), name="reflection_sent_once"),
            models.CheckConstraint(condition=Q(reader__isnull=False) | ~Q(address=""), name="reflection_share_has_reader_or_address"),
        ]


class PollResult(models.Model):
    """What colleagues said in a poll, frozen under the disclosure rule; `shares` has a band or null for each option."""

    block_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    shares = models.JSONField()
    frozen_on = models.DateField()
    answered = models.PositiveIntegerField("people who answered when it was frozen", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["block_id"], name="poll_result_once")]


class LessonNote(models.Model):
    """A reader's note to a lesson's authors that something was wrong or hard."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="lesson_notes")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=4000)
    may_name_me = models.BooleanField("the authors may know it was me", default=False)
    sent_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.TextField("what we did", blank=True, max_length=2000)

    class Meta:
        ordering = ["-sent_at"]
