"""What may be shown of a whole team: its bands now, and how it moved over time. From frozen figures alone, in one query."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import BooleanField, F, Q, QuerySet, Value

from capability.enums import FrameworkState, UnitKind
from capability.models import Capability, Snapshot, SnapshotFigure
from capability.rules.publishing import Shown, over_time, whole_team
from capability.rules.teams import moved_summary
from home.models import Team
from home.prepared import Prepared
from home.rules.disclosure import BAND_WORDS, Band, Counts

COLUMNS = 5  # the latest countings
Unit = tuple[str, int]


@dataclass
class TeamFigures:
    """Exact figures, which only the rules below may read: the newest snapshot's units around a team, and each of the team's countings."""

    now: dict[Unit, dict[int, Counts]] = field(default_factory=dict)
    counted_on: dict[Unit, date] = field(default_factory=dict)
    countings: dict[date, dict[int, Counts]] = field(default_factory=dict)


@dataclass(frozen=True)
class MovedRow:
    """One capability: a band for each counting, with its word."""

    capability: Capability
    cells: list[tuple[Band, str]]


@dataclass(frozen=True)
class TeamHistory:
    """The latest countings side by side; empty where fewer than two show anything."""

    days: list[date] = field(default_factory=list)
    rows: list[MovedRow] = field(default_factory=list)
    words: str = ""


def read_figures(team: Team) -> TeamFigures:
    """The frozen figures that the page of `team` stands on. One query, for any number of people and snapshots.

    A snapshot that carried earlier figures on is no counting, so nothing is told by when it was made.
    """
    found = TeamFigures()
    for is_now, kind, ref, day, capability, meets, rated in FIGURES.all(team.pk, team.service_id):
        if is_now:
            found.now.setdefault((kind, ref), {})[capability] = (meets, rated)
            found.counted_on[kind, ref] = day
        else:
            found.countings.setdefault(day, {})[capability] = (meets, rated)
    return found


def _figures(team: int, service: int):
    in_force = SnapshotFigure.objects.filter(capability__domain__framework__state=FrameworkState.PUBLISHED).order_by()
    around = Q(unit__kind=UnitKind.TEAM, unit__within=service) | Q(unit__kind=UnitKind.SERVICE, unit__ref=service)
    around |= Q(unit__kind=UnitKind.TEAM, unit__ref=team)
    newest = in_force.filter(around, unit__snapshot__in=Snapshot.objects.newest().values("pk"))
    counted = in_force.filter(unit__kind=UnitKind.TEAM, unit__ref=team, unit__counted_on=F("unit__snapshot__frozen_on"))
    return rows_of(newest, now=True).union(rows_of(counted, now=False), all=True)


FIGURES = Prepared(_figures)


def rows_of(figures: QuerySet, *, now: bool) -> QuerySet:
    """Figures as rows that can stand in one answer with others, marked as the newest snapshot's or not."""
    return figures.annotate(is_now=Value(now, output_field=BooleanField())).values_list(
        "is_now", "unit__kind", "unit__ref", "unit__counted_on", "capability_id", "meets", "rated"
    )


def shown_of(figures: TeamFigures, team: Team) -> tuple[Shown, date | None]:
    """What may be shown of the whole team now, and the day it was counted on."""
    mine, service = (UnitKind.TEAM.value, team.pk), (UnitKind.SERVICE.value, team.service_id)
    others = [found for unit, found in figures.now.items() if unit not in (mine, service)]
    shown = whole_team(figures.now.get(mine, {}), figures.now.get(service, {}), others, least=settings.DISCLOSURE_LEAST_PEOPLE)
    return shown, figures.counted_on.get(mine if shown.about == "team" else service)


def history_of(figures: TeamFigures, capabilities: list[Capability]) -> TeamHistory:
    """How the team moved on `capabilities`, in bands."""
    days = sorted(figures.countings)[-COLUMNS:]
    shown = over_time([figures.countings[day] for day in days], least=settings.DISCLOSURE_LEAST_PEOPLE)
    told = [(day, each.bands) for day, each in zip(days, shown, strict=True) if each.about]
    if len(told) < 2:
        return TeamHistory()
    titles = {c.pk: c.title for c in capabilities}
    bands = [[each.get(c.pk, Band.SUPPRESSED) for _, each in told] for c in capabilities]
    return TeamHistory(
        days=[day for day, _ in told],
        rows=[MovedRow(c, [(each, BAND_WORDS[each].partition(" (")[0]) for each in row]) for c, row in zip(capabilities, bands, strict=True)],
        words=moved_summary(titles, told[0][1], told[-1][1]),
    )
