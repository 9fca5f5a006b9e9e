"""How somebody comes to have an account: invited, or at a known address and welcomed by a manager."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from home.enums import Decision
from home.models.people import JobRole, Team
from home.querysets import InvitationQuerySet, JoinRequestQuerySet


class Invitation(models.Model):
    """An invitation to one address; to a team, or with no employer needed where `team` is empty."""

    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=120, blank=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    job_role = models.ForeignKey(JobRole, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    message = models.TextField(blank=True, max_length=1000)
    secret_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="invitations_sent")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations_accepted")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True), name="invitation_accepted_or_revoked"),
            models.UniqueConstraint(Lower("email"), "team", condition=Q(accepted_at__isnull=True, revoked_at__isnull=True), name="invitation_open_once"),
            models.UniqueConstraint(
                Lower("email"), condition=Q(accepted_at__isnull=True, revoked_at__isnull=True, team__isnull=True), name="invitation_open_once_without_team"
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation for {self.email}"


class ApprovedDomain(models.Model):
    """An e-mail domain whose people may ask to join; a manager's yes lets them in."""

    domain = models.CharField(max_length=190, unique=True, help_text="What stands after the @, such as wenbridge.example.")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain


class JoinRequest(models.Model):
    """Somebody with an approved address asks to join a team; a manager of it decides."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="join_requests")
    job_role = models.ForeignKey(JobRole, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "team"], condition=Q(decision=Decision.WAITING), name="join_request_waiting_once"),
            models.CheckConstraint(condition=Q(decision=Decision.WAITING) | Q(decided_at__isnull=False), name="join_request_decided_has_date"),
        ]

    def __str__(self) -> str:
        return f"{self.person} asks to join {self.team}"
