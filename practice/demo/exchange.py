"""A year of visits between the invented town's services, so that the picture of them has something to show."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from home.demo import SEED
from home.demo.cast import CAST
from home.models import Membership, TeamManager
from practice.actions.exchange import freeze_exchange
from practice.models import Booking, ExchangeFigure, Placement, Slot
from practice.rules.shadowing import State

#: How many people of a sector visited which other sectors, in the order in which they did.
VISITS = {
    "drug-and-alcohol": ("mental-health",) * 9 + ("housing",) * 3,
    "mental-health": ("drug-and-alcohol",) * 8 + ("community",) * 4 + ("housing",) * 2,
    "housing": ("drug-and-alcohol",) * 5 + ("mental-health",) * 4,
    "criminal-justice": ("drug-and-alcohol",) * 3,
}


@transaction.atomic
def build(progress: Callable[[str], Any]) -> None:
    """Let about forty people have visited another sector in the last year; nothing where the picture is frozen already."""
    if ExchangeFigure.objects.exists() or not Placement.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311 - an invented town, nothing secret
    rows = list(visits(chance))
    Slot.objects.bulk_create(row.slot for row in rows)
    Booking.objects.bulk_create(rows)
    freeze_exchange()
    progress(f"{len(rows)} people have been beside somebody in another service.")


def visits(chance: random.Random) -> Iterator[Booking]:
    """The bookings, not yet kept, each with its slot."""
    managers = {row.team_id: row.person_id for row in TeamManager.objects.filter(is_deputy=False)}
    now = timezone.now()
    days_ago = iter(chance.sample(range(20, 330), 60))  # no two visits on one day
    for sector, saw in VISITS.items():
        aside = [player.email for player in CAST]
        places = list(Membership.objects.current().filter(team__service__sector__slug=sector).exclude(person__email__in=aside).order_by("pk"))
        people = [place for place in places if place.person_id not in managers.values()]
        chance.shuffle(people)
        for place, wanted in zip(people, saw, strict=False):
            hosts = list(Placement.objects.filter(service__sector__slug=wanted, host__isnull=False).order_by("pk"))
            if not hosts:
                continue
            yield visit(place, chance.choice(hosts), now - timedelta(days=next(days_ago)), managers.get(place.team_id))


def visit(place: Membership, placement: Placement, day: datetime, manager: int | None) -> Booking:
    """One visit that took place."""
    starts_at = day.replace(hour=9, minute=0, second=0, microsecond=0)
    slot = Slot(placement=placement, starts_at=starts_at, ends_at=starts_at + timedelta(hours=6), capacity=1, taken=1)
    asked = starts_at - timedelta(days=14)
    yeses = {"host_yes_by_id": placement.host_id, "host_yes_at": asked, "manager_yes_by_id": manager, "manager_yes_at": asked + timedelta(days=1)}
    return Booking(slot=slot, person_id=place.person_id, team_id=place.team_id, state=State.ATTENDED, asked_at=asked, held_until=asked + timedelta(5), **yeses)
