"""What learning leaves: completions, certificates, and what managers ask for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from home.models import JobRole, Team, new_secret
from learning.enums import Audience
from learning.models.pages import ModulePage
from learning.querysets import CompletionQuerySet, ModuleRequestQuerySet


class Completion(models.Model):
    """That a person completed a module: which version, when, its stated minutes, and a score where there is one.

    It keeps the title and version of its day, so that it stands when the module changes or goes.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="completions")
    module = models.ForeignKey(ModulePage, on_delete=models.SET_NULL, null=True, related_name="completions")
    module_key = models.CharField(max_length=80)
    title = models.CharField(max_length=255)
    version = models.CharField(max_length=40)
    completed_at = models.DateTimeField()
    completed_on = models.DateField()
    minutes = models.PositiveSmallIntegerField("stated minutes")
    score = models.PositiveSmallIntegerField("per cent right", null=True, blank=True)
    renew_on = models.DateField(null=True, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["-completed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "module_key", "completed_on"], name="completion_once_a_day"),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=100), name="completion_score_within"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.completed_on}"


class Certificate(models.Model):
    """A completion's certificate; anyone who has its code of 128 random bits can check it."""

    completion = models.OneToOneField(Completion, on_delete=models.CASCADE, related_name="certificate")
    code = models.CharField(max_length=40, unique=True, default=new_secret)
    shows_name = models.BooleanField("the public check shows my name", default=False)
    issued_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.code


class ModuleRequest(models.Model):
    """A manager asks their team, a job role in it or one person to do a module by a date, and says why."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="module_requests")
    module = models.ForeignKey(ModulePage, on_delete=models.CASCADE, related_name="requests")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.TEAM)
    job_role = models.ForeignKey(JobRole, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    reason = models.TextField("why", max_length=600)
    due_on = models.DateField("by")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ModuleRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience=Audience.TEAM, job_role__isnull=True, person__isnull=True)
                | Q(audience=Audience.JOB_ROLE, job_role__isnull=False, person__isnull=True)
                | Q(audience=Audience.PERSON, job_role__isnull=True, person__isnull=False),
                name="module_request_audience_whole",
            ),
            # Three, because not every database can count two empty columns as equal.
            *(
                models.UniqueConstraint(
                    fields=["team", "module", *whom], name=f"module_request_open_once_{audience.value}",
                    condition=Q(withdrawn_at__isnull=True, audience=audience),
                    violation_error_message="You have asked for this already. Change that request instead.",
                )
                for audience, whom in ((Audience.TEAM, []), (Audience.JOB_ROLE, ["job_role"]), (Audience.PERSON, ["person"]))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"What is asked by {self.due_on}"


class NotNow(models.Model):
    """A person's answer to a request: why not now. Their manager reads it."""

    request = models.ForeignKey(ModuleRequest, on_delete=models.CASCADE, related_name="not_now")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField(max_length=600)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="not_now_once")]
