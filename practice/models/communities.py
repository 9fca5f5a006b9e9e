"""Communities of Practice: their pages, who facilitates them, who belongs to them.

How to hang on: a row about a community has `models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name=...)`, a row about
one of its sessions a key to `Session` (never to `SessionPage`: a page in the CMS may stand without a time). What such rows show on
the two pages are panels: a Wagtail hook `community_panels(request, community: CommunityPage) -> list[Panel]` or
`session_panels(request, session: Session) -> list[Panel]` (`home.seams.panels.Panel`), whose `region` is "top" (above everything
else, such as the actions that open the next session), "main" or "aside". Who may: `practice.permissions.facilitates` and `belongs`.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from capability.cms import CapabilitiesPanel
from capability.models import Capability
from home.models import Invitation, SitePage
from home.models.people import Dated
from practice.querysets.communities import CommunityQuerySet, FacilitatorQuerySet, MemberQuerySet
from practice.rules.communities import RESERVED_SLUGS

CommunityManager = PageManager.from_queryset(CommunityQuerySet)


class CommunityIndexPage(SitePage):
    """Where all communities are found: `/communities/`."""

    lead = models.TextField(blank=True, max_length=600)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["practice.CommunityPage"]
    max_count = 1
    template = "practice/communities/index_page.html"

    class Meta:
        verbose_name = "communities"


class CommunityPage(SitePage):
    """A Community of Practice: people of several services, and people who use services, who meet and learn beside each other.

    Everyone who is signed in reads it; who belongs to it is in `CommunityMember`, who runs it in `Facilitator`.
    """

    summary = models.CharField("in a sentence", max_length=300)
    purpose = models.TextField("what it is for", max_length=3000, blank=True)
    who_for = models.TextField("who it is for", max_length=1000, blank=True)
    agreement = models.TextField("how we are with each other", max_length=3000, blank=True)
    capabilities = ParentalManyToManyField(Capability, blank=True, related_name="communities")

    objects = CommunityManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("purpose"),
        FieldPanel("who_for"),
        FieldPanel("agreement"),
        CapabilitiesPanel(),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.AutocompleteField("summary"),
        index.SearchField("purpose"),
        index.SearchField("who_for"),
    ]
    parent_page_types = ["practice.CommunityIndexPage"]
    subpage_types = ["practice.SessionPage"]
    template = "practice/communities/community_page.html"

    class Meta:
        verbose_name = "community"
        verbose_name_plural = "communities"

    def get_absolute_url(self) -> str:
        """Its page, without asking the database where the tree begins."""
        return f"/communities/{self.slug}/"

    def clean(self) -> None:
        """Refuse an address that another page of communities has."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": f"“{self.slug}” is the address of another page here. Choose another word."})


class Facilitator(Dated):
    """That a person runs a community: publishes its sessions, keeps the register, invites people."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="facilitating")
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="facilitators")

    objects = FacilitatorQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "community"], condition=Q(ended_on__isnull=True), name="facilitator_open_once"),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="facilitator_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person} facilitates {self.community}"


class CommunityMember(models.Model):
    """That a person belongs to a community; one row a person, which is opened again where they come back."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="communities")
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="members")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    hears_of_sessions = models.BooleanField("tell me of new sessions", default=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "community"], name="community_member_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.community}"


class CommunityInvitation(models.Model):
    """That a facilitator invited somebody: `person` where they had an account, else the `invitation` that leads to one.

    Whoever is invited may join without working in a service; the invitation itself makes nobody a member.
    """

    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="community_invitations")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="communities")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], condition=Q(person__isnull=False), name="community_invites_person_once"),
            models.UniqueConstraint(fields=["community", "invitation"], condition=Q(invitation__isnull=False), name="community_invitation_once"),
            models.CheckConstraint(condition=Q(person__isnull=False) | Q(invitation__isnull=False), name="community_invitation_is_for_somebody"),
        ]

    def __str__(self) -> str:
        return f"Invitation to {self.community}"
