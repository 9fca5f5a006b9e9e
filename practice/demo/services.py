"""What the invented town's services say of themselves, and what they ask of people who come."""

import random
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from home.demo import SEED
from home.models import Service, User
from practice.actions.turning_away import freeze_turn_aways
from practice.enums.services import Refusal
from practice.models import Criterion, EntryNeed, ServiceEntry, TurnAway, TurnAwayReply
from practice.rules.criteria import Part
from practice.rules.turning_away import first_month

HERE = Path(__file__).parent
WRITTEN_ON = date(2026, 11, 22)  # the files' dates are as seen from this day


def read(name: str) -> dict[str, Any]:
    """One of the demonstration's files."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@transaction.atomic
def build(progress: Callable[[str], Any]) -> None:
    """Give every service of the town its entry with its criteria; entries that stand are left as they are."""
    asked = read("criteria.toml")
    made = 0
    for raw in read("entries.toml")["entries"]:
        name = raw.pop("service")
        entry, created = ServiceEntry.objects.get_or_create(service=Service.objects.get(name=name), defaults=as_seen_today(raw))
        if not entry.criteria.exists() and not entry.needs.exists():
            describe(entry, name, asked)
        made += created
    for raw in asked["others"]:
        needs = raw.pop("needs")
        entry, created = ServiceEntry.objects.get_or_create(own_slug=slugify(raw["own_name"]), defaults=as_seen_today(raw))
        if created:
            EntryNeed.objects.bulk_create(EntryNeed(entry=entry, need=need) for need in needs)
    turn_some_away()
    progress(f"{made} services say what they do and whom they take." if made else "The services have said what they do already.")


def as_seen_today(raw: dict[str, Any]) -> dict[str, Any]:
    """The facts with their dates moved, so that they are as old today as when they were written."""
    later = timezone.localdate() - WRITTEN_ON
    return {key: value + later if isinstance(value, date) else value for key, value in raw.items()}


def describe(entry: ServiceEntry, name: str, asked: dict[str, Any]) -> None:
    """Give one entry its needs, who can refer, its wait and its criteria, confirmed when the entry was."""
    entry.route, entry.wait = asked["routes"].get(name, ""), asked["waits"].get(name, "")
    entry.save(update_fields=["route", "wait"])
    EntryNeed.objects.bulk_create(EntryNeed(entry=entry, need=need) for need in asked["needs"].get(name, []))
    for raw in asked["criteria"]:
        if raw["service"] == name:
            facts = {key: value for key, value in raw.items() if key not in ("service", "parts")}
            parts = {f"for_{part.value}": part.value in raw["parts"] for part in Part}
            Criterion.objects.create(entry=entry, confirmed_on=entry.confirmed_on, **facts, **parts)


def turn_some_away() -> None:
    """Colleagues have recorded whom community mental health turned away, and the service has replied."""
    entry = ServiceEntry.objects.get(service__name="Wenbridge Community Mental Health")
    recorders = list(User.objects.filter(memberships__team__slug="community-team").order_by("pk")[:5])
    if entry.turn_aways.exists() or not recorders:
        return
    chance = random.Random(SEED)  # noqa: S311 - an invented town, nothing secret
    today = timezone.localdate()
    reasons = [Refusal.STILL_USING] * 8 + [Refusal.OTHER_FIRST] * 4 + [Refusal.MISSED] * 2
    TurnAway.objects.bulk_create(
        TurnAway(
            entry=entry,
            reason=reason,
            month=first_month(today, chance.randrange(1, 9)),
            recorded_by=chance.choice(recorders),
            recorded_on=today - timedelta(days=1),
        )
        for reason in reasons
    )
    freeze_turn_aways(today)
    manager = User.objects.filter(managing__team__service=entry.service).order_by("pk").first()
    TurnAwayReply.objects.create(
        entry=entry, by=manager,
        text="We looked at how we ask about drug and alcohol use on the telephone. From January nobody is asked to stop before an assessment, and a worker of the drug and alcohol service sits with us on Tuesdays.",  # noqa: E501 - one sentence
    )  # fmt: skip
