"""Freezing figures: counting, for each team, service, sector and job role and for the area, where people stand today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.log_actions import log

from capability.enums import Answered, BarrierKind, UnitKind
from capability.models import Barrier, Capability, Framework, Rating, RoleTarget, SelfAssessment, Snapshot, SnapshotBlock, SnapshotFigure, SnapshotUnit
from capability.permissions import may_see_area
from capability.rules.counting import NO_LEVEL, NO_TARGET, Levels, counted_again, has_gap, quarter_of, tally
from home.actions.telling import tell
from home.enums import NoticeKind
from home.models import Membership, User

Unit = tuple[str, int]  # kind and key
AREA: Unit = (UnitKind.AREA, 0)
BLOCKS: Unit = (UnitKind.BLOCKS, 0)
COLUMNS = ("rated", "not_yet", "core", "practitioner", "specialist", "meets")


class FreezingProblem(ValueError):
    """Why nothing was frozen; its text is a sentence for the person who asked."""


@dataclass(frozen=True)
class Label:
    """What a unit is called on the day."""

    slug: str
    name: str
    within: int | None = None


@dataclass
class Day:
    """Where everybody stood at the end of a day: rows of `levels` and `targets` are one person in one role."""

    labels: dict[Unit, Label] = field(default_factory=lambda: {AREA: Label("area", "The whole area"), BLOCKS: Label("blocks", "What blocks people")})
    rows: dict[Unit, dict[int, int]] = field(default_factory=dict)  # person -> row
    parts: dict[Unit, dict[str, str]] = field(default_factory=dict)  # digest of the person -> digest of their part
    blocked: dict[int, set[str]] = field(default_factory=dict)  # person -> kinds of barrier
    levels: Levels = field(default_factory=lambda: np.empty((0, 0), np.uint8))
    targets: Levels = field(default_factory=lambda: np.empty((0, 0), np.uint8))


def ask_to_freeze(lead: User) -> None:
    """Have the worker freeze today's figures and publish them; `lead` is told when it is done.

    Raises `FreezingProblem` for anybody but a workforce lead, and where today was frozen already.
    """
    if not may_see_area(lead):
        raise FreezingProblem("Only a workforce lead can freeze the area's figures.")
    if Snapshot.objects.filter(frozen_on=timezone.localdate()).exists():
        raise FreezingProblem("Today's figures are frozen already. They can be frozen once a day.")
    transaction.on_commit(lambda: async_task("capability.tasks.freeze_for", lead.pk))


def freeze_quarter() -> bool:
    """Freeze today's figures where this quarter has none; whether it did."""
    today = timezone.localdate()
    if Snapshot.objects.filter(quarter=quarter_of(today.year, today.month)).exists():
        return False
    return freeze(quarterly=True) is not None


def freeze_for(lead_pk: int) -> bool:
    """Freeze today's figures for the workforce lead who asked, and tell them what came of it; whether there is anything new."""
    lead = User.objects.active().with_standing().filter(pk=lead_pk).first()
    if lead is None or not may_see_area(lead):
        return False
    today = timezone.localdate()
    there = Snapshot.objects.filter(frozen_on=today).exists()
    snapshot = None if there else freeze(by=lead)
    words = "The area's figures are frozen anew." if snapshot or there else "Too little has changed to freeze the area's figures anew. They stand as they are."
    tell(
        person=lead, kind=NoticeKind.ANSWER, key=f"capability.frozen:{today}", title=words, why="You asked for the area's figures to be frozen.",
        url="/area/", mail=False,
    )  # fmt: skip
    return snapshot is not None


@transaction.atomic
def freeze(day: date | None = None, *, quarterly: bool = False, by: User | None = None) -> Snapshot | None:
    """Freeze the figures of the end of `day` (today where none is given) and keep them; the snapshot.

    The latest finished self-assessment of each current member counts, against the role they have there. A unit is counted
    anew only when at least three people's part changed; else its earlier figures stand. Nothing, and no snapshot, where no
    framework is published or, unless it is `quarterly`, where every unit's figures stand. The same day again gives the
    snapshot that there is. A fixed number of queries beside the rows that are written.
    """
    day = day or timezone.localdate()
    framework = Framework.objects.select_for_update().published().first()
    quarter = quarter_of(day.year, day.month) if quarterly else None
    if framework is None:
        return None
    if found := Snapshot.objects.filter(frozen_on=day).first():
        if quarter and found.quarter is None and not Snapshot.objects.filter(quarter=quarter).exists():
            Snapshot.objects.filter(pk=found.pk).update(quarter=quarter)
        return found
    capabilities = list(Capability.objects.filter(domain__framework=framework).values_list("pk", flat=True))
    stands = read_day(framework, capabilities, day)
    last = Snapshot.objects.filter(frozen_on__lt=day, framework=framework).newest().first()
    before = {(unit.kind, unit.ref): unit for unit in last.units.all()} if last else {}
    anew = {unit for unit in {*before, *stands.parts} if counted_again(before[unit].parts if unit in before else {}, stands.parts.get(unit, {}))}
    if not anew and not quarterly:
        return None
    snapshot = Snapshot.objects.create(framework=framework, frozen_on=day, quarter=quarter)
    log(snapshot, "capability.frozen", user=by, data={"counted_anew": len(anew)})
    write_units(snapshot, stands, before, anew, capabilities)
    return snapshot


