"""Whom somebody without a manager of their own can name for the second yes."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.query import QuerySet

from home.models import Team, TeamManager, User
from home.rules.finding import words_of

MOST = 20  # people at once: more is no list to choose from


@dataclass(frozen=True)
class Sponsors:
    """Whom to show: pairs of a key, and a name with what they manage. `whole` where nobody else could be named, `more` where a search found more."""

    people: list[tuple[int, str]] = field(default_factory=list)
    whole: bool = True
    more: bool = False


def sponsors_for(person: User) -> QuerySet[User]:
    """Whom somebody without a manager can name: everyone who manages a team today."""
    return User.objects.active().filter(pk__in=TeamManager.objects.current().values("person")).exclude(pk=person.pk).order_by("name")


def offer_sponsors(person: User, *, words: str = "", host: User | None = None) -> Sponsors:
    """Whom to show to somebody who names a sponsor, at most `MOST`, never the `host`: two queries.

    In a small place everyone who manages a team, those of their own service first. In a large one those of their own service; the others are found
    by `words` of their names, teams and services.
    """
    managed = TeamManager.objects.current().select_related("team__service")
    near = Exists(managed.filter(person=OuterRef("pk"), team__service__in=Team.objects.of(person).values("service")))
    possible = sponsors_for(person).exclude(pk=host.pk if host else 0).annotate(near=near).order_by("-near", "name", "pk")
    for word in words_of(words):
        there = managed.filter(Q(team__name__icontains=word) | Q(team__service__name__icontains=word), person=OuterRef("pk"))
        possible = possible.filter(Q(name__icontains=word) | Exists(there))
    found = list(possible.prefetch_related(Prefetch("managing", queryset=managed, to_attr="managed"))[: MOST + 1])
    whole, shown = not words and len(found) <= MOST, found[:MOST]
    if not words and not whole:
        shown = [each for each in shown if each.near]
    return Sponsors([(each.pk, _label(each)) for each in shown], whole=whole, more=bool(words) and len(found) > MOST)


def _label(sponsor: User) -> str:
    teams = [f"{row.team}, {row.team.service}" for row in sponsor.managed]  # type: ignore[attr-defined]  # prefetched
    return f"{sponsor.name} ({'; '.join(teams)})"
