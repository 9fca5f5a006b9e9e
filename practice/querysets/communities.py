"""Questions about communities, their facilitators and members."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from wagtail.query import PageQuerySet

from home.querysets import on_day


class CommunityQuerySet(PageQuerySet):
    """Questions about communities."""

    def listed(self) -> "CommunityQuerySet":
        """Published ones by name."""
        return self.live().order_by("title")

    def facilitated_by(self, person: Any) -> "CommunityQuerySet":
        """Those that `person` runs today."""
        from practice.models import Facilitator

        return self.filter(Exists(Facilitator.objects.current().filter(person=person.pk or 0, community=OuterRef("pk"))))

    def of(self, person: Any) -> "CommunityQuerySet":
        """Those that `person` belongs to."""
        from practice.models import CommunityMember

        return self.filter(Exists(CommunityMember.objects.current().filter(person=person.pk or 0, community=OuterRef("pk"))))


class FacilitatorQuerySet(models.QuerySet):
    """Questions about who runs a community."""

    def current(self) -> "FacilitatorQuerySet":
        """Those whose time holds today, and who may sign in."""
        return self.filter(on_day(), person__is_active=True)


class MemberQuerySet(models.QuerySet):
    """Questions about who belongs to a community."""

    def current(self) -> "MemberQuerySet":
        """Those who have not left, and may sign in."""
        return self.filter(left_at__isnull=True, person__is_active=True)
