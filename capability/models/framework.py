"""The capability framework, as versioned data.

A version is a draft, in force or retired. Only a draft is edited: every write goes through `actions.versions`, which refuses
for the others, and `words_digest` keeps what stood there when it came into force. Identifiers (`public_id`) are those of the
exchange format; `case` holds what a file said that has no place of its own here, so that it goes out again as it came in.
"""

import uuid

from django.db import models
from django.db.models import Q

from capability.enums import FrameworkState, Level
from capability.querysets import CapabilityQuerySet, FrameworkQuerySet
from home.models import JobRole


class Framework(models.Model):
    """One version of a published framework."""

    identifier = models.SlugField(max_length=80)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=FrameworkState.choices, default=FrameworkState.DRAFT)
    published_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    changes = models.TextField("what changed, and why", blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    words_digest = models.CharField(max_length=64, blank=True, editable=False)
    case = models.JSONField(default=dict, blank=True, editable=False)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["identifier", "-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["identifier", "version"], name="framework_version_once"),
            models.UniqueConstraint(fields=["state"], condition=Q(state=FrameworkState.PUBLISHED), name="framework_published_one"),
            models.CheckConstraint(
                condition=Q(state=FrameworkState.DRAFT, published_on__isnull=True, words_digest="")
                | (~Q(state=FrameworkState.DRAFT) & Q(published_on__isnull=False) & ~Q(words_digest="")),
                name="framework_published_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(state=FrameworkState.RETIRED, retired_on__isnull=False) | (~Q(state=FrameworkState.RETIRED) & Q(retired_on__isnull=True)),
                name="framework_retired_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be edited."""
        return self.state == FrameworkState.DRAFT


class Domain(models.Model):
    """A part of a framework that gathers capabilities."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="domains")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    case = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="domain_code_once"),
            models.UniqueConstraint(fields=["framework", "public_id"], name="domain_public_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"


class Capability(models.Model):
    """Something a person can do in this work, described at three levels."""

    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="capabilities")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120)
    reference = models.CharField(max_length=160, blank=True, help_text="What in the published reports it answers to.")
    order = models.PositiveSmallIntegerField(default=0)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    replaced_by = models.ManyToManyField("self", through="Succession", symmetrical=False, related_name="replaces")
    case = models.JSONField(default=dict, blank=True, editable=False)

    objects = CapabilityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "capabilities"
        ordering = ["domain__order", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["domain", "code"], name="capability_code_once"),
            models.UniqueConstraint(fields=["domain", "public_id"], name="capability_public_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Succession(models.Model):
    """One step of the crosswalk between two versions: `after` stands where `before` stood, or for a part of it."""

    before = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="steps_on")
    after = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="steps_back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="succession_once"),
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="succession_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} to {self.after_id}"


class LevelDescriptor(models.Model):
    """What a capability looks like at one level, in the first person."""

    capability = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="descriptors")
    level = models.PositiveSmallIntegerField(choices=[c for c in Level.choices if c[0]])
    text = models.TextField()

    class Meta:
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["capability", "level"], name="descriptor_level_once"),
            models.CheckConstraint(condition=Q(level__gte=Level.CORE, level__lte=Level.SPECIALIST), name="descriptor_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.capability}: {self.get_level_display()}"


class RoleProfile(models.Model):
    """The levels that a job role needs, for one version of the framework."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="role_profiles")
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="profiles")
    qualifications = models.TextField(blank=True)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    case = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["job_role__order"]
        constraints = [models.UniqueConstraint(fields=["framework", "job_role"], name="role_profile_once")]

    def __str__(self) -> str:
        return f"{self.job_role} in {self.framework}"


class RoleTarget(models.Model):
    """The level of one capability that a role profile needs; 0 where the role does not need it."""

    profile = models.ForeignKey(RoleProfile, on_delete=models.CASCADE, related_name="targets")
    capability = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="targets")
    level = models.PositiveSmallIntegerField(choices=Level.choices)

    class Meta:
        ordering = ["capability__domain__order", "capability__order"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "capability"], name="role_target_once"),
            models.CheckConstraint(condition=Q(level__lte=Level.SPECIALIST), name="role_target_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.capability}: {self.get_level_display()}"
