"""Who has a place at a session, and who came."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from home.models import Service
from practice.enums.communities import CameBy
from practice.models.places import Turn
from practice.models.sessions import Session
from practice.querysets.sessions import AttendanceQuerySet, RegistrationQuerySet
from practice.rules.registering import WORDS, State


class Registration(Turn):
    """One person's place at a session, or their turn in the line; one row a person and session, whatever they change."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(max_length=10, choices=[(state.value, words) for state, words in WORDS.items()])
    needs = models.TextField("what would help you take part", max_length=600, blank=True)

    OFFERED = State.OFFERED

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["session__starts_at", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="registration_once"),
            models.CheckConstraint(condition=~Q(state=State.OFFERED.value) | Q(offered_until__isnull=False), name="registration_offered_until_when"),
        ]
        indexes = [
            models.Index(fields=["offered_until"], condition=Q(state=State.OFFERED.value), name="registration_offered"),
            models.Index(fields=["session", "asked_at"], condition=Q(state=State.WAITING.value), name="registration_line"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.session}"


class Attendance(models.Model):
    """That somebody came to a session: whoever ran it ticked them, they gave the code, or they walked in.

    `service` is where they worked that day, for counts by sector and by whom a service is led by and for (under the disclosure rule only);
    somebody without an account has a `name` and no `person`.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="attendances")
    name = models.CharField(max_length=120, blank=True)
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    came_by = models.CharField(max_length=10, choices=CameBy.choices)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], condition=Q(person__isnull=False), name="attendance_once"),
            models.UniqueConstraint(fields=["session", "name"], condition=Q(person__isnull=True), name="attendance_guest_once"),
            models.CheckConstraint(condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")), name="attendance_is_somebodys"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.name}: {self.session}"


class SessionFeedback(models.Model):
    """What somebody says of a session. Its facilitators read it without the name."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="feedback")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="session_feedback")
    useful = models.TextField("what was useful", max_length=2000, blank=True)
    better = models.TextField("what would make it better", max_length=2000, blank=True)
    given_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="session_feedback_once"),
            models.CheckConstraint(condition=~Q(useful="") | ~Q(better=""), name="session_feedback_says_something"),
        ]

    def __str__(self) -> str:
        return f"Feedback on {self.session}"
