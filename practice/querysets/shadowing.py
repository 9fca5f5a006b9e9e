"""Questions about placements, slots and bookings."""

from datetime import datetime
from enum import IntEnum
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from home.rules.finding import stem, words_of
from practice.rules.shadowing import HOLDING, OPEN, State

AHEAD = (State.CONFIRMED, State.REQUESTED, State.OFFERED, State.WAITING)  # states of what may still take place
WORDS_IN = ("title", "see", "suits", "area", "service__name", "service__sector__name")


class Around(IntEnum):
    """Why a booking is around somebody."""

    MINE = 1
    HOSTED = 2
    AS_HOST = 3
    AS_MANAGER = 4


def works_at(person: Any, service: str) -> Exists:
    """Whether `person`, a user or an `OuterRef` to one, works today in the service that `service` leads to."""
    from home.models import Membership

    return Exists(Membership.objects.current().filter(person=person, team__service=OuterRef(service)))


def hosts_there(person: Any, placement: str = "") -> Q:
    """Placements (or what leads to one) that `person` hosts, as long as they work in the service; and those whose service's teams they manage."""
    from home.models import TeamManager

    manages = TeamManager.objects.current().filter(person=person, team__service=OuterRef(f"{placement}service"))
    return (Q(**{f"{placement}host": person}) & Q(works_at(person, f"{placement}service"))) | Q(Exists(manages))


def says_second_yes(person: Any) -> Q:
    """Bookings for a team that `person` manages or deputises for, and those they sponsor, as long as they manage a team."""
    from home.models import TeamManager

    managed = TeamManager.objects.current().filter(person=person)
    return Q(Exists(managed.filter(team=OuterRef("team")))) | (Q(sponsor=person) & Q(Exists(managed)))


class PlacementQuerySet(models.QuerySet):
    """Questions about placements."""

    def listed(self) -> "PlacementQuerySet":
        """Published ones with their service, sector and host."""
        return self.filter(published=True).select_related("service__sector", "host")

    def on_board(self, person: Any, *, after: datetime | None = None, before: datetime | None = None) -> "PlacementQuerySet":
        """Published ones with a time to come (`next_start`), other sectors than the person's own first, then the soonest."""
        from home.models import Team
        from practice.models import Slot

        times = Slot.objects.to_come(after).filter(placement=OuterRef("pk"))
        if before:
            times = times.filter(starts_at__lt=before)
        own = Team.objects.of(person).values("service__sector")
        near = Case(When(service__sector__in=own, then=Value(1)), default=Value(0), output_field=models.IntegerField())
        return (
            self.listed()
            .annotate(next_start=Subquery(times.order_by("starts_at").values("starts_at")[:1]), near=near)
            .filter(next_start__isnull=False)
            .order_by("near", "next_start", "pk")
        )

    def with_first_free(self, now: datetime | None = None) -> "PlacementQuerySet":
        """Each with its first time to come that has a place for a newcomer, where there is none its first: `free_starts_at`, `free_capacity`, `free_taken`
        and `free_waiting`. The same time as `rules.places.first_free` takes.
        """
        from practice.models import Slot

        has_none = Case(When(capacity__gt=F("taken") + F("waiting"), then=Value(0)), default=Value(1), output_field=models.IntegerField())
        first = Slot.objects.to_come(now).filter(placement=OuterRef("pk")).order_by(has_none, "starts_at", "pk")
        return self.annotate(**{f"free_{name}": Subquery(first.values(name)[:1]) for name in ("starts_at", "capacity", "taken", "waiting")})

    def saying(self, words: str) -> "PlacementQuerySet":
        """Those in which each of `words` stands somewhere that everyone may read; never in the address."""
        from capability.models import Capability

        found = self
        for word in map(stem, words_of(words)):
            built = Capability.objects.filter(placements=OuterRef("pk"), title__icontains=word)
            anywhere = Q(Exists(built))
            for name in WORDS_IN:
                anywhere |= Q(**{f"{name}__icontains": word})
            found = found.filter(anywhere)
        return found

    def with_times(self) -> "PlacementQuerySet":
        """Each with its times to come, as `times`, and its capabilities: two queries more."""
        from practice.models import Slot

        return self.prefetch_related("capabilities", Prefetch("slots", queryset=Slot.objects.to_come(), to_attr="times"))

    def hosted_by(self, person: Any) -> "PlacementQuerySet":
        """Those that `person` hosts, and those of services whose teams they manage."""
        return self.filter(hosts_there(person))

    def without_host(self) -> "PlacementQuerySet":
        """Those whose host has left the service, or the site; and those on the board that have none."""
        there = works_at(OuterRef("host"), "service")
        return self.filter(Q(host__isnull=True, published=True) | Q(host__isnull=False) & ~Q(there))


class SlotQuerySet(models.QuerySet):
    """Questions about the times of placements."""

    def to_come(self, after: datetime | None = None) -> "SlotQuerySet":
        """Times that have not begun and were not called off; from `after` on where that is later than now."""
        now = timezone.now()
        return self.filter(called_off_at__isnull=True, starts_at__gt=max(now, after) if after else now)