def read_day(framework: Framework, capabilities: list[int], day: date) -> Day:
    """Where everybody stood at the end of `day`, in six queries."""
    column = {capability: number for number, capability in enumerate(capabilities)}
    asked = SelfAssessment.objects.latest_of_each(framework, day)
    latest = {person: (pk, role) for pk, person, role in asked.values_list("pk", "person_id", "job_role_id")}
    line = {pk: number for number, (pk, _) in enumerate(latest.values())}
    said = np.full((len(latest), len(capabilities)), NO_LEVEL, np.uint8)
    ratings = Rating.objects.filter(assessment__in=asked.values("pk"), answered=Answered.RATED).order_by()
    for assessment, capability, level in ratings.values_list("assessment_id", "capability_id", "level").iterator(chunk_size=5000):
        if assessment in line and level is not None:
            said[line[assessment], column[capability]] = level
    needed: dict[int | None, Levels] = {None: np.full(len(capabilities), NO_TARGET, np.uint8)}
    for role, capability, level in RoleTarget.objects.filter(profile__framework=framework).values_list("profile__job_role", "capability", "level"):
        needed.setdefault(role, needed[None].copy())[column[capability]] = level
    found = Day()
    people: list[tuple[int, int | None]] = []
    row_of: dict[tuple[int, int | None], int] = {}
    places = Membership.objects.current(day).order_by("-started_on", "-pk").values_list(
        "person_id", "job_role_id", "job_role__slug", "job_role__name", "team_id", "team__slug", "team__name",
        "team__service_id", "team__service__slug", "team__service__name", "team__service__sector_id", "team__service__sector__slug",
        "team__service__sector__name",
    )  # fmt: skip
    for person, role, role_slug, role_name, team, team_slug, team_name, service, slug, name, sector, sector_slug, sector_name in places:
        if person not in latest:
            continue
        key = (person, role or latest[person][1])
        if key not in row_of:
            row_of[key] = len(people)
            people.append(key)
        units = {(UnitKind.TEAM, team): Label(team_slug, team_name, service), (UnitKind.SERVICE, service): Label(slug, name, sector)}
        units[(UnitKind.SECTOR, sector)] = Label(sector_slug, sector_name)
        if role:
            units[(UnitKind.JOB_ROLE, role)] = Label(role_slug, role_name)
        for unit, label in [*units.items(), (AREA, found.labels[AREA])]:
            found.labels[unit] = label
            found.rows.setdefault(unit, {}).setdefault(person, row_of[key])
    found.levels = said[[line[latest[person][0]] for person, _ in people]] if people else said[:0]
    found.targets = np.stack([needed.get(role, needed[None]) for _, role in people]) if people else said[:0]
    for person, kind in Barrier.objects.filter(capability__in=capabilities, said_at__date__lte=day).values_list("person_id", "kind"):
        found.blocked.setdefault(person, set()).add(kind)
    fill_parts(found)
    return found


def fill_parts(found: Day) -> None:
    """Digest each person's part in each unit: their levels and what their role needs; for the blocks, what they say."""
    persons = {person: digest(f"person {person}".encode()) for person in found.rows.get(AREA, {})}
    part = [digest(levels.tobytes() + targets.tobytes()) for levels, targets in zip(found.levels, found.targets, strict=True)]
    for unit, rows in found.rows.items():
        found.parts[unit] = {persons[person]: part[row] for person, row in rows.items()}
    gap = has_gap(found.levels, found.targets)
    with_gap = {person: row for person, row in found.rows.get(AREA, {}).items() if gap[row]}
    if with_gap:
        found.rows[BLOCKS] = with_gap
        found.parts[BLOCKS] = {persons[person]: digest(",".join(sorted(found.blocked.get(person, ()))).encode()) for person in with_gap}


