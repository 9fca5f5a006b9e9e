"""The ledger of a community: what it recommends, what is done about it, by whom, until when, and what came of it.

Nothing in it is taken away: rows are protected from below, and each change of an action is a line of its history.
"""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from home.models import Service
from practice.enums.ledger import AgendaSource
from practice.models.communities import CommunityPage
from practice.models.sessions import Session
from practice.querysets.ledger import LedgerActionQuerySet, RecommendationQuerySet
from practice.rules.ledger import CLOSED, EVENT_WORDS, OPEN, WORDS, Event, State

CLOSED_VALUES = sorted(state.value for state in CLOSED)


class AgendaItem(models.Model):
    """One thing that a facilitator put on a session's agenda, in the words that stood at its source that day."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agenda_items")
    source = models.CharField(max_length=12, choices=AgendaSource.choices)
    source_key = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    put_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["put_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "source", "source_key"], name="agenda_item_once")]

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """What a community recommends. Actions are agreed for it, or it is set aside with a reason."""

    community = models.ForeignKey(CommunityPage, on_delete=models.PROTECT, related_name="recommendations")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="recommendations")
    text = models.TextField("what we recommend", max_length=600)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_because = models.TextField("why it was set aside", max_length=600, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_says_something"),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True, set_aside_because="") | (Q(set_aside_at__isnull=False) & ~Q(set_aside_because="")),
                name="recommendation_set_aside_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/communities/{self.community.slug}/ledger/{self.pk}/"


class LedgerAction(models.Model):
    """What will be done about a recommendation: by a person, or by a service with a person who answers for it."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="actions")
    text = models.TextField("what will be done", max_length=600)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_actions")
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_actions")
    due_on = models.DateField("due by")
    state = models.CharField(max_length=10, choices=[(state.value, words) for state, words in WORDS.items()], default=State.AGREED.value)
    outcome = models.TextField("what came of it", max_length=2000, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    agreed_on = models.DateField(default=timezone.localdate)
    closed_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = LedgerActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=~Q(state__in=CLOSED_VALUES), name="action_open_by_due")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="action_says_something"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="action_state_is_known"),
            models.CheckConstraint(condition=~Q(state__in=CLOSED_VALUES) | ~Q(outcome=""), name="action_closed_says_what_came_of_it"),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED_VALUES, closed_at__isnull=False) | (~Q(state__in=CLOSED_VALUES) & Q(closed_at__isnull=True)),
                name="action_closed_has_its_day",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("agreed_on")), name="action_due_after_it_was_agreed"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/communities/{self.recommendation.community.slug}/actions/{self.pk}/"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed and it is not closed."""
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def closed_on(self) -> date | None:
        """The day on which it was done or dropped."""
        return timezone.localtime(self.closed_at).date() if self.closed_at else None

    @property
    def owner_words(self) -> str:
        """Who answers for it: a service with a person, a person, or nobody yet."""
        if self.service:
            return f"{self.service}, by {self.owner}" if self.owner else f"{self.service}: nobody is named"
        return str(self.owner) if self.owner else "Nobody yet"


class LedgerEvent(models.Model):
    """One line of an action's history, numbered. Lines are added and never changed."""

    action = models.ForeignKey(LedgerAction, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=12, choices=[(event.value, words) for event, words in EVENT_WORDS.items()])
    text = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["action", "number"]
        constraints = [
            models.UniqueConstraint(fields=["action", "number"], name="ledger_event_numbered_once"),
            models.CheckConstraint(
                condition=~Q(what__in=[Event.DONE.value, Event.DROPPED.value, Event.OPENED_AGAIN.value, Event.GIVEN_BACK.value]) | ~Q(text=""),
                name="ledger_event_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.at:%Y-%m-%d}"
