"""Makers of placements, times and bookings for the tests of shadowing."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from capability.models import Capability
from home.models import Notice, User
from practice.actions.shadowing.answering import say_yes
from practice.actions.shadowing.asking import ask
from practice.models import Booking, Placement, Slot
from practice.rules.shadowing import Side
from practice.rules.wall_clock import LONDON
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)  # a Monday
THURSDAY = date(2026, 12, 3)


def make_placement(host: User, **facts) -> Placement:
    """A placement in the host's own service, on the board."""
    service = host.memberships.get().team.service
    number = Placement.objects.count() + 1
    wanted = {
        "title": f"A day with us {number}",
        "slug": f"a-day-with-us-{number}",
        "see": "How we work.",
        "area": "Northgate",
        "address": "Orchard House, side door",
        "published": True,
    }
    placement = Placement.objects.create(service=service, host=host, **{**wanted, **facts})
    placement.capabilities.set(Capability.objects.all()[:2])
    return placement


def make_slot(placement: Placement, day: date = THURSDAY, begins: int = 9, ends: int = 16, **facts) -> Slot:
    """A time of a placement, with one place unless said otherwise."""
    starts = datetime.combine(day, time(begins), tzinfo=LONDON)
    return Slot.objects.create(placement=placement, starts_at=starts, ends_at=starts.replace(hour=ends), **facts)


def confirmed(cast: Cast, slot: Slot, person: User | None = None) -> Booking:
    """A booking of Asha's, or somebody else's in her team, with both yeses."""
    booking = ask(by=person or cast.asha, slot=slot, team=cast.team)
    say_yes(by=slot.placement.host, booking=booking, side=Side.HOST)
    return say_yes(by=cast.ben, booking=booking, side=Side.MANAGER)


def days(number: int) -> timedelta:
    """So many days."""
    return timedelta(days=number)


def is_true(slot: Slot) -> bool:
    """Whether the counts of a slot say what its bookings say."""
    slot.refresh_from_db()
    return slot.taken == Booking.objects.holding().filter(slot=slot).count() and slot.waiting == Booking.objects.in_line().filter(slot=slot).count()


def now() -> datetime:
    """The moment it is."""
    return timezone.now()


def told(person: User) -> list[str]:
    """The titles of what a person was told, in order."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def colleague(cast: Cast, name: str) -> User:
    """Somebody else in Asha's team."""
    return MembershipFactory(person=PersonFactory(name=name), team=cast.team).person