def digest(content: bytes) -> str:
    """A short digest with the site's key, so that what is stored tells nobody's answers."""
    return blake2b(content, digest_size=8, key=settings.SECRET_KEY.encode()[:64]).hexdigest()


def write_units(snapshot: Snapshot, stands: Day, before: dict[Unit, SnapshotUnit], anew: set[Unit], capabilities: list[int]) -> None:
    """Keep the units of a snapshot: counted today where they are in `anew`, as they stood before otherwise."""
    fresh = [unit for unit in sorted(anew) if unit in stands.rows]
    carried = {unit: old for unit, old in before.items() if unit not in anew}
    rows = [unit_row(snapshot, unit, stands.labels[unit], snapshot.frozen_on, stands.parts[unit]) for unit in fresh]
    for unit, old in carried.items():
        label = stands.labels.get(unit) or Label(old.slug, old.name, old.within)
        rows.append(unit_row(snapshot, unit, label, old.counted_on, old.parts))
    made = {(row.kind, row.ref): row for row in SnapshotUnit.objects.bulk_create(rows, batch_size=500)}
    SnapshotUnit.objects.filter(snapshot__frozen_on__lt=snapshot.frozen_on).exclude(parts={}).update(parts={})
    SnapshotFigure.objects.bulk_create([*counted(made, stands, fresh, capabilities), *carried_figures(made, carried)], batch_size=5000)
    SnapshotBlock.objects.bulk_create(blocks(made, stands, BLOCKS in anew, carried.get(BLOCKS)))


def unit_row(snapshot: Snapshot, unit: Unit, label: Label, counted_on: date, parts: dict[str, str]) -> SnapshotUnit:
    """The row of one unit."""
    return SnapshotUnit(snapshot=snapshot, kind=unit[0], ref=unit[1], slug=label.slug, name=label.name, within=label.within, counted_on=counted_on, parts=parts)


def counted(made: dict[Unit, SnapshotUnit], stands: Day, units: Iterable[Unit], capabilities: list[int]) -> Iterator[SnapshotFigure]:
    """The figures of the units that are counted today."""
    for unit in units:
        if unit == BLOCKS:
            continue
        rows = list(stands.rows[unit].values())
        sums = tally(stands.levels[rows], stands.targets[rows])
        for number, capability in enumerate(capabilities):
            yield SnapshotFigure(unit=made[unit], capability_id=capability, **dict(zip(COLUMNS, sums[:, number].tolist(), strict=True)))


def carried_figures(made: dict[Unit, SnapshotUnit], carried: dict[Unit, SnapshotUnit]) -> Iterator[SnapshotFigure]:
    """The figures of the units whose earlier ones stand."""
    if not carried:
        return
    now = {old.pk: made[unit] for unit, old in carried.items()}
    earlier = SnapshotFigure.objects.filter(unit__snapshot=next(iter(carried.values())).snapshot_id)
    for unit, capability, *counts in earlier.values_list("unit_id", "capability_id", *COLUMNS).iterator(chunk_size=5000):
        if unit in now:
            yield SnapshotFigure(unit=now[unit], capability_id=capability, **dict(zip(COLUMNS, counts, strict=True)))


def blocks(made: dict[Unit, SnapshotUnit], stands: Day, anew: bool, old: SnapshotUnit | None) -> list[SnapshotBlock]:
    """How many of the people with a gap say what blocks them; as it stood before where too little changed."""
    if anew and BLOCKS in made:
        people = stands.rows[BLOCKS]
        said = {kind: sum(kind in stands.blocked.get(person, ()) for person in people) for kind in BarrierKind.values}
        return [SnapshotBlock(unit=made[BLOCKS], kind=kind, people=len(people), said=count) for kind, count in said.items()]
    if old is None:
        return []
    return [SnapshotBlock(unit=made[BLOCKS], kind=row.kind, people=row.people, said=row.said) for row in old.blocks.all()]


def forget_part(person_pk: int) -> int:
    """Take the digest of somebody who is erased out of the newest figures, which stand as they are; from how many units."""
    mine = digest(f"person {person_pk}".encode())
    units = [unit for unit in SnapshotUnit.objects.exclude(parts={}).only("pk", "parts") if mine in unit.parts]
    for unit in units:
        del unit.parts[mine]
    SnapshotUnit.objects.bulk_update(units, ["parts"])
    return len(units)
