"""What is shown of the visits between sectors; frozen."""

from django.db import models
from django.db.models import Q


class ExchangeFigure(models.Model):
    """One frozen picture of a year's visits: the bands that are shown, and a digest of each person's part, to tell how many changed.

    There is one row at most: the picture before is replaced.
    """

    number = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    rows = models.JSONField()
    parts = models.JSONField(default=dict)
    frozen_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number=1), name="exchange_frozen_once")]

    def __str__(self) -> str:
        return f"Who visited whom, {self.frozen_on}"
