"""People with lived experience who read a version before it comes into force: what they say to it, and how they are credited."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from capability.enums import Credit, ReviewAnswer
from capability.models.framework import Capability, Framework


class FrameworkReview(models.Model):
    """One person's reading of one version.

    A yes is to exactly the words whose digest is `said_digest`: when a word changes, it stands no longer. How they are
    credited is theirs to change at any time.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="framework_reviews")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    offer = models.CharField("what we offer for their time", max_length=300)
    answer = models.CharField(max_length=12, choices=ReviewAnswer.choices, default=ReviewAnswer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    said_digest = models.CharField(max_length=64, blank=True, editable=False)
    credit = models.CharField(max_length=10, choices=Credit.choices, default=Credit.NOBODY)
    pseudonym = models.CharField("the name I choose", max_length=60, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "reviewer"], name="framework_review_once"),
            models.CheckConstraint(
                condition=Q(answer=ReviewAnswer.WAITING, answered_at__isnull=True) | (~Q(answer=ReviewAnswer.WAITING) & Q(answered_at__isnull=False)),
                name="framework_review_answer_dated",
            ),
            models.CheckConstraint(condition=~Q(answer=ReviewAnswer.YES) | ~Q(said_digest=""), name="framework_review_yes_to_words"),
            models.CheckConstraint(condition=~Q(credit=Credit.PSEUDONYM) | ~Q(pseudonym=""), name="framework_review_pseudonym_given"),
        ]

    def __str__(self) -> str:
        return f"A reading of {self.framework}"


class ReviewWish(models.Model):
    """A change that a reviewer asked for, and what was done about it."""

    review = models.ForeignKey(FrameworkReview, on_delete=models.CASCADE, related_name="wishes")
    capability = models.ForeignKey(Capability, on_delete=models.SET_NULL, null=True, blank=True, related_name="wishes")
    about = models.CharField(max_length=140, blank=True)
    text = models.TextField(max_length=2000)
    said_at = models.DateTimeField(auto_now_add=True)
    outcome = models.TextField("what we did", blank=True, max_length=1000)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="") | (Q(answered_at__isnull=False) & ~Q(outcome="")), name="review_wish_outcome_dated"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
