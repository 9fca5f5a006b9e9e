"""A team's picture for its manager: who shares, by name, and the whole team in bands. A fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils import timezone

from capability.enums import Answered, FrameworkState
from capability.models import Capability, Rating, RoleTarget, SelfAssessment, Sharing
from capability.rules.gaps import LEVEL_WORDS, NOT_MY_ROLE, Position
from capability.rules.teams import ORDER, bands_summary, shared_summary, widest_gaps
from capability.team_figures import TeamHistory, history_of, read_figures, shown_of
from home.models import JobRole, Membership, Team, User
from home.prepared import Prepared
from home.rules.disclosure import BAND_WORDS, Band

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Asked:
    """What the manager asked the page to show: a domain's code, a job role's slug, and the order: "gap", "order", "title", or a person who shares."""

    domain: str = ""
    role: str = ""
    sort: str = "gap"


@dataclass
class Column:
    """One person who shares: what they are called, their role, and the assessment they share."""

    person: User
    role: JobRole | None
    assessment: int
    on: datetime | None
    levels: dict[int, int | str | None] = field(default_factory=dict)
    targets: dict[int, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One person's level on one capability beside their role's target."""

    position: Position

    @property
    def words(self) -> str:
        """What they said."""
        if self.position.level is not None:
            return LEVEL_WORDS[self.position.level]
        return "Not their role" if self.position.answer == NOT_MY_ROLE else "Not answered"


@dataclass(frozen=True)
class SharedRow:
    """One capability: a cell for each person who shares."""

    capability: Capability
    cells: list[Cell]


@dataclass(frozen=True)
class BandRow:
    """One capability: how many of the whole team are where their role needs them."""

    capability: Capability
    band: Band
    words: str


@dataclass(frozen=True)
class TeamPicture:
    """Both parts of a manager's page."""

    asked: Asked
    wanted: list[Capability]
    columns: list[Column]
    shared: list[SharedRow]
    shared_words: str
    roles: list[JobRole]
    domains: list
    about: str
    bands: list[BandRow]
    bands_words: str
    counted_on: date | None
    biggest: list[Capability]
    history: TeamHistory
    waiting: list[tuple[User, datetime | None]]


def picture_of_team(team: Team, reader: User, asked: Asked) -> TeamPicture:
    """The picture of `team` for its manager `reader`: four queries for any number of people."""
    everything = IN_FORCE.all()
    finished = finished_in(team, reader)
    last = {one.person_id: one.submitted_at for one in reversed(finished)}
    columns = shared_columns(team, reader, finished)
    sort = asked.sort if asked.sort in {"gap", "order", "title", *(str(column.person.public_id) for column in columns)} else "gap"
    asked = Asked(asked.domain if any(c.domain.code == asked.domain for c in everything) else "", asked.role, sort)
    roles = sorted({column.role for column in columns if column.role}, key=lambda role: (role.order, role.name))
    if asked.role in {role.slug for role in roles}:
        columns = [column for column in columns if column.role and column.role.slug == asked.role]
    else:
        asked = Asked(asked.domain, "", asked.sort)
    wanted = [c for c in everything if not asked.domain or c.domain.code == asked.domain]
    figures = read_figures(team)
    shown, counted_on = shown_of(figures, team)
    titles = {c.pk: c.title for c in wanted}
    cells = cells_of(wanted, columns) if columns else {}
    gaps = {key: [cell.position.gap for cell in row] for key, row in cells.items()}
    order = in_order(asked.sort, titles, gaps, columns)
    by_key = {c.pk: c for c in wanted}
    bands = [BandRow(c, shown.bands[c.pk], BAND_WORDS[shown.bands[c.pk]].partition(" (")[0]) for c in wanted if c.pk in shown.bands]
    if asked.sort == "title":
        bands.sort(key=lambda row: row.capability.title)
    elif asked.sort != "order":
        bands.sort(key=lambda row: ORDER[row.band])
    few = [row.capability for row in sorted(bands, key=lambda row: ORDER[row.band]) if row.band in (Band.FEW, Band.SOME)]
    return TeamPicture(
        asked=asked,
        wanted=wanted,
        columns=columns,
        shared=[SharedRow(by_key[key], cells[key]) for key in order] if columns else [],
        shared_words=shared_summary(titles, gaps, len(columns)) if columns else "",
        roles=roles,
        domains=list({c.domain.pk: c.domain for c in everything}.values()),
        about=shown.about,
        bands=bands,
        bands_words=bands_summary(titles, shown.bands, f"the {shown.about}") if bands else "",
        counted_on=counted_on,
        biggest=(few or [by_key[key] for key in widest_gaps(gaps, list(titles)) if sum(gaps.get(key, ()))])[:2],
        history=history_of(figures, wanted),
        waiting=[(place.person, at) for place in team.places if not_in_a_year(at := last.get(place.person_id)) and place.person_id != reader.pk],
    )


