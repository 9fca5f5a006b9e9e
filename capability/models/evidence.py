"""What stands as evidence on a capability."""

from datetime import date

from django.conf import settings
from django.db import models

from capability.enums import EvidenceKind
from capability.models.framework import Capability
from capability.querysets import EvidenceQuerySet


class Evidence(models.Model):
    """A dated fact that somebody completed something that builds a capability.

    `source_key` names the thing at its source, so that completing it is recorded once;
    `minutes` are what the thing says it takes, never measured.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="evidence")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    source_key = models.CharField(max_length=190)
    title = models.CharField(max_length=200)
    url = models.CharField("address", max_length=300, blank=True)
    dated = models.DateField("date", default=date.today)
    minutes = models.PositiveIntegerField("stated minutes", default=0)
    note = models.TextField(blank=True, max_length=1000)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["-dated", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "capability", "kind", "source_key"], name="evidence_recorded_once")]

    def __str__(self) -> str:
        return f"{self.title}, {self.dated}"
