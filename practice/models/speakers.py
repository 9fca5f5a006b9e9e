"""Who speaks at a session, the words that introduce them, and what they agree may be kept."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from home.models import ContributionRevision, File, new_secret
from practice.enums.communities import MaterialKind
from practice.models.sessions import Session
from practice.querysets.speakers import IntroductionQuerySet, MaterialYesQuerySet


class Speaker(models.Model):
    """Somebody who speaks at a session: a person with an account, or a guest without one, who answers at a secret address."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="speaking")
    name = models.CharField("name, as it will stand on the page", max_length=120)
    role = models.CharField("what they do, in a few words", max_length=120, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    secret = models.CharField(max_length=40, unique=True, default=new_secret, editable=False)
    order = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], condition=Q(person__isnull=False), name="speaker_once"),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(email=""), name="speaker_can_be_reached"),
        ]

    def __str__(self) -> str:
        return self.name


class GuestInvitation(models.Model):
    """The calendar invitation of a guest who speaks; `uid` and `sequence` are those of its file, `invited_at` is when the first one was written."""

    speaker = models.OneToOneField(Speaker, on_delete=models.CASCADE, related_name="invitation")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return f"Invitation of {self.speaker}"


class Introduction(models.Model):
    """How a speaker could be introduced: the name and role beside one revision of a contribution, which holds the words and the speaker's yes.

    Only a revision with the speaker's own yes, while it stands, is ever shown. Taking it back empties the name and the role too.
    """

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="introductions")
    number = models.PositiveSmallIntegerField()
    revision = models.OneToOneField(ContributionRevision, on_delete=models.CASCADE, related_name="introduction")
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=120, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    agreed_at: datetime | None  # both are there of one that was asked for `with_yes`
    withdrawn_at: datetime | None

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["speaker", "-number"]
        constraints = [models.UniqueConstraint(fields=["speaker", "number"], name="introduction_number_once")]

    def __str__(self) -> str:
        return f"Introduction of {self.speaker_id}, {self.number}"

    @property
    def words(self) -> str:
        """The words; empty once they were taken back."""
        return self.revision.words


class SessionMaterial(models.Model):
    """What is kept of a session. `revision` rises with every change; it is shown where every speaker has said yes to that revision."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField(max_length=10, choices=MaterialKind.choices)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=8000, blank=True)
    address = models.URLField("where it is", max_length=500, blank=True)
    file = models.ForeignKey(File, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveSmallIntegerField(default=1)
    put_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    put_up_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["put_up_at", "pk"]

    def __str__(self) -> str:
        return self.title


class MaterialYes(models.Model):
    """That a speaker was asked for, and gave, their yes to one revision of something kept of their session.

    The yes itself stands in the contribution's record (`agreed`); taking it back, or its end, hides the thing at once.
    """

    material = models.ForeignKey(SessionMaterial, on_delete=models.CASCADE, related_name="yeses")
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="yeses")
    revision = models.PositiveSmallIntegerField()
    agreed = models.OneToOneField(ContributionRevision, on_delete=models.CASCADE, related_name="material_yes")
    said_at = models.DateTimeField(default=timezone.now)

    objects = MaterialYesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "material yeses"

    def __str__(self) -> str:
        return f"{self.speaker}: {self.material}, {self.revision}"


class SessionMessage(models.Model):
    """A message that a facilitator wrote to those who registered."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="messages")
    key = models.UUIDField(unique=True)
    to = models.CharField(max_length=10)
    title = models.CharField(max_length=150)
    text = models.TextField(max_length=4000)
    people = models.PositiveIntegerField(default=0)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.title
