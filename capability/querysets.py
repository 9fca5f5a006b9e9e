"""Questions about the framework and about evidence, asked of the database."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from capability.enums import FrameworkState

OFFER_LAPSES = timedelta(days=30)


class FrameworkQuerySet(models.QuerySet):
    """Questions about versions of the framework."""

    def published(self) -> "FrameworkQuerySet":
        """The version in force: one or none."""
        return self.filter(state=FrameworkState.PUBLISHED)

    def drafts(self) -> "FrameworkQuerySet":
        """Versions that can still be edited."""
        return self.filter(state=FrameworkState.DRAFT)


class CapabilityQuerySet(models.QuerySet):
    """Questions about capabilities."""

    def in_force(self) -> "CapabilityQuerySet":
        """Capabilities of the published framework, with their domains."""
        return self.filter(domain__framework__state=FrameworkState.PUBLISHED).select_related("domain")

    def saying_what_follows(self) -> "CapabilityQuerySet":
        """Each with `follows_another`: whether it took the place of one in an earlier version."""
        from capability.models import Succession

        return self.annotate(follows_another=Exists(Succession.objects.filter(after=OuterRef("pk"))))

    def with_latest_answers(self, person) -> "CapabilityQuerySet":
        """The capabilities of `person`'s latest finished self-assessment, each with what they said (`answered`, `level`) and what their role needs (`target`).

        Empty where none is finished. `answered` is nothing where they said nothing.
        """
        from capability.models import Rating, RoleTarget, SelfAssessment

        latest = SelfAssessment.objects.submitted().filter(person=person)
        said = Rating.objects.filter(assessment=Subquery(latest.values("pk")[:1]), capability=OuterRef("pk"))
        needed = RoleTarget.objects.filter(profile__job_role=Subquery(latest.values("job_role")[:1]), capability=OuterRef("pk"))
        return self.filter(domain__framework=Subquery(latest.values("framework")[:1])).annotate(
            answered=Subquery(said.values("answered")[:1]), level=Subquery(said.values("level")[:1]), target=Subquery(needed.values("level")[:1])
        )

    def with_codes(self, codes: list[str]) -> "CapabilityQuerySet":
        """Capabilities in force whose code is among `codes`."""
        return self.in_force().filter(code__in=codes)


class EvidenceQuerySet(models.QuerySet):
    """Questions about evidence."""

    def of(self, person) -> "EvidenceQuerySet":
        """What stands for `person`, newest first, with its capability."""
        return self.filter(person=person).select_related("capability")


class AssessmentQuerySet(models.QuerySet):
    """Questions about self-assessments."""

    def submitted(self) -> "AssessmentQuerySet":
        """Finished ones, the latest first."""
        return self.filter(submitted_at__isnull=False).order_by("-submitted_at", "-pk")

    def drafts(self) -> "AssessmentQuerySet":
        """Those still being answered."""
        return self.filter(submitted_at__isnull=True)

    def latest_of_each(self, framework, day: date | None = None) -> "AssessmentQuerySet":
        """Each person's latest finished one against `framework`, as things stood at the end of `day` (now where none is given)."""
        from capability.models import SelfAssessment

        found = SelfAssessment.objects.filter(submitted_at__isnull=False, framework=framework)
        if day is not None:
            found = found.filter(submitted_at__date__lte=day)
        later = found.filter(person=OuterRef("person")).filter(
            Q(submitted_at__gt=OuterRef("submitted_at")) | Q(submitted_at=OuterRef("submitted_at"), pk__gt=OuterRef("pk"))
        )
        return self.filter(pk__in=found.values("pk")).filter(~Exists(later))

    def readable_by(self, person) -> "AssessmentQuerySet":
        """Finished ones that somebody shares with `person` today."""
        from capability.models import Sharing

        # Asked from the few sharings with this reader: asked from the assessments, a database may look at every one there is.
        return self.submitted().filter(pk__in=Sharing.objects.in_force().filter(reader=person).values("assessment"))


class SharingQuerySet(models.QuerySet):
    """Questions about who reads what."""

    def open(self) -> "SharingQuerySet":
        """Sharings that were not stopped."""
        return self.filter(stopped_at__isnull=True)

    def in_force(self, day: date | None = None) -> "SharingQuerySet":
        """What may be read today: not stopped, and where it was shared with a manager, they still manage the person."""
        from home.models import Membership, TeamManager

        member = Membership.objects.current(day).filter(person=OuterRef(OuterRef("assessment__person")), team=OuterRef("team"))
        manages = TeamManager.objects.current(day).filter(Exists(member), person=OuterRef("reader"))
        return self.open().filter(Q(as_manager=False) | Exists(manages), reader__is_active=True)


class SharingOfferQuerySet(models.QuerySet):
    """Questions about what was offered to whoever has an address."""

    def standing(self, since: datetime | None = None) -> "SharingOfferQuerySet":
        """Offers that have not lapsed, whether or not anybody said no: what the one who made them sees. Where given, those made after `since`."""
        return self.filter(made_at__gt=since or timezone.now() - OFFER_LAPSES)

    def to(self, addresses: Iterable[str]) -> "SharingOfferQuerySet":
        """What waits for the answer of whoever has these addresses, in lower case."""
        return self.standing().filter(declined_at__isnull=True, address__in=addresses, assessment__person__is_active=True)


class PlanActionQuerySet(models.QuerySet):
    """Questions about plans."""

    def to_do(self) -> "PlanActionQuerySet":
        """What is neither done nor set aside, the nearest date first."""
        return self.filter(done_on__isnull=True, set_aside_on__isnull=True).order_by(models.F("due_on").asc(nulls_last=True), "pk")


class SnapshotQuerySet(models.QuerySet):
    """Questions about frozen figures."""

    def newest(self) -> "SnapshotQuerySet":
        """The newest snapshot: one or none."""
        return self.order_by("-frozen_on")[:1]
