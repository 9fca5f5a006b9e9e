"""What people with experience of services say about a service's criteria."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from practice.models.services import ServiceEntry
from practice.querysets.services import CriteriaReviewQuerySet


class CriteriaReview(models.Model):
    """One person's reading of an entry and its criteria: asked for with an offer, written in their own words, theirs to take back."""

    entry = models.ForeignKey(ServiceEntry, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="criteria_reviews")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    offer = models.TextField(max_length=1000)
    named_as = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=3000, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)

    objects = CriteriaReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "reviewer"], condition=Q(written_at__isnull=True, declined_at__isnull=True), name="criteria_review_open_once"
            ),
            models.CheckConstraint(condition=Q(written_at__isnull=True) | ~Q(text=""), name="criteria_review_written_has_words"),
            models.CheckConstraint(condition=~Q(offer=""), name="criteria_review_comes_with_an_offer"),
        ]

    def __str__(self) -> str:
        return f"Review of {self.entry}, {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Where the reviewer reads what is asked, and writes."""
        return f"/services/reviews/{self.pk}/"

    @property
    def is_open(self) -> bool:
        """Whether it was neither written nor declined yet."""
        return self.written_at is None and self.declined_at is None
