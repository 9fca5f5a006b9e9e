"""Who may visit whom in the invented town, in the weeks to come and the weeks before."""

import tomllib
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from capability.actions import record_evidence
from capability.enums import EvidenceKind
from capability.models import Capability
from home.models import Membership, Service, Team, TeamManager, User
from practice.actions.shadowing.answering import say_yes
from practice.actions.shadowing.asking import ask
from practice.actions.shadowing.scheduling import add_slots
from practice.models import Booking, HostFeedback, Placement, PlacementReflection, PreparationItem, Slot
from practice.rules.shadowing import Side, State
from practice.rules.wall_clock import stretch

PLACEMENTS = tomllib.loads((Path(__file__).parent / "placements.toml").read_text(encoding="utf-8"))["placements"]
FACTS = ("slug", "title", "see", "suits", "not_permitted", "area", "address", "travel", "access")
#: Visits of the weeks before: who, where, how many weeks ago, what they keep of it and what they said to the host.
BEFORE = (
    (
        "asha@example.org", "nights-at-harbour-lane", 3,
        "I had never seen how calm it is after one. The checks are a kind of care. I want to ring the night staff before I plan a Monday.",
        "Thank you for the tea and for saying what you do when you are afraid. I will tell my team.",
    ),
    (
        "eve@example.org", "keyworking-at-fold-street", 5,
        "Nobody was asked to stop. I counted how often I do that.",
        "I learned more about asking in one morning than in a year. Come and see us.",
    ),
)  # fmt: skip


@transaction.atomic
def build(progress: Callable[[str], Any]) -> None:
    """Offer eight placements with times in the coming weeks, and some bookings; nothing where placements stand."""
    if Placement.objects.exists() or not Service.objects.filter(name=PLACEMENTS[0]["service"]).exists():
        progress("The services' placements stand already.")
        return
    today = timezone.localdate()
    for raw in PLACEMENTS:
        offer(raw, today)
    look_back(today)
    look_ahead()
    progress(f"{len(PLACEMENTS)} placements are on the board, with {Slot.objects.count()} times.")


def offer(raw: dict, today: date) -> Placement:
    """One placement with its preparation and its times."""
    service = Service.objects.get(name=raw["service"])
    host = User.objects.get(email=raw["host"]) if "host" in raw else longest_there(Team.objects.get(service=service, name=raw["team"]))
    placement = Placement.objects.create(service=service, host=host, published=True, **{name: raw.get(name, "").strip() for name in FACTS})
    placement.capabilities.set(Capability.objects.with_codes(raw["capabilities"]))
    for item in raw.get("preparation", []):
        PreparationItem.objects.create(placement=placement, **item)
    first = today + timedelta(days=raw["ahead"])
    first += timedelta(days=(raw["weekday"] - first.weekday()) % 7)
    begins, ends = time(raw["begins"]), time(raw["ends"])
    add_slots(by=host, placement=placement, first=first, begins=begins, ends=ends, capacity=raw["capacity"], weeks=raw["weeks"])
    return placement


def longest_there(team: Team) -> User:
    """Who has worked longest in a team without managing it."""
    managers = TeamManager.objects.filter(team=team).values("person")
    return Membership.objects.current().filter(team=team).exclude(person__in=managers).order_by("started_on", "pk").select_related("person")[0].person


def look_back(today: date) -> None:
    """Visits that took place, with what they left."""
    for email, slug, weeks, reflection, thanks in BEFORE:
        person = User.objects.get(email=email)
        placement = Placement.objects.get(slug=slug)
        like = placement.slots.earliest("starts_at")
        back = timedelta(weeks=weeks + (timezone.localtime(like.starts_at).date() - today).days // 7 + 1)
        day = timezone.localtime(like.starts_at).date() - back
        starts_at, ends_at = stretch(day, timezone.localtime(like.starts_at).time(), timezone.localtime(like.ends_at).time())
        slot = Slot.objects.create(placement=placement, starts_at=starts_at, ends_at=ends_at, capacity=1, taken=1)
        place = Membership.objects.current().filter(person=person).select_related("team").first()
        asked = starts_at - timedelta(days=12)
        booking = Booking.objects.create(
            slot=slot, person=person, team=place.team if place else None, state=State.ATTENDED, asked_at=asked, held_until=asked + timedelta(days=7),
            host_yes_by=placement.host, host_yes_at=asked + timedelta(days=1), manager_yes_by=a_manager(place.team, person) if place else None,
            manager_yes_at=asked + timedelta(days=2), invited_at=asked + timedelta(days=2),
        )  # fmt: skip
        PlacementReflection.objects.create(booking=booking, text=reflection)
        HostFeedback.objects.create(booking=booking, text=thanks)
        record_evidence(
            person=person, capabilities=placement.capabilities.all(), kind=EvidenceKind.PLACEMENT, source_key=f"placement:{placement.pk}:{booking.uid}",
            title=f"Shadowing: {placement}, {placement.service}", dated=day, url=placement.get_absolute_url(),
            minutes=int((ends_at - starts_at).total_seconds() // 60),
        )  # fmt: skip


def look_ahead() -> None:
    """Bookings to come: one of Asha's that is confirmed, one that waits for Ben, one for Eve, and a time with a line."""
    asha, ben, frank = (User.objects.get(email=f"{name}@example.org") for name in ("asha", "ben", "frank"))
    community, probation = Team.objects.get(slug="community-team"), Team.objects.get(slug="probation")
    colleagues = [row.person for row in Membership.objects.current().filter(team=community).exclude(person__in=[asha, ben]).select_related("person")]
    colleagues = [person for person in colleagues if not TeamManager.objects.filter(person=person).exists()]
    slots = {raw["slug"]: list(Slot.objects.to_come().filter(placement__slug=raw["slug"]).order_by("starts_at")) for raw in PLACEMENTS}

    tea = ask(by=asha, slot=slots["tea-at-sabr"][0], team=community, hopes="How you speak about shame.")
    say_yes(by=User.objects.get(hosted_placements__slug="tea-at-sabr"), booking=tea, side=Side.HOST)
    say_yes(by=ben, booking=tea, side=Side.MANAGER)
    early = slots["a-day-with-early-intervention"]
    ask(by=colleagues[0], slot=early[0], team=community, hopes="What you say when somebody hears a voice while you are talking.")
    ask(by=frank, slot=early[0], team=probation, hopes="How a care plan starts.")
    second = ask(by=colleagues[1], slot=early[1], team=community)
    say_yes(by=User.objects.get(email="eve@example.org"), booking=second, side=Side.HOST)
    ask(by=frank, slot=slots["keyworking-at-fold-street"][0], team=probation, hopes="How you talk about using with somebody on a licence.")


def a_manager(team: Team, person: User) -> User | None:
    """Somebody who manages `team` and is not `person`."""
    row = TeamManager.objects.current().filter(team=team).exclude(person=person).select_related("person").first()
    return row.person if row else None
