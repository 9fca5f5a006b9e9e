"""What staff record of people who were turned away: nothing about the person."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from practice.enums.services import Refusal
from practice.models.services import ServiceEntry


class TurnAway(models.Model):
    """That somebody was refused in a month, and the reason that was given. `key` keeps one form from being kept twice."""

    entry = models.ForeignKey(ServiceEntry, on_delete=models.CASCADE, related_name="turn_aways")
    reason = models.CharField(max_length=16, choices=Refusal.choices)
    month = models.DateField(help_text="Its first day.")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_on = models.DateField()
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-month", "-pk"]
        indexes = [models.Index(fields=["entry", "month"], name="turn_away_entry_month")]
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="turn_away_month_begins")]


class TurnAwayFigure(models.Model):
    """What is shown of an entry's turn-aways: a band for each reason, or nothing where too few stand behind it; frozen.

    `behind` and `last_record` say how many records stood behind it and up to which one, so that the next can be judged.
    """

    entry = models.OneToOneField(ServiceEntry, on_delete=models.CASCADE, related_name="turn_away_figure")
    bands = models.JSONField(null=True)
    behind = models.PositiveIntegerField(default=0)
    last_record = models.PositiveBigIntegerField(default=0)
    frozen_on = models.DateField()


class TurnAwayReply(models.Model):
    """What a service says about people who were turned away, and what it does."""

    entry = models.ForeignKey(ServiceEntry, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    replied_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["-replied_at", "-pk"]
