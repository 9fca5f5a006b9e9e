"""What people say of themselves, who may read it, and what they plan. All of it is theirs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from capability.enums import Answered, BarrierKind, Level, Sureness
from capability.models.framework import Capability, Framework
from capability.querysets import AssessmentQuerySet, PlanActionQuerySet, SharingOfferQuerySet, SharingQuerySet
from capability.rules.crosswalk import FATES
from home.models import JobRole


class SelfAssessment(models.Model):
    """One person's look at their capabilities: a draft until they finish it, and then never changed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="self_assessments")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="self_assessments")
    job_role = models.ForeignKey(JobRole, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(submitted_at__isnull=True), name="assessment_one_draft"),
            models.CheckConstraint(condition=Q(submitted_at__isnull=True) | Q(submitted_at__gte=models.F("started_at")), name="assessment_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"Self-assessment of {self.person}"


class Rating(models.Model):
    """One level on one capability, how sure the person is, and a note. "Not part of my role" is no level."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="ratings")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="ratings")
    answered = models.CharField(max_length=12, choices=Answered.choices, default=Answered.RATED)
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    sure = models.PositiveSmallIntegerField(choices=Sureness.choices, null=True, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    carried_over = models.BooleanField("stands as it did last time", default=False)
    carried_as = models.CharField("what became of the capability since", max_length=10, choices=FATES, blank=True)

    class Meta:
        ordering = ["capability__domain__order", "capability__order"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "capability"], name="rating_once"),
            models.CheckConstraint(
                condition=Q(answered=Answered.RATED, level__isnull=False, level__lte=Level.SPECIALIST) | Q(answered=Answered.NOT_MY_ROLE, level__isnull=True),
                name="rating_level_or_not_my_role",
            ),
            models.CheckConstraint(condition=Q(sure__isnull=True) | Q(sure__gte=1, sure__lte=4), name="rating_sureness_known"),
        ]

    def __str__(self) -> str:
        return f"{self.capability}: {self.get_level_display() if self.answered == Answered.RATED else self.get_answered_display()}"


class Sharing(models.Model):
    """A person's revocable decision to let one supervisor or manager read one self-assessment."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="sharings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shared_with_me")
    shared_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    as_manager = models.BooleanField(default=False, help_text="It opens only while the reader manages the person.")

    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at"]
        constraints = [models.UniqueConstraint(fields=["assessment", "reader"], condition=Q(stopped_at__isnull=True), name="sharing_open_once")]

    def __str__(self) -> str:
        return f"{self.assessment}, read by {self.reader}"


class SharingOffer(models.Model):
    """A person's offer that whoever has an e-mail address may read one self-assessment; it opens nothing until that person takes it up.

    It holds the address, never an account: it looks the same whether or not anybody here has that address.
    """

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="offers")
    address = models.EmailField(max_length=254)
    made_at = models.DateTimeField(auto_now_add=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = SharingOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(Lower("address"), "assessment", name="sharing_offered_once")]

    def __str__(self) -> str:
        return f"{self.assessment}, offered"


class Confirmation(models.Model):
    """What a supervisor says beside a rating, with its own date. It never changes the rating.

    It keeps the capability and the person itself, so that the supervisor keeps their own words when the sharing stops.
    """

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="confirmations")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="confirmations_given")
    agrees = models.BooleanField("I see it the same way", null=True, blank=True)
    comment = models.TextField(blank=True, max_length=2000)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(agrees__isnull=False) | ~Q(comment=""), name="confirmation_says_something")]

    def __str__(self) -> str:
        return f"{self.supervisor} on {self.rating}"


class Barrier(models.Model):
    """What blocks a person beside one gap."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="barriers")
    capability = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="barriers")
    kind = models.CharField(max_length=12, choices=BarrierKind.choices)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "capability", "kind"], name="barrier_said_once")]

    def __str__(self) -> str:
        return f"{self.capability}: {self.get_kind_display()}"


class PlanAction(models.Model):
    """One thing somebody plans to do about a capability, by when, and when it was done."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="plan_actions")
    capability = models.ForeignKey(Capability, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_actions")
    text = models.CharField("what I will do", max_length=300)
    url = models.CharField("address", max_length=300, blank=True)
    due_on = models.DateField("by", null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    set_aside_on = models.DateField(null=True, blank=True, help_text="What was agreed with somebody is set aside, never taken away.")
    agreed_with = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="agreed_actions")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        ordering = [F("set_aside_on").asc(nulls_first=True), F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.text