class BookingQuerySet(models.QuerySet):
    """Questions about bookings."""

    def whole(self) -> "BookingQuerySet":
        """Each with its slot, placement, service, host, person and team, in one query."""
        return self.select_related("slot__placement__service", "slot__placement__host", "person", "team", "sponsor")

    def open(self) -> "BookingQuerySet":
        """Those of which something can still come."""
        return self.filter(state__in=sorted(OPEN))

    def holding(self) -> "BookingQuerySet":
        """Those that take a place."""
        return self.filter(state__in=sorted(HOLDING))

    def clashing(self, person: Any, starts_at: datetime, ends_at: datetime) -> "BookingQuerySet":
        """What `person` has confirmed in that time."""
        return self.filter(person=person, state=State.CONFIRMED, slot__starts_at__lt=ends_at, slot__ends_at__gt=starts_at)

    def hosted_by(self, person: Any) -> "BookingQuerySet":
        """Bookings of placements that `person` hosts, or of services whose teams they manage."""
        return self.filter(hosts_there(person, "slot__placement__"))

    def with_host(self, person: Any) -> "BookingQuerySet":
        """Bookings of placements that `person` hosts themselves, as long as they work there."""
        return self.filter(works_at(person, "slot__placement__service"), slot__placement__host=person)

    def decided_by(self, person: Any) -> "BookingQuerySet":
        """Bookings for a team that `person` manages or deputises for, and those they sponsor."""
        return self.filter(says_second_yes(person))

    def seen_by(self, person: Any) -> "BookingQuerySet":
        """Bookings that `person` may open: their own, those they host, those they decide on."""
        return self.filter(Q(person=person) | says_second_yes(person) | hosts_there(person, "slot__placement__"))

    def wanting_host_yes(self, person: Any, now: datetime | None = None) -> "BookingQuerySet":
        """Requests that wait for a yes of `person` as host. A manager of the service is asked where nobody hosts."""
        waiting = self.filter(state=State.REQUESTED, host_yes_at__isnull=True, held_until__gt=now or timezone.now()).exclude(person=person)
        nobody = ~Q(works_at(OuterRef("slot__placement__host"), "slot__placement__service"))
        return waiting.hosted_by(person).filter(Q(slot__placement__host=person) | nobody)

    def wanting_manager_yes(self, person: Any, now: datetime | None = None) -> "BookingQuerySet":
        """Requests that wait for a yes of `person` as manager, deputy or sponsor."""
        waiting = self.filter(state=State.REQUESTED, manager_yes_at__isnull=True, held_until__gt=now or timezone.now()).exclude(person=person)
        return waiting.decided_by(person)

    def keys_around(self, person: Any, now: datetime) -> "BookingQuerySet":
        """What `person` has booked or hosts and is not over, and what waits for a yes of theirs: key, when it begins, and which of these (`Around`).

        A row for each reason. Each kind is found by its own index and then put together: as one condition with "or" a database looks at every booking
        there is, and so does PostgreSQL where it is to find the keys and to fetch all that belongs to them in one query.
        """
        ahead = self.filter(slot__ends_at__gt=now)
        return _together(
            (Around.MINE, ahead.filter(person=person, state__in=AHEAD)),
            (Around.HOSTED, ahead.filter(works_at(person, "slot__placement__service"), slot__placement__host=person, state=State.CONFIRMED)),
            (Around.AS_HOST, self.wanting_host_yes(person, now)),
            (Around.AS_MANAGER, self.wanting_manager_yes(person, now)),
        )

    def keys_to_answer(self, person: Any, now: datetime) -> "BookingQuerySet":
        """The last two of these."""
        return _together((Around.AS_HOST, self.wanting_host_yes(person, now)), (Around.AS_MANAGER, self.wanting_manager_yes(person, now)))

    def with_line(self) -> "BookingQuerySet":
        """Each with how many wait before it for the same time, as `ahead`, in the same query."""
        from practice.models import Booking

        first = Booking.objects.filter(slot=OuterRef("slot"), state=State.WAITING, asked_at__lt=OuterRef("asked_at"))
        return self.annotate(ahead=Coalesce(Subquery(first.order_by().values("slot").annotate(number=Count("pk")).values("number")), 0))

    def in_line(self) -> "BookingQuerySet":
        """Those who wait, in the order in which they came."""
        return self.filter(state=State.WAITING).order_by("asked_at", "pk")

    def run_out(self, now: datetime) -> "BookingQuerySet":
        """Requests and offers whose time is over, and people who wait for a time that has begun."""
        return self.filter(
            Q(state=State.REQUESTED, held_until__lte=now) | Q(state=State.OFFERED, offered_until__lte=now) | Q(state=State.WAITING, slot__starts_at__lte=now)
        )


def _together(*kinds: tuple[Around, BookingQuerySet]) -> Any:
    said = ((found.order_by(), Value(why.value, output_field=models.IntegerField())) for why, found in kinds)
    rows = [found.annotate(why=why).values_list("pk", "slot__starts_at", "why") for found, why in said]
    return rows[0].union(*rows[1:], all=True)


class ConcernQuerySet(models.QuerySet):
    """Questions about concerns."""

    def for_lead(self, person: Any) -> "ConcernQuerySet":
        """Those that `person` may read as a lead: none about themselves or a service they work in or manage, or from somebody whom they manage."""
        from home.models import TeamManager

        managed = TeamManager.objects.current().filter(person=person)
        manages_there = Exists(managed.filter(team__service=OuterRef("booking__slot__placement__service")))
        manages_them = Exists(managed.filter(team=OuterRef("booking__team")))
        apart = self.exclude(booking__slot__placement__host=person).exclude(booking__person=person).exclude(booking__sponsor=person)
        return apart.filter(~works_at(person, "booking__slot__placement__service"), ~manages_there, ~manages_them)
