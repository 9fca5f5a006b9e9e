"""Questions about what people write in a community."""

from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from practice.rules.threads import State


class PostQuerySet(models.QuerySet):
    """Questions about posts."""

    def of(self, community: Any) -> "PostQuerySet":
        """Those of one community, each with its author, session and page, in one query."""
        return self.filter(community=community).select_related("community", "author", "session__page", "session__community", "parent")

    def read_by(self, person: Any, *, moderates: bool) -> "PostQuerySet":
        """Those whose words `person`, who is inside the community, may read: nothing hidden, waiting, or of a session they may not know of."""
        from practice.models import Session

        known = Session.objects.seen_by(person).published().filter(pk=OuterRef("session"))
        words = Q(state=State.SHOWN) | Q(state__in=[State.WAITING, State.HIDDEN], author=person)
        if moderates:
            words |= Q(state__in=[State.WAITING, State.HIDDEN])
        return self.filter(words).filter(Q(session__isnull=True) | Exists(known))

    def first_ones(self) -> "PostQuerySet":
        """Those that are no replies."""
        return self.filter(parent__isnull=True)

    def with_replies_counted(self) -> "PostQuerySet":
        """Each with how many replies are shown, as `answers`, the latest first."""
        return self.annotate(answers=Count("replies", filter=Q(replies__state=State.SHOWN))).order_by("-written_at", "-pk")

    def waiting(self) -> "PostQuerySet":
        """Stories that wait for a facilitator, the oldest first."""
        return self.filter(state=State.WAITING).order_by("written_at", "pk")
