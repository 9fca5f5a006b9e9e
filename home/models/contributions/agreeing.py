"""Consent as a record: how its author is named, where it may stand, until when; and every decision that led there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from wagtail.models import Page

from home.enums import Afterwards, ConsentChange, ContactRoute, Given, Naming
from home.models.contributions.writing import Contribution, ContributionRevision
from home.models.people import new_secret
from home.querysets import ApprovalQuerySet


class Consent(models.Model):
    """What holds today for one contribution, apart from its places. Each change of it is a `ConsentDecision`."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="consent")
    naming = models.CharField("how I am named", max_length=10, choices=Naming.choices)
    shown_as = models.CharField("the name that is shown", max_length=80, blank=True)
    until = models.DateField("until")
    review_on = models.DateField("I want to look at it again on", null=True, blank=True)
    afterwards = models.CharField("when the time is over", max_length=5, choices=Afterwards.choices, default=Afterwards.GONE)
    route = models.CharField("how I can be reached", max_length=7, choices=ContactRoute.choices, default=ContactRoute.SITE)
    reach_by = models.CharField("in my words", max_length=400, blank=True)
    offer_read_at = models.DateTimeField(null=True, blank=True)
    name_chosen_at = models.DateTimeField(null=True, blank=True)
    terms_chosen_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(naming=Naming.NOBODY, shown_as="") | (~Q(naming=Naming.NOBODY) & ~Q(shown_as="")),
                name="consent_names_as_chosen",
            ),
            models.CheckConstraint(condition=~Q(route=ContactRoute.OTHER) | ~Q(reach_by=""), name="consent_other_route_is_said"),
        ]

    def __str__(self) -> str:
        return f"Consent for {self.contribution}"


class Purpose(models.Model):
    """A place for which its author gave a contribution: a page with what lies under it, or (`page` is nothing) the public.

    `open_to_all` keeps whether the page was open to everyone when they said so: a page that is opened later is another thing.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="purposes")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    open_to_all = models.BooleanField(default=False)
    chosen_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["chosen_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "page"], condition=Q(ended_at__isnull=True), name="purpose_page_open_once"),
            models.UniqueConstraint(fields=["contribution"], condition=Q(ended_at__isnull=True, page__isnull=True), name="purpose_public_open_once"),
            models.CheckConstraint(condition=Q(page__isnull=False) | Q(open_to_all=True), name="purpose_public_is_open"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution} for {self.page_id or 'the public'}"


class Approval(models.Model):
    """The author's yes to exactly this revision in exactly this place. Without one, words are shown nowhere."""

    revision = models.ForeignKey(ContributionRevision, on_delete=models.CASCADE, related_name="approvals")
    purpose = models.ForeignKey(Purpose, on_delete=models.CASCADE, related_name="approvals")
    given_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["purpose"], condition=Q(ended_at__isnull=True), name="approval_one_revision_a_place")]

    def __str__(self) -> str:
        return f"Yes to {self.revision}"


class ConsentDecision(models.Model):
    """One decision, in a sentence, with when, how and before whom. Rows are added and never changed; they hold no words of the contribution."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="decisions")
    at = models.DateTimeField(auto_now_add=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    change = models.CharField(max_length=12, choices=ConsentChange.choices)
    sentence = models.CharField(max_length=400)
    given = models.CharField(max_length=6, choices=Given.choices, default=Given.HERE)
    witness = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(given=Given.HERE) | ~Q(witness=""), name="decision_witnessed_by_somebody")]

    def __str__(self) -> str:
        return self.sentence


class NamedPerson(models.Model):
    """Somebody who may take the contribution back for its author, by an address that only they and the author know."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="named_people")
    called = models.CharField("who they are", max_length=120)
    secret = models.CharField(max_length=40, unique=True, default=new_secret, editable=False)
    named_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["named_at"]

    def __str__(self) -> str:
        return f"Somebody named for {self.contribution}"
