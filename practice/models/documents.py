"""What the services of a community agree in writing: documents, their versions, and who signed which.

A version is never changed once it is put forward: another one takes its place, and signatures hold for the version they were given to.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from home.models import Service
from practice.models.communities import CommunityPage
from practice.rules.documents import KIND_WORDS


class AgreedDocument(models.Model):
    """An agreement between services, kept by a community. `review_on` is when it is looked at again."""

    community = models.ForeignKey(CommunityPage, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("what it is", max_length=10, choices=[(kind.value, words) for kind, words in KIND_WORDS.items()])
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120)
    review_on = models.DateField("to be looked at again on")
    signatories = models.ManyToManyField(Service, related_name="documents_to_sign", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(max_length=600, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="document_address_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_because="") | (Q(ended_on__isnull=False) & ~Q(ended_because="")), name="document_ended_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/communities/{self.community.slug}/documents/{self.slug}/"


class DocumentVersion(models.Model):
    """One version of a document, as it was put forward; the highest number holds."""

    document = models.ForeignKey(AgreedDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=30000)
    html = models.TextField(editable=False)
    changed = models.TextField("what is different", max_length=600, blank=True)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    put_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(changed=""), name="document_version_says_what_changed"),
            models.CheckConstraint(condition=~Q(text=""), name="document_version_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.document}, version {self.number}"


class Signature(models.Model):
    """That a service agreed to one version, by somebody who keeps its entry; taken back with a reason, never deleted."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="signatures")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    because = models.TextField(max_length=600, blank=True)

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "service"], condition=Q(taken_back_at__isnull=True), name="signature_holds_once"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, because="") | (Q(taken_back_at__isnull=False) & ~Q(because="")),
                name="signature_taken_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.version}"
