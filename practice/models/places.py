"""What a time to shadow and a session of a community share: places that are taken, and people who ask for one.

Places are only ever claimed and given back by `practice.actions.places`, with conditional updates of the time's own row.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class TimeWithPlaces(models.Model):
    """A time with places. `taken` counts those that are held, `waiting` the people who wait for one; `series` what repeats."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField(default=1)
    taken = models.PositiveSmallIntegerField(default=0)
    waiting = models.PositiveSmallIntegerField(default=0)
    series = models.UUIDField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="%(class)s_never_overbooked"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="%(class)s_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="%(class)s_has_a_place"),
        ]

    @property
    def is_to_come(self) -> bool:
        """Whether it has not begun and was not called off."""
        return self.called_off_at is None and self.starts_at > timezone.now()


class Turn(models.Model):
    """One person's wish for a place in a time, and what became of it; `uid` and `sequence` are its calendar invitation's."""

    asked_at = models.DateTimeField(default=timezone.now)
    offered_until = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=600, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
