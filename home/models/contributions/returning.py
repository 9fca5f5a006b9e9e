"""What comes back to a contributor: thanks from readers, how many read it, and what they are paid."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from home.enums import PaidBy, ThanksState
from home.models.contributions.writing import Contribution

LONGEST_THANKS = 600


class Thanks(models.Model):
    """What a reader says to whoever wrote a contribution. Its author sees it once somebody who looks after contributors has passed it on, without a name."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="thanks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="thanks_left")
    text = models.TextField("what you want to say", max_length=LONGEST_THANKS)
    state = models.CharField(max_length=10, choices=ThanksState.choices, default=ThanksState.WAITING)
    left_at = models.DateTimeField(auto_now_add=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField("why it is not passed on", max_length=400, blank=True)

    class Meta:
        verbose_name_plural = "thanks"
        ordering = ["-left_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "by"], name="thanks_once"),
            models.CheckConstraint(condition=~Q(state=ThanksState.KEPT_BACK) | ~Q(because=""), name="thanks_kept_back_with_a_reason"),
            models.CheckConstraint(condition=Q(state=ThanksState.WAITING) ^ Q(read_at__isnull=False), name="thanks_read_with_time"),
        ]

    def __str__(self) -> str:
        return f"Thanks for {self.contribution}"


class ReaderFigure(models.Model):
    """How many people have read a contribution, as its author sees it: rounded, or nothing where too few did; frozen.

    `parts` holds a digest for each reader, to tell how many are new or gone, and nobody's name.
    """

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="reader_figure")
    people = models.PositiveIntegerField(null=True, blank=True)
    parts = models.JSONField(default=list)
    frozen_on = models.DateField()

    def __str__(self) -> str:
        return f"Readers of {self.contribution}"


class Payment(models.Model):
    """What a contributor is paid for something: agreed by whom and when, and made by whom and when. Nothing is paid by this site itself."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="contribution_payments")
    what = models.CharField("for what", max_length=200)
    amount = models.DecimalField("how much, in pounds", max_digits=7, decimal_places=2)
    paid_by = models.CharField("how it is paid", max_length=10, choices=PaidBy.choices)
    due_on = models.DateField("by when")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    agreed_at = models.DateTimeField(auto_now_add=True)
    made_on = models.DateField("paid on", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    missed_at = models.DateTimeField("they said that it has not come", null=True, blank=True)
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-agreed_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_something")]

    def __str__(self) -> str:
        return f"£{self.amount}, {self.what}"
