"""What people's rights leave behind: copies to fetch, wishes to be erased, receipts, who saw what, and what went by itself."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from home.enums import ErasureCause, Touched
from home.models.people import new_secret


def _copy_name(instance: "PersonalCopy", name: str) -> str:
    """A name that says nothing of whom it is about."""
    return f"copies/{instance.key}.zip"


class PersonalCopy(models.Model):
    """A copy of everything about one person, made by the worker, for that person to fetch; its file goes after a few days."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="copies")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=_copy_name, max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(made_at__isnull=True), name="copy_made_one_at_a_time"),
            models.CheckConstraint(condition=Q(made_at__isnull=False) | Q(file=""), name="copy_with_a_file_is_made"),
        ]

    def __str__(self) -> str:
        return f"Copy {str(self.key)[:8]}"


class ErasureWish(models.Model):
    """That somebody asked to be erased, and when it is done: until then it can be stopped. `code` is where the receipt will stand."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="erasure_wish")
    cause = models.CharField(max_length=8, choices=ErasureCause.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(db_index=True)
    code = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(due_at__gte=models.F("asked_at")), name="erasure_after_it_was_asked")]

    def __str__(self) -> str:
        return f"To be erased on {self.due_at:%-d %B %Y}"


class Erasure(models.Model):
    """The receipt of one erasure: what was removed and what stays, in counts; nothing by which anybody is known. `key` is what the ledger calls them."""

    key = models.UUIDField(unique=True, editable=False)
    code = models.CharField(max_length=32, unique=True, editable=False)
    cause = models.CharField(max_length=8, choices=ErasureCause.choices)
    at = models.DateTimeField()
    receipt = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Erased on {self.at:%-d %B %Y}"


class Leaving(models.Model):
    """That somebody is in no team any more: when their last place ended, when their account is erased, and when they were told so."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="leaving")
    left_on = models.DateField()
    erase_on = models.DateField(db_index=True)
    told_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    kept_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(erase_on__gt=models.F("left_on")), name="leaver_is_kept_for_a_while")]

    def __str__(self) -> str:
        return f"Left on {self.left_on:%-d %B %Y}"

    @property
    def counts_from(self) -> date:
        """The day from which the time is counted: the last day in a team, or the day on which they said that they stay."""
        return self.kept_on or self.left_on


class AccessEntry(models.Model):
    """That somebody saw or changed something personal of somebody else's. For the person it concerns.

    Triggers of the database keep a row from being changed, and from being deleted before its time. So its people are numbers
    that lead to nobody once an account is erased. `about` names neither. One `key` is one row: reading counts once a day.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, related_name="access_entries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    what = models.CharField(max_length=16, choices=Touched.choices)
    about = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=120, unique=True, default=new_secret)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-at"], name="access_entry_of_person")]

    def __str__(self) -> str:
        return self.get_what_display()


class Removal(models.Model):
    """What went by itself because its time was over: how many of which kind, under which rule."""

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=120)
    rule = models.CharField(max_length=120)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "kind"]

    def __str__(self) -> str:
        return f"{self.count} of “{self.kind}”"
