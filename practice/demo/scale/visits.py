"""Shadowing in a town of any size: placements with times to come, and the visits of five years."""

from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from capability.enums import EvidenceKind
from capability.models import Capability, Evidence
from home.demo.pouring import datetime_before, keys, pour, settle, uuids
from home.demo.scale import WATCHED_PEOPLE, Round, Say, Size, at_hour
from home.models import Service
from practice.models import Booking, Placement, PreparationItem, Slot
from practice.rules.shadowing import HOLDING, State

PLACEMENTS = 200  # two of each of the first hundred services
AHEAD = 6  # weekly times to come of each
PLACES = 2
BOOKED_AHEAD = 300  # so many of the first people have asked for a time to come
VISITED = 0.2  # of everyone, once in the years behind
SEE = "How the team decides together in the morning, a visit where people agree to it, and time to ask afterwards."


def lay_ground(size: Size, say: Say) -> None:
    """Placements with their preparation and times to come; nothing where there are any."""
    if Placement.objects.exists():
        return
    say("The board of placements")
    services = list(Service.objects.order_by("pk")[: PLACEMENTS // 2])
    capabilities = list(Capability.objects.in_force().values_list("pk", flat=True))
    placements = keys(Placement, 2 * len(services))
    pour(Placement, "id slug title service_id see area address holds_working_days published", (
        (key, f"visit-{n}", f"A day with {services[n // 2].place}, {'mornings' if n % 2 else 'evenings'}"[:120], services[n // 2].pk, SEE,
         services[n // 2].place, "1 Invented Street", 5, True)
        for n, key in enumerate(placements)
    ))  # fmt: skip
    through = Placement.capabilities.through
    pour(through, "placement_id capability_id", ((key, capabilities[(n + step) % len(capabilities)]) for n, key in enumerate(placements) for step in (0, 5)))
    agreement = ("agreement", "Keep what you hear to yourself.", "People trust us with it.")
    pour(PreparationItem, "placement_id kind what reason", ((key, *agreement) for key in placements))
    today = timezone.localdate()
    pour(Slot, "placement_id starts_at ends_at capacity", (
        (key, at_hour(day, 9), at_hour(day, 12), PLACES)
        for n, key in enumerate(placements) for day in (today + timedelta(days=3 + n % 7 + 7 * week) for week in range(AHEAD))
    ))  # fmt: skip
    settle([Placement, through, PreparationItem, Slot])


def fill(found: Round) -> None:
    """Hosts among the managers of the round; visits that took place, and places that were asked for."""
    host(found)
    placements = list(Placement.objects.order_by("pk").values_list("pk", "host_id", "service__name", "title"))
    built: dict[int, list[int]] = {}
    for placement, capability in Placement.capabilities.through.objects.order_by("pk").values_list("placement", "capability"):
        built.setdefault(placement, []).append(capability)
    chance = found.chance(31)
    went = [n for n, value in enumerate(chance.random(len(found.people)).tolist()) if value < VISITED]
    where = chance.integers(0, len(placements), len(went)).tolist()
    days = chance.integers(10, 365 * found.size.years, len(went)).tolist()
    slots, unlike = keys(Slot, len(went)), uuids(chance, len(went))
    # A microsecond of its own for each visit, so that no placement has two times that begin together.
    begins = [datetime_before(found.now, 1440 * day - 540) + timedelta(microseconds=found.numbers[n]) for n, day in zip(went, days, strict=True)]
    pour(Slot, "id placement_id starts_at ends_at capacity", (
        (key, placements[place][0], at, at + timedelta(hours=3), 1) for key, place, at in zip(slots, where, begins, strict=True)
    ))  # fmt: skip
    pour(Booking, "slot_id person_id team_id state asked_at held_until host_yes_by_id host_yes_at manager_yes_by_id manager_yes_at invited_at uid", (
        (key, found.people[n], found.teams[n], State.ATTENDED.value, *said(found, n, placements[place][1], at), uid)
        for key, n, place, at, uid in zip(slots, went, where, begins, unlike, strict=True)
    ))  # fmt: skip
    pour(Evidence, "person_id capability_id kind source_key title url dated minutes recorded_at", (
        (found.people[n], capability, EvidenceKind.PLACEMENT.value, f"placement:{placements[place][0]}:{uid}", f"Shadowing: {placements[place][3]}"[:200],
         "/shadowing/", at.date(), 180, at)
        for n, place, at, uid in zip(went, where, begins, unlike, strict=True) for capability in built.get(placements[place][0], ())
    ))  # fmt: skip
    look_ahead(found)
    settle([Slot, Booking, Evidence])


def host(found: Round) -> None:
    """Placements without a host get one: whoever manages a team of their service."""
    without = Placement.objects.filter(host__isnull=True).select_related("service")
    teams = Service.objects.filter(teams__in=list(found.managers), pk__in=without.values("service")).order_by("-teams__pk")
    managers = dict(teams.values_list("pk", "teams__pk"))
    hosted = [placement for placement in without if placement.service_id in managers]
    for placement in hosted:
        placement.host_id = found.managers[managers[placement.service_id]]
    Placement.objects.bulk_update(hosted, ["host"], batch_size=200)


def said(found: Round, place: int, host: int | None, at: datetime) -> tuple:
    """When a place was asked for and until when it was held; who said which yes, and when; and when the invitation went."""
    asked = min(datetime_before(at, 12 * 1440), datetime_before(found.now, 3 * 1440))
    person, manager = found.people[place], found.managers.get(found.teams[place])
    host_yes = host if host not in (person, manager) else None
    manager_yes = manager if manager != person else None
    return asked, asked + timedelta(days=7), host_yes, asked + timedelta(days=1), manager_yes, asked + timedelta(days=2), asked + timedelta(days=2)


def look_ahead(found: Round) -> None:
    """The first people of the town, without the watched, have asked for one time to come each; every other one has both yeses."""
    slots = list(Slot.objects.filter(starts_at__gt=timezone.now()).order_by("starts_at", "pk").values_list("pk", "placement__host", "starts_at"))
    asking = [n for n, number in enumerate(found.numbers) if 0 <= number - WATCHED_PEOPLE < BOOKED_AHEAD and number * 2 < len(slots)]
    unlike = uuids(found.chance(32), len(asking))
    rows = []
    for n, uid in zip(asking, unlike, strict=True):
        number = found.numbers[n]
        slot, host, starts_at = slots[number * 2]
        if number % 2:
            rows.append((slot, found.people[n], found.teams[n], State.CONFIRMED.value, *said(found, n, host, starts_at), uid))
        else:
            rows.append((slot, found.people[n], found.teams[n], State.REQUESTED.value, found.now, starts_at, None, None, None, None, None, uid))
    pour(Booking, "slot_id person_id team_id state asked_at held_until host_yes_by_id host_yes_at manager_yes_by_id manager_yes_at invited_at uid", rows)


def finish() -> None:
    """Count how many places of each time are taken."""
    held = Booking.objects.filter(slot=OuterRef("pk"), state__in=sorted(HOLDING)).order_by().values("slot").annotate(many=Count("pk")).values("many")
    Slot.objects.filter(pk__in=Booking.objects.filter(state__in=sorted(HOLDING)).values("slot")).update(taken=Subquery(held))
