"""From frozen rows to what may be published: the axes of the cube, each snapshot's exact counts, and the rule applied to them."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from capability.enums import BarrierKind, UnitKind
from capability.models import Capability, Snapshot, SnapshotBlock, SnapshotFigure, SnapshotUnit
from home.rules.disclosure import Counts, Reason, publish, rounded

KINDS = (UnitKind.AREA, UnitKind.SECTOR, UnitKind.SERVICE, UnitKind.JOB_ROLE)  # what is published: never a team
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class UnitLabel:
    """One place on the unit axis. `identifier` is kept for good ("service:harbour-lane-hostel")."""

    kind: str
    ref: int
    identifier: str
    name: str


@dataclass(frozen=True)
class CapabilityLabel:
    """One place on the capability axis: a capability of one version of the framework, and what replaced it."""

    pk: int
    identifier: str
    code: str
    title: str
    domain: str
    replaced_by: str


@dataclass(frozen=True)
class Axes:
    """The axes of the cube, all in a fixed order."""

    snapshots: list[Snapshot]
    units: list[UnitLabel]
    capabilities: list[CapabilityLabel]


@dataclass
class Slab:
    """One snapshot: units by capabilities, and what blocks people. Exact as it is read; `mask` and the rest as published."""

    rated: Numbers
    meets: Numbers
    mask: NDArray[np.uint8]
    blocked: Numbers
    blocked_mask: NDArray[np.uint8]
    people_with_gap: int = 0
    sums: list[tuple[int, list[int]]] = field(default_factory=list)


def read_axes() -> Axes:
    """The axes, from every snapshot there is. Three queries."""
    snapshots = list(Snapshot.objects.select_related("framework").order_by("frozen_on"))
    newest = SnapshotUnit.objects.filter(kind__in=KINDS).order_by("snapshot__frozen_on").values_list("kind", "ref", "slug", "name")
    latest = {(UnitKind.AREA.value, 0): ("area", "The whole area")}  # also where too few people answered to freeze anything
    latest |= {(kind, ref): (slug, name) for kind, ref, slug, name in newest}
    taken: set[str] = set()
    units = []
    for (kind, ref), (slug, name) in sorted(latest.items(), key=lambda item: (KINDS.index(UnitKind(item[0][0])), item[1], item[0][1])):
        identifier = kind if kind == UnitKind.AREA else f"{kind}:{slug}"
        identifier = identifier if identifier not in taken else f"{identifier}-{ref}"
        taken.add(identifier)
        units.append(UnitLabel(kind, ref, identifier, name))
    return Axes(snapshots, units, capability_labels({snapshot.framework_id for snapshot in snapshots}))


def capability_labels(frameworks: set[int]) -> list[CapabilityLabel]:
    """The capabilities of every framework that was frozen, in the order in which their versions came; nothing is ever taken away."""
    rows = list(
        Capability.objects.filter(domain__framework__in=frameworks)
        .select_related("domain__framework")
        .order_by("domain__framework__published_on", "domain__framework", "domain__order", "order", "code")
    )

    def identifier(capability: Capability) -> str:
        framework = capability.domain.framework
        return f"{framework.identifier}/{framework.version}/{capability.code}"

    next_of: dict[tuple[str, str], list[Capability]] = {}
    for row in rows:
        next_of.setdefault((row.domain.framework.identifier, row.slug), []).append(row)
    replaced = {old.pk: identifier(new) for line in next_of.values() for old, new in pairwise(line)}
    return [CapabilityLabel(row.pk, identifier(row), row.code, row.title, row.domain.title, replaced.get(row.pk, "")) for row in rows]


def exact_slab(axes: Axes, snapshot: Snapshot) -> Slab:
    """The exact counts of one snapshot, before the rule. Three queries."""
    shape = (len(axes.units), len(axes.capabilities))
    row_of = {(unit.kind, unit.ref): number for number, unit in enumerate(axes.units)}
    column_of = {capability.pk: number for number, capability in enumerate(axes.capabilities)}
    there = {
        pk: (row_of[kind, ref], kind, within)
        for pk, kind, ref, within in SnapshotUnit.objects.filter(snapshot=snapshot, kind__in=KINDS).values_list("pk", "kind", "ref", "within")
    }
    kinds = BarrierKind.values
    slab = Slab(
        np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.full(shape, Reason.NOT_MEASURED, np.uint8),
        np.zeros(len(kinds), np.int64), np.full(len(kinds), Reason.NOT_MEASURED, np.uint8),
    )  # fmt: skip
    figures = SnapshotFigure.objects.filter(unit__snapshot=snapshot, unit__kind__in=KINDS).order_by()
    for unit, capability, rated, meets in figures.values_list("unit_id", "capability_id", "rated", "meets").iterator(chunk_size=5000):
        place = there[unit][0], column_of[capability]
        slab.rated[place], slab.meets[place], slab.mask[place] = rated, meets, Reason.SHOWN
    for kind, people, said in SnapshotBlock.objects.filter(unit__snapshot=snapshot).values_list("kind", "people", "said"):
        slab.people_with_gap = people
        slab.blocked[kinds.index(kind)], slab.blocked_mask[kinds.index(kind)] = said, Reason.SHOWN
    slab.sums = sums_of(
        [(row, kind, within) for row, kind, within in there.values()],
        {unit.ref: row_of[unit.kind, unit.ref] for unit in axes.units if unit.kind == UnitKind.SECTOR},
    )
    return slab


def sums_of(there: list[tuple[int, str, int | None]], sectors: dict[int, int]) -> list[tuple[int, list[int]]]:
    """What adds up to what: sectors, services and job roles to the area, services to their sector. Rows on the unit axis."""
    of_kind: dict[str, list[int]] = {kind: [] for kind in KINDS}
    inside: dict[int, list[int]] = {}
    for row, kind, within in sorted(there):
        of_kind[kind].append(row)
        if kind == UnitKind.SERVICE and within in sectors:
            inside.setdefault(sectors[within], []).append(row)
    area = of_kind[UnitKind.AREA]
    whole = [(area[0], of_kind[kind]) for kind in KINDS[1:]] if area else []
    return [*whole, *sorted(inside.items())]


def apply_rule(exact: Slab) -> Slab:
    """The same snapshot as it may be published: rounded, and hidden where the rule says so."""
    out = Slab(
        np.zeros_like(exact.rated), np.zeros_like(exact.meets), exact.mask.copy(), np.zeros_like(exact.blocked), exact.blocked_mask.copy(), sums=exact.sums
    )
    for column in range(exact.rated.shape[1]):
        rows = np.flatnonzero(exact.mask[:, column] == Reason.SHOWN).tolist()
        counts: dict[int, Counts] = {row: (int(exact.meets[row, column]), int(exact.rated[row, column])) for row in rows}
        for row, reason in publish(counts, exact.sums).items():
            out.mask[row, column] = reason
            if reason is Reason.SHOWN:
                out.meets[row, column], out.rated[row, column] = map(rounded, counts[row])
    people = exact.people_with_gap
    asked = {kind: (int(said), people) for kind, said in enumerate(exact.blocked) if exact.blocked_mask[kind] == Reason.SHOWN}
    for kind, reason in publish(asked, []).items():
        out.blocked_mask[kind] = reason
        if reason is Reason.SHOWN:
            out.blocked[kind] = rounded(asked[kind][0])
            out.people_with_gap = rounded(people)
    return out


def date_of(snapshot: Snapshot) -> int:
    """Days since 1970-01-01."""
    return (snapshot.frozen_on - date(1970, 1, 1)).days
