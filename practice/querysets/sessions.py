"""Questions about sessions, registrations and attendance."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.query import PageQuerySet

from practice.enums.communities import Audience
from practice.rules.registering import HOLDING, OPEN, State


class SessionPageQuerySet(PageQuerySet):
    """Questions about the pages of sessions."""


class SessionQuerySet(models.QuerySet):
    """Questions about sessions."""

    def whole(self) -> "SessionQuerySet":
        """Each with its page and community, in one query."""
        return self.select_related("page", "community")

    def published(self) -> "SessionQuerySet":
        """Those whose page is live in a live community."""
        return self.filter(page__live=True, community__live=True)

    def seen_by(self, person: Any) -> "SessionQuerySet":
        """Those that `person` may know of: one that is for invited people only, where they are invited, have registered, speak there or run it."""
        from practice.models import Facilitator, Registration, SessionInvitee, Speaker

        if not getattr(person, "is_authenticated", False):
            return self.none()
        mine = Facilitator.objects.current().filter(person=person, community=OuterRef("community"))
        invited = SessionInvitee.objects.filter(person=person, session=OuterRef("pk"))
        speaks = Speaker.objects.filter(person=person, session=OuterRef("pk"), declined_at__isnull=True)
        registered = Registration.objects.open().filter(person=person, session=OuterRef("pk"))
        return self.filter(~Q(audience=Audience.INVITED) | Exists(mine) | Exists(invited) | Exists(speaks) | Exists(registered))

    def for_reader(self, person: Any) -> "SessionQuerySet":
        """Each with its page and community and, in the same query, whether `person` runs it (`runs`), came (`came`) or said how it was (`said`)."""
        from practice.models import Attendance, Facilitator, SessionFeedback

        key = person.pk or 0
        return self.whole().annotate(
            runs=Exists(Facilitator.objects.current().filter(person=key, community=OuterRef("community"))),
            came=Exists(Attendance.objects.filter(person=key, session=OuterRef("pk"))),
            said=Exists(SessionFeedback.objects.filter(person=key, session=OuterRef("pk"))),
        )

    def to_come(self, after: datetime | None = None) -> "SessionQuerySet":
        """Those that have not ended and were not called off, the soonest first."""
        return self.filter(called_off_at__isnull=True, ends_at__gt=after or timezone.now()).order_by("starts_at", "pk")

    def past(self, now: datetime | None = None) -> "SessionQuerySet":
        """Those that took place, the latest first."""
        return self.filter(called_off_at__isnull=True, ends_at__lte=now or timezone.now()).order_by("-starts_at", "-pk")


class RegistrationQuerySet(models.QuerySet):
    """Questions about registrations."""

    def whole(self) -> "RegistrationQuerySet":
        """Each with its session, page, community and person, in one query."""
        return self.select_related("session__page", "session__community", "person")

    def open(self) -> "RegistrationQuerySet":
        """Those of which something can still come."""
        return self.filter(state__in=sorted(OPEN))

    def holding(self) -> "RegistrationQuerySet":
        """Those that take a place."""
        return self.filter(state__in=sorted(HOLDING))

    def confirmed(self) -> "RegistrationQuerySet":
        """Those that have a place for certain."""
        return self.filter(state=State.CONFIRMED)

    def in_line(self) -> "RegistrationQuerySet":
        """Those who wait, in the order in which they came."""
        return self.filter(state=State.WAITING).order_by("asked_at", "pk")

    def with_line(self) -> "RegistrationQuerySet":
        """Each with how many wait before it for the same session, as `ahead`, in the same query."""
        from practice.models import Registration

        before = Registration.objects.filter(session=OuterRef("session"), state=State.WAITING, asked_at__lt=OuterRef("asked_at"))
        return self.annotate(ahead=Coalesce(Subquery(before.order_by().values("session").annotate(number=Count("pk")).values("number")), 0))

    def run_out(self, now: datetime) -> "RegistrationQuerySet":
        """Offers whose time is over, and people who wait for a session that has begun."""
        return self.filter(Q(state=State.OFFERED, offered_until__lte=now) | Q(state=State.WAITING, session__starts_at__lte=now))


class AttendanceQuerySet(models.QuerySet):
    """Questions about who came."""

    def of_people(self) -> "AttendanceQuerySet":
        """Those of people with an account."""
        return self.filter(person__isnull=False)
