"""What was taken back, and what its author is told about it."""

from django.conf import settings
from django.db import models

from home.enums import WithdrawalCause
from home.models.contributions.writing import Contribution


class Withdrawal(models.Model):
    """One taking back: hidden at `at`, emptied at `scrubbed_at`. `receipt` says what was removed and what cannot be recalled, without a word of it.

    `ledgered_at` is when it stood in the ledger file, from which a restored copy learns of it.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="withdrawals")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    cause = models.CharField(max_length=12, choices=WithdrawalCause.choices)
    receipt = models.JSONField(default=dict)
    scrubbed_at = models.DateTimeField(null=True, blank=True)
    ledgered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], condition=models.Q(scrubbed_at__isnull=True) | models.Q(ledgered_at__isnull=True), name="withdrawal_unfinished")]

    def __str__(self) -> str:
        return f"{self.contribution}, taken back"
