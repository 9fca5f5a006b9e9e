"""The floor of a town of any size, for measuring: services, teams and people with the years behind them. Names are invented or numbers.

A town is seeded in rounds of people, and the same seed makes the same town on the same day. The apps above have a `demo.scale` of their own, each with
`lay_ground(size, say)` for what stands whoever is there, `fill(found)` for a round of newcomers, `finish(size, say)` for what is counted at the end.
The first round is always the same: the people of the team that is watched, so that their pages can be compared between towns.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise, product
from typing import Any

import numpy as np
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.text import slugify

from home.demo import TOWN
from home.demo.pouring import datetime_before, keys, moments, pour, settle, uuids
from home.enums import GlobalRole, NoticeKind
from home.models import JobRole, Letter, Membership, Notice, Sector, Service, SiteSettings, Team, TeamManager, User

Say = Callable[[str], Any]
DOMAIN = "scale.example"
NOBODY_SIGNS_IN = "!" + "x" * 40  # Django's form of a password that nothing matches
WATCHED = "watched"  # the slug of the team whose pages are measured
WATCHED_PEOPLE = 15  # its manager, a deputy and 13 more: the first people of any town
A_ROUND = 5_000
PLACES = [f"{first}{last}" for last, first in product(
    ("ford", "ley", "wick", "combe", "stead", "mere", "thwaite", "holme", "bury", "dale", "worth", "field", "gate", "cross", "well", "haven"),
    ("Alder", "Birch", "Brack", "Cedar", "Dun", "Elm", "Fern", "Gorse", "Hazel", "Heather", "Ivy", "Lark", "Linden", "Marsh", "Moss", "Oak", "Otter", "Reed",
     "Rowan", "Rush", "Sedge", "Sorrel", "Swan", "Thorn", "Wren", "Yarrow"),
)]  # fmt: skip
NEWS = (
    (NoticeKind.REQUEST, "Your manager asked the team to do a module", "You belong to the team."),
    (NoticeKind.ANSWER, "You completed a module", "You finished the last lesson of it."),
    (NoticeKind.REMINDER, "A visit is in three days", "You have a place there."),
)


@dataclass(frozen=True)
class Size:
    """How large a town is to be, and from which seed."""

    people: int
    services: int = 500
    teams: int = 2000
    years: int = 5
    seed: int = 20261201

    def chance(self, *about: int) -> np.random.Generator:
        """The chance of one part: the same for the same seed."""
        return np.random.default_rng([self.seed, *about])


@dataclass(frozen=True)
class Round:
    """Some newcomers: their numbers in the town, and by place among them their key, team, job role and first day."""

    size: Size
    numbers: range
    people: range
    teams: list[int]
    roles: list[int | None]
    since: list[date]
    managers: dict[int, int]  # team -> its manager
    now: datetime  # when today began

    def chance(self, part: int) -> np.random.Generator:
        """The chance of one app's part of this round."""
        return self.size.chance(part, self.numbers.start)


def rounds(size: Size) -> Iterator[range]:
    """The numbers of people who are not there yet, round by round."""
    there = User.objects.filter(email__endswith=f"@{DOMAIN}").exclude(email__startswith="lead@").count()
    edges = sorted({there, WATCHED_PEOPLE, *range(A_ROUND, size.people, A_ROUND), size.people})
    for begin, end in pairwise(edges):
        if there <= begin and end <= size.people:
            yield range(begin, end)


def lay_ground(size: Size, say: Say) -> None:
    """The sectors, services and teams, and a workforce lead; nothing where they stand."""
    if Team.objects.filter(slug=WATCHED).exists():
        return
    say(f"{size.services:,} services and {size.teams:,} teams")
    SiteSettings.objects.update(area="Wenbridge and beyond", set_up_at=timezone.now())
    sectors = [Sector.objects.get_or_create(slug=raw["slug"], defaults={"name": raw["name"], "order": n})[0] for n, raw in enumerate(TOWN["sectors"])]
    services, teams = keys(Service, size.services), keys(Team, size.teams)
    names = [f"{place_called(n)} {sectors[n % len(sectors)].name}" for n in range(size.services)]
    pour(Service, "id name slug sector_id organisation place", (
        (key, name[:120], slugify(name)[:120], sectors[n % len(sectors)].pk, f"{place_called(n // 4)} Partnership", place_called(n))
        for n, (key, name) in enumerate(zip(services, names, strict=True))
    ))  # fmt: skip
    slugs = (WATCHED, *(f"team-{n}" for n in range(1, size.teams)))
    called = ("Community team", "Duty team", "Outreach", "Night staff", "Family team")
    pour(Team, "id name slug service_id", (
        (key, f"{called[n // size.services % 5]}{f' {n // size.services // 5 + 1}' if n // size.services >= 5 else ''}", slug, services[n % size.services])
        for n, (key, slug) in enumerate(zip(teams, slugs, strict=True))
    ))  # fmt: skip
    settle([Service, Team])
    came = {"joined_at": at_hour(timezone.localdate(), 0), "public_id": uuids(size.chance(1), 1)[0]}
    lead = User.objects.create(email=f"lead@{DOMAIN}", name="Lindiwe Marlowe", password=NOBODY_SIGNS_IN, **came)
    lead.groups.add(Group.objects.get_or_create(name=GlobalRole.LEAD.value)[0])