def in_order(sort: str, titles: dict[int, str], gaps: dict[int, list[int]], columns: list[Column]) -> list[int]:
    """The capabilities of the shared part as asked: the widest gaps first (of one person where one is named), by title, or as the framework has them."""
    if sort == "order":
        return list(titles)
    if sort == "title":
        return sorted(titles, key=lambda key: titles[key])
    place = next((number for number, column in enumerate(columns) if str(column.person.public_id) == sort), None)
    return widest_gaps(gaps if place is None else {key: [row[place]] for key, row in gaps.items()}, list(titles))


def members_of(team: Team):
    """The team's people today with when each last finished a self-assessment (`last_assessed`): a fact about the process."""
    last = SelfAssessment.objects.filter(submitted_at__isnull=False, person=OuterRef("person")).order_by().values("person").annotate(at=Max("submitted_at"))
    return (
        Membership.objects.current().filter(team=team).select_related("person").annotate(last_assessed=Subquery(last.values("at")[:1])).order_by("person__name")
    )


def not_in_a_year(last: datetime | None) -> bool:
    """Whether somebody has not finished a self-assessment within a year."""
    return last is None or last < timezone.now() - YEAR


def finished_in(team: Team, reader: User) -> list[Any]:
    """Every finished self-assessment of the team's people, newest first; `may_read`: by `reader`, today; `is_in_force`: by today's framework."""
    return FINISHED.all(tuple(place.person_id for place in team.places), reader.pk)


def _finished(people: tuple[int, ...], reader: int):
    sharing = Sharing.objects.in_force().filter(reader=reader, assessment=OuterRef("pk"))
    found = SelfAssessment.objects.submitted().filter(person__in=people)
    found = found.annotate(may_read=Exists(sharing), is_in_force=Q(framework__state=FrameworkState.PUBLISHED))
    return found.select_related("job_role").order_by("-submitted_at", "-pk")


def _ratings(assessments: tuple[int, ...]):
    needed = RoleTarget.objects.filter(
        profile__framework__state=FrameworkState.PUBLISHED, profile__job_role=OuterRef("assessment__job_role"), capability=OuterRef("capability")
    )
    return Rating.objects.filter(assessment__in=assessments).annotate(target=Subquery(needed.values("level")[:1]))


IN_FORCE = Prepared(lambda: Capability.objects.in_force().saying_what_follows())
FINISHED = Prepared(_finished)
RATINGS = Prepared(_ratings)


def shared_columns(team: Team, reader: User, finished: list[Any] | None = None) -> list[Column]:
    """Who of the team shares with `reader`, each with the latest that they share, by name. `finished` is `finished_in`, where it is known.

    Two small questions, each with the keys of the one before: as one, with all its conditions, it led PostgreSQL to every rating there is.
    """
    latest: dict[int, Any] = {}
    for one in finished_in(team, reader) if finished is None else finished:
        if one.may_read and one.is_in_force and one.person_id != reader.pk:
            latest.setdefault(one.person_id, one)
    people = {place.person_id: place.person for place in team.places}
    columns = {
        latest[key].pk: Column(person, latest[key].job_role, latest[key].pk, latest[key].submitted_at) for key, person in people.items() if key in latest
    }
    for rating in RATINGS.all(tuple(columns)) if columns else ():
        column = columns[rating.assessment_id]
        column.levels[rating.capability_id] = NOT_MY_ROLE if rating.answered == Answered.NOT_MY_ROLE else rating.level
        column.targets[rating.capability_id] = rating.target
    return list(columns.values())


def cells_of(capabilities: list[Capability], columns: list[Column]) -> dict[int, list[Cell]]:
    """The cells of each capability's row, in the order of `columns`."""
    return {c.pk: [Cell(Position(c.pk, c.domain_id, 0, column.levels.get(c.pk), column.targets.get(c.pk))) for column in columns] for c in capabilities}
