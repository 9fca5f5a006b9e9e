"""What the site tells a person: notices here, letters by mail, and when they may come."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q

from home.enums import MailRhythm, NoticeKind
from home.querysets import LetterQuerySet, NoticeQuerySet


class Preferences(models.Model):
    """When and how often somebody wants mail; without a row the defaults below hold."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    rhythm = models.CharField("ordinary news by mail", max_length=10, choices=MailRhythm.choices, default=MailRhythm.AT_ONCE)
    no_mail_about = models.JSONField(default=list, blank=True)
    quiet_from = models.TimeField("quiet from", default=time(18))
    quiet_until = models.TimeField("quiet until", default=time(8))
    quiet_weekends = models.BooleanField("quiet at weekends and on bank holidays", default=True)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"Preferences of {self.person}"


class Notice(models.Model):
    """One thing the site tells one person, with why they are told; `key` keeps it from being told twice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    key = models.CharField(max_length=190)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    why = models.CharField(max_length=200)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_told_once")]
        indexes = [models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread")]

    def __str__(self) -> str:
        return self.title


class Letter(models.Model):
    """One mail to one address, kept until it is sent; `key` makes each effect happen once.

    The body is emptied when it has gone, so that the ledger keeps no content.
    """

    key = models.CharField(max_length=190, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="letters")
    address = models.EmailField()
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    send_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["send_after", "pk"]
        indexes = [models.Index(fields=["send_after"], condition=Q(sent_at__isnull=True, dropped_at__isnull=True), name="letter_waiting")]

    def __str__(self) -> str:
        return self.subject
