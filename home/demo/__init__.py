"""The demonstration's floor: an invented town with its services, teams and people.

Made only by `manage.py demonstrate`, which refuses where production settings are on.
"""

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from home.demo.cast import CAST, PASSWORD, Player
from home.models import JobRole, Membership, Sector, Service, SiteSettings, Team, TeamManager, User


@dataclass(frozen=True)
class Plan:
    """A team, how many people it is to have, and their job roles in turn."""

    team: Team
    size: int
    roles: list[JobRole]


Progress = Callable[[str], Any]
TOWN = tomllib.loads((Path(__file__).parent / "wenbridge.toml").read_text(encoding="utf-8"))
SEED = 2026
SLUGS = {  # the addresses that screenshots, tests and readers rely on
    ("Wenbridge Drug and Alcohol Service", "Community team"): "community-team",
    ("Wenbridge Community Mental Health", "Early Intervention"): "early-intervention",
    ("Wenbridge Community Mental Health", "Recovery team North"): "recovery-north",
    ("Wenbridge Probation and Custody Liaison", "Probation"): "probation",
}


@transaction.atomic
def build(progress: Progress) -> None:
    """Make the town where it does not stand yet; `progress` is told each step in words."""
    if User.objects.filter(email=CAST[0].email).exists():
        progress("Wenbridge stands already; nothing changed.")
        return
    name_the_site()
    progress("Building ten services and twenty teams ...")
    teams = build_services()
    progress("Welcoming the people who work in them ...")
    cast = [welcome(player, teams) for player in CAST]
    people = fill_teams(teams, {player.email for player in CAST})
    appoint(teams)
    progress(f"{len(cast) + people} people live and work in Wenbridge.")


def name_the_site() -> None:
    """Let the site say that it is Wenbridge's."""
    settings = SiteSettings.objects.first()
    if settings is None:
        from wagtail.models import Site

        settings = SiteSettings(site=Site.objects.get(is_default_site=True))
    for field in ("name", "area", "strapline", "contact_email", "local_support", "staff_support", "safeguarding"):
        setattr(settings, field, TOWN[field].strip())
    settings.set_up_at = timezone.now()
    settings.save()


def build_services() -> dict[str, Plan]:
    """The services with their teams; what each team is to be, by the team's address."""
    sectors = {
        raw["slug"]: Sector.objects.get_or_create(slug=raw["slug"], defaults={"name": raw["name"], "order": order})[0]
        for order, raw in enumerate(TOWN["sectors"])
    }
    teams = {}
    for raw in TOWN["services"]:
        service, _ = Service.objects.get_or_create(
            slug=slugify(raw["name"]),
            defaults={
                "name": raw["name"],
                "sector": sectors[raw["sector"]],
                "organisation": raw["organisation"],
                "place": raw["place"],
                "led_by_and_for": raw.get("led_by_and_for", ""),
            },
        )
        for team in raw["teams"]:
            slug = SLUGS.get((raw["name"], team["name"])) or slugify(f"{raw['name']} {team['name']}")
            row, _ = Team.objects.get_or_create(slug=slug, defaults={"service": service, "name": team["name"]})
            teams[slug] = Plan(row, team["size"], [role(name) for name in team["roles"]])
    return teams


def role(name: str) -> JobRole:
    """The job role called `name`."""
    return JobRole.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0]


def welcome(player: Player, teams: dict[str, Plan]) -> User:
    """One of the cast, with a confirmed address, their global role, and their place in a team."""
    person = User.objects.create_user(player.email, PASSWORD, name=player.name, pronouns=player.pronouns)
    EmailAddress.objects.create(user=person, email=player.email, verified=True, primary=True)
    if player.role:
        person.groups.add(Group.objects.get_or_create(name=player.role.value)[0])
    if player.team:
        Membership.objects.create(person=person, team=teams[player.team].team, job_role=role(player.job_role), started_on=date(2024, 9, 2))
    return person


def fill_teams(teams: dict[str, Plan], taken: set[str]) -> int:
    """Fill each team to its size with invented people, the same every time; how many there are."""
    chance = random.Random(SEED)  # noqa: S311 - invented names, nothing secret
    names = invented_names(chance)
    unusable = User()
    unusable.set_unusable_password()
    people: list[User] = []
    places: list[Membership] = []
    for plan in teams.values():
        for number in range(plan.size - plan.team.memberships.count()):
            name = next(names)
            address = f"{slugify(name).replace('-', '.')}@example.org"
            if address in taken:
                address = f"{slugify(name).replace('-', '.')}.{len(people)}@example.org"
            taken.add(address)
            person = User(email=address, name=name, password=unusable.password)
            started = date(2022, 1, 10) + timedelta(days=chance.randrange(1500))
            people.append(person)
            places.append(Membership(person=person, team=plan.team, job_role=plan.roles[number % len(plan.roles)], started_on=started))
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people)
    Membership.objects.bulk_create(places)
    return len(people)


def invented_names(chance: random.Random) -> Iterator[str]:
    """Names without end, no two alike until all pairs are used."""
    pairs = [f"{first} {last}" for first in TOWN["names"]["first"] for last in TOWN["names"]["last"]]
    chance.shuffle(pairs)
    yield from pairs


def appoint(teams: dict[str, Plan]) -> None:
    """Give every team a manager: Ben for the community team with a deputy, elsewhere its longest-serving member."""
    ben = User.objects.get(email="ben@example.org")
    for slug, plan in teams.items():
        team = plan.team
        longest = team.memberships.exclude(person__email__in=[player.email for player in CAST]).order_by("started_on", "pk")
        if slug == "community-team":
            TeamManager.objects.create(person=ben, team=team, started_on=date(2023, 4, 3))
            TeamManager.objects.create(person=longest[0].person, team=team, is_deputy=True, started_on=date(2025, 1, 6))
        else:
            TeamManager.objects.create(person=longest[0].person, team=team, started_on=longest[0].started_on)
