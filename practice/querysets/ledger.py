"""Questions about what a community recommends and does."""

from typing import Any

from django.db import models
from django.db.models import Prefetch

from practice.rules.ledger import CLOSED, State

CLOSED_VALUES = [state.value for state in CLOSED]


class RecommendationQuerySet(models.QuerySet):
    """Questions about recommendations."""

    def whole(self) -> "RecommendationQuerySet":
        """Each with its session, who made it, and its actions with their owners: two queries for any number."""
        from practice.models import LedgerAction

        actions = LedgerAction.objects.with_owner().order_by("due_on", "pk")
        return self.select_related("community", "session__page", "session__community", "made_by", "item").prefetch_related(
            Prefetch("actions", queryset=actions)
        )

    def waiting(self) -> "RecommendationQuerySet":
        """Those for which nothing was agreed and that were not set aside."""
        return self.filter(actions__isnull=True, set_aside_at__isnull=True)


class LedgerActionQuerySet(models.QuerySet):
    """Questions about actions."""

    def of(self, community: Any) -> "LedgerActionQuerySet":
        """Those of one community."""
        return self.filter(recommendation__community=community)

    def with_owner(self) -> "LedgerActionQuerySet":
        """Each with its recommendation, community, owner and service, in one query."""
        return self.select_related("recommendation__community", "owner", "service")

    def open(self) -> "LedgerActionQuerySet":
        """Those that are neither done nor dropped."""
        return self.exclude(state__in=CLOSED_VALUES)

    def closed(self) -> "LedgerActionQuerySet":
        """Those that are done or dropped, the latest first."""
        return self.filter(state__in=CLOSED_VALUES).order_by("-closed_at", "-pk")

    def done(self) -> "LedgerActionQuerySet":
        """Those that are done, the latest first."""
        return self.filter(state=State.DONE).order_by("-closed_at", "-pk")
