"""Questions about the services of the area."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from home.querysets import on_day
from home.rules.finding import stem, words_of
from practice.rules.criteria import RULE_WORDS

WORDS_IN = (
    "service__name", "service__organisation", "service__led_by_and_for", "service__sector__name", "service__place",
    "own_name", "own_sector__name", "own_place", "street", "town", "summary", "who_can_come", "know_first", "how_to_refer", "who_decides", "wishes_heard",
)  # fmt: skip
PLACE_IN = ("service__place", "own_place", "street", "town", "postcode")
CRITERION_WORDS_IN = ("definition", "how_checked", "exceptions", "who_can_waive", "meanwhile")


class ServiceEntryQuerySet(models.QuerySet):
    """Questions about service entries."""

    def listed(self) -> "ServiceEntryQuerySet":
        """Every entry with its service and sector, by name."""
        return self.select_related("service__sector", "own_sector").order_by(Coalesce(NullIf("own_name", Value("")), "service__name"), "pk")

    def in_force(self, day: date | None = None) -> "ServiceEntryQuerySet":
        """Entries that have not closed: the last day itself still counts."""
        return self.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=day or timezone.localdate()))

    def at(self, slug: str) -> "ServiceEntryQuerySet":
        """The entry at an address: a service's first."""
        return self.listed().filter(Q(service__slug=slug) | Q(own_slug=slug))

    def whole(self) -> "ServiceEntryQuerySet":
        """Entries with their needs and criteria; two queries more for any number of them."""
        return self.prefetch_related("needs", "criteria")

    def saying(self, words: str) -> "ServiceEntryQuerySet":
        """Entries in which each of `words` stands somewhere: in what they say, in a criterion, or in the name of its rule."""
        from practice.models import Criterion

        found = self
        for word in map(stem, words_of(words)):
            rules = [rule.value for rule, said in RULE_WORDS.items() if word in said.casefold()]
            in_criterion = Q(rule__in=rules)
            for name in CRITERION_WORDS_IN:
                in_criterion |= Q(**{f"{name}__icontains": word})
            anywhere = Q(Exists(Criterion.objects.filter(in_criterion, entry=OuterRef("pk"))))
            for name in WORDS_IN:
                anywhere |= Q(**{f"{name}__icontains": word})
            found = found.filter(anywhere)
        return found

    def near(self, place: str) -> "ServiceEntryQuerySet":
        """Entries whose place or address says `place`."""
        anywhere = Q()
        for name in PLACE_IN:
            anywhere |= Q(**{f"{name}__icontains": place})
        return self.filter(anywhere)

    def for_need(self, need: str) -> "ServiceEntryQuerySet":
        """Entries where people find help with `need`."""
        from practice.models import EntryNeed

        return self.filter(Exists(EntryNeed.objects.filter(entry=OuterRef("pk"), need=need)))

    def in_sector(self, slug: str) -> "ServiceEntryQuerySet":
        """Entries of one sector."""
        return self.filter(Q(service__sector__slug=slug) | Q(own_sector__slug=slug))

    def kept_by(self, person: Any, day: date | None = None) -> "ServiceEntryQuerySet":
        """Entries that `person` keeps on `day` (today): named for it, or as manager or deputy of a team of the service."""
        from home.models import TeamManager
        from practice.models import ServiceKeeper

        named = ServiceKeeper.objects.filter(on_day(day), person=person, entry=OuterRef("pk"))
        managing = TeamManager.objects.filter(on_day(day), person=person, team__service=OuterRef("service"))
        return self.filter(Q(Exists(named)) | Q(Exists(managing)))


class ServiceKeeperQuerySet(models.QuerySet):
    """Questions about who keeps an entry."""

    def current(self, day: date | None = None) -> "ServiceKeeperQuerySet":
        """Keepers whose time holds on `day`, and who may sign in."""
        return self.filter(on_day(day), person__is_active=True)


class CriteriaReviewQuerySet(models.QuerySet):
    """Questions about reviews of criteria."""

    def published(self) -> "CriteriaReviewQuerySet":
        """Those that were written."""
        return self.filter(written_at__isnull=False)

    def open(self) -> "CriteriaReviewQuerySet":
        """Those that wait for their reviewer."""
        return self.filter(written_at__isnull=True, declined_at__isnull=True)
