"""Frozen figures: exact counts of a day, kept in SQL and never shown. What is shown passes the disclosure rule first."""

from django.db import models
from django.db.models import F, Q

from capability.enums import BarrierKind, UnitKind
from capability.models.framework import Capability, Framework
from capability.querysets import SnapshotQuerySet


class Snapshot(models.Model):
    """One day's figures. `quarter` ("2026-Q4") where it stands for a quarter; the day is frozen once."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="snapshots")
    frozen_on = models.DateField(unique=True)
    quarter = models.CharField(max_length=7, null=True, blank=True, unique=True)
    frozen_at = models.DateTimeField(auto_now_add=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-frozen_on"]

    def __str__(self) -> str:
        return f"Figures of {self.frozen_on}"


class SnapshotUnit(models.Model):
    """A team, service, sector, job role or the area on the day of a snapshot.

    `counted_on` is the day its figures were counted: earlier than the snapshot's where too few people's part had changed
    since. `parts` holds a digest of each person's part by a digest of the person, to tell how many changed; it is emptied
    when figures are counted anew.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="units")
    kind = models.CharField(max_length=10, choices=UnitKind.choices)
    ref = models.PositiveBigIntegerField()
    slug = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    within = models.PositiveBigIntegerField(null=True, blank=True, help_text="The service of a team, the sector of a service.")
    counted_on = models.DateField()
    parts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "kind", "ref"], name="snapshot_unit_once")]
        indexes = [
            models.Index(fields=["kind", "within", "snapshot"], name="snapshot_units_within"),
            models.Index(fields=["kind", "ref"], name="snapshot_unit_of"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.snapshot_id}"


class SnapshotFigure(models.Model):
    """How many people of a unit rated one capability that their role needs, at which level, and how many meet the target."""

    unit = models.ForeignKey(SnapshotUnit, on_delete=models.CASCADE, related_name="figures")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="+")
    rated = models.PositiveIntegerField()
    not_yet = models.PositiveIntegerField()
    core = models.PositiveIntegerField()
    practitioner = models.PositiveIntegerField()
    specialist = models.PositiveIntegerField()
    meets = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "capability"], name="snapshot_figure_once"),
            models.CheckConstraint(condition=Q(rated=F("not_yet") + F("core") + F("practitioner") + F("specialist")), name="snapshot_levels_add_up"),
            models.CheckConstraint(condition=Q(meets__lte=F("rated")), name="snapshot_meets_within_rated"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}, {self.capability_id}"


class SnapshotBlock(models.Model):
    """How many of the people with a gap say that one thing blocks them."""

    unit = models.ForeignKey(SnapshotUnit, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=12, choices=BarrierKind.choices)
    people = models.PositiveIntegerField("people with a gap")
    said = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind"], name="snapshot_block_once"),
            models.CheckConstraint(condition=Q(said__lte=F("people")), name="snapshot_said_within_people"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}, {self.get_kind_display()}"
