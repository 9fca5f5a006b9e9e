"""Sessions of communities: the page with its words, and the time with its places.

`SessionPage` holds words that an editor may change, draft and take back; `Session` holds what no old draft may undo: when it is,
how many places are taken, for whom. The join link is a row of its own (`JoinLink`), so that it is in no page, revision, search index or copy.
Everything else about a session (registrations, attendance, actions, agreed documents, threads) hangs on `Session`.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from capability.cms import CapabilitiesPanel
from capability.models import Capability
from home.blocks import ContributionBlock
from home.fields import BlocksField
from home.models import SitePage
from practice.enums.communities import Audience
from practice.models.communities import CommunityPage
from practice.models.places import TimeWithPlaces
from practice.querysets.sessions import SessionPageQuerySet, SessionQuerySet
from practice.rules.communities import RESERVED_SLUGS

SessionPageManager = PageManager.from_queryset(SessionPageQuerySet)
LINK_MINUTES = 30


def new_code() -> str:
    """A code for checking in: six letters and digits that nobody mixes up when they are read out."""
    return "".join(secrets.choice("ABCDEFGHJKMNPQRSTUVWXYZ23456789") for _ in range(6))


class SessionPage(SitePage):
    """What a session says of itself: its topic as a question (the title), and what people should know before they come."""

    summary = models.CharField("in a sentence", max_length=300)
    questions = models.TextField("questions to think about, one a line", max_length=2000, blank=True)
    agenda = models.TextField("what happens when, one a line", max_length=3000, blank=True)
    who_for = models.TextField("who it is for", max_length=1000, blank=True)
    content_note = models.TextField("what is ahead", max_length=1000, blank=True)
    captions = models.BooleanField("there are captions", default=False)
    bsl = models.BooleanField("there is a British Sign Language interpreter", default=False)
    quiet_space = models.BooleanField("there is a quiet space", default=False)
    childcare = models.BooleanField("there is childcare", default=False)
    travel_costs = models.BooleanField("travel costs are paid", default=False)
    access = models.TextField("more about access", max_length=1000, blank=True)
    capabilities = ParentalManyToManyField(Capability, blank=True, related_name="sessions")
    voices = BlocksField([("contribution", ContributionBlock())], blank=True, verbose_name="in somebody's own words")
    preparation = ParentalManyToManyField(Page, blank=True, related_name="+", verbose_name="to look at first")

    seen: "Session | None" = None  # its session as the reader of this request may see it, read once

    objects = SessionPageManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("questions"),
        FieldPanel("agenda"),
        FieldPanel("who_for"),
        FieldPanel("content_note"),
        FieldPanel("voices"),
        MultiFieldPanel([FieldPanel(name) for name in ("captions", "bsl", "quiet_space", "childcare", "travel_costs", "access")], heading="Access"),
        CapabilitiesPanel(),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.AutocompleteField("summary"),
        index.SearchField("questions"),
        index.SearchField("agenda"),
        index.SearchField("who_for"),
    ]
    parent_page_types = ["practice.CommunityPage"]
    subpage_types: list[str] = []
    template = "practice/communities/session_page.html"

    class Meta:
        verbose_name = "session"

    def clean(self) -> None:
        """Refuse an address that another page of a community has."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": f"“{self.slug}” is the address of another page here. Choose another word."})


class Session(TimeWithPlaces):
    """When a session is, how many places it has, and for whom."""

    page = models.OneToOneField(SessionPage, on_delete=models.PROTECT, related_name="session")
    community = models.ForeignKey(CommunityPage, on_delete=models.PROTECT, related_name="sessions")
    audience = models.CharField("whom it is for", max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    audience_words = models.CharField("what people say of themselves", max_length=200, blank=True)
    is_online = models.BooleanField("it is online", default=True)
    place = models.TextField("where", max_length=500, blank=True)
    link_minutes = models.PositiveSmallIntegerField("how long before the start the join link is shown, in minutes", default=LINK_MINUTES)
    code = models.CharField("check-in code", max_length=12, default=new_code, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    runs: bool  # these three where it was read `for_reader`
    came: bool
    said: bool

    objects = SessionQuerySet.as_manager()

    class Meta(TimeWithPlaces.Meta):
        constraints = [
            *TimeWithPlaces.Meta.constraints,
            models.CheckConstraint(condition=~Q(audience=Audience.STATED) | ~Q(audience_words=""), name="session_says_whom_it_is_for"),
            models.CheckConstraint(condition=Q(is_online=True) | ~Q(place=""), name="session_has_a_place_or_is_online"),
            models.CheckConstraint(condition=Q(link_minutes__lte=240), name="session_link_not_days_before"),
        ]

    def __str__(self) -> str:
        return self.page.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/communities/{self.community.slug}/{self.page.slug}/"

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))


class JoinLink(models.Model):
    """How people join a session online. Never shown but to people who have a place, and only around the time (`practice.permissions.join_link_for`)."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="join_link")
    address = models.URLField(max_length=1000)
    note = models.CharField("what else is needed, such as a passcode", max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Join link of session {self.session_id}"


class SessionInvitee(models.Model):
    """That a person was invited to a session that only invited people see."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="invitees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="session_invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="session_invites_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.session}"


class SessionTemplate(models.Model):
    """What a community's sessions have in common, so that a new one needs few words."""

    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField("how long, in minutes", default=90)
    capacity = models.PositiveSmallIntegerField("places", default=30)
    words = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="session_template_name_once")]

    def __str__(self) -> str:
        return self.name