def place_called(number: int) -> str:
    """An invented place; numbered when the names are used up."""
    return PLACES[number % len(PLACES)] + (f" {number // len(PLACES) + 1}" if number >= len(PLACES) else "")


def welcome(size: Size, numbers: range) -> Round:
    """New people with an address, their place in a team, earlier places, and those who manage the team; what they were told and sent."""
    chance, now, many = size.chance(0, numbers.start), at_hour(timezone.localdate(), 0), len(numbers)
    teams = list(Team.objects.filter(slug__in=[WATCHED, *(f"team-{n}" for n in range(1, size.teams))]).order_by("pk").values_list("pk", flat=True))
    roles: list[int | None] = list(JobRole.objects.filter(profiles__framework__state="published").order_by("pk").values_list("pk", flat=True)) or [None]
    people = keys(User, many)
    firsts, lasts = (chance.choice(TOWN["names"][part], many).tolist() for part in ("first", "last"))
    joined = moments(chance, many, now, (60, 365 * size.years))
    pour(User, "id public_id email name password joined_at", (
        (key, public, address_of(n), f"{first} {last}", NOBODY_SIGNS_IN, at)
        for key, public, n, first, last, at in zip(people, uuids(chance, many), numbers, firsts, lasts, joined, strict=True)
    ))  # fmt: skip
    pour(EmailAddress, "user_id email verified primary", ((key, address_of(n), True, True) for key, n in zip(people, numbers, strict=True)))
    found = Round(
        size, numbers, people,
        teams=[team_of(n, teams) for n in numbers],
        roles=[roles[role] for role in chance.integers(0, len(roles), many).tolist()],
        since=[timezone.localdate(at) for at in joined],
        managers={},
        now=now,
    )  # fmt: skip
    place_them(found, teams, chance)
    found.managers.update(appoint(found, teams))
    tell_them(found, chance)
    settle([User, EmailAddress, Membership, TeamManager, Notice, Letter])
    return found


def address_of(number: int) -> str:
    """The address of one person of the town."""
    return f"person-{number}@{DOMAIN}"


def team_of(number: int, teams: list[int]) -> int:
    """The team of one person: the first of all are watched, the others go round."""
    return teams[0] if number < WATCHED_PEOPLE else teams[1 + (number - WATCHED_PEOPLE) % (len(teams) - 1)]


def place_them(found: Round, teams: list[int], chance: np.random.Generator) -> None:
    """The place each has, and for two in five one that they had before."""
    now_there = zip(found.people, found.teams, found.roles, found.since, strict=True)
    pour(Membership, "person_id team_id job_role_id started_on ended_on", ((person, team, role, since, None) for person, team, role, since in now_there))
    before = chance.random(len(found.people)) < 0.4
    elsewhere = chance.integers(0, len(teams), len(found.people)).tolist()
    pour(Membership, "person_id team_id job_role_id started_on ended_on", (
        (person, teams[elsewhere[n]], role, since - timedelta(days=700), since - timedelta(days=1))
        for n, (person, role, since) in enumerate(zip(found.people, found.roles, found.since, strict=True)) if before[n]
    ))  # fmt: skip


def appoint(found: Round, teams: list[int]) -> dict[int, int]:
    """The first of each team manages it, the second is the deputy; the manager of each team of this round."""
    made = []
    for person, number, team, since in zip(found.people, found.numbers, found.teams, found.since, strict=True):
        turn = number if number < WATCHED_PEOPLE else (number - WATCHED_PEOPLE) // (len(teams) - 1)
        if turn < 2:
            made.append((person, team, since, turn == 1))
    pour(TeamManager, "person_id team_id started_on is_deputy", made)
    rows = TeamManager.objects.filter(team__in=set(found.teams), is_deputy=False, ended_on__isnull=True)
    return dict(rows.order_by("pk").values_list("team", "person"))


def tell_them(found: Round, chance: np.random.Generator) -> None:
    """Three notices each, of which one is unread, and two letters that were sent."""
    read = datetime_before(found.now, 3 * 1440)
    when = moments(chance, len(found.people), datetime_before(found.now, 4 * 1440), (1, 300))
    pour(Notice, "person_id kind key title why url created_at read_at", (
        (person, kind.value, f"scale:{n}", title, why, "/learning/", at, read if n else None)
        for person, at in zip(found.people, when, strict=True) for n, (kind, title, why) in enumerate(NEWS)
    ))  # fmt: skip
    pour(Letter, "key person_id address kind subject send_after sent_at created_at attempts", (
        (f"scale:{person}:{n}", person, address_of(number), kind.value, title, at, at, at, 1)
        for person, number, at in zip(found.people, found.numbers, when, strict=True) for n, (kind, title, _) in enumerate(NEWS[:2])
    ))  # fmt: skip


def at_hour(day: date, hour: int) -> datetime:
    """A moment on the clock on the wall."""
    return timezone.make_aware(datetime.combine(day, time(hour)))
