"""Reading the published file. Pages that show the area read this and nothing else."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

from capability.dataset import FILL
from capability.dataset.place import published_path
from home.rules.disclosure import Reason


@dataclass(frozen=True)
class Figure:
    """One published cell: rounded numbers, or why there are none."""

    rated: int
    meets: int
    reason: Reason

    @property
    def shown(self) -> bool:
        """Whether there is a figure."""
        return self.reason is Reason.SHOWN

    @property
    def share(self) -> int:
        """Per cent who meet the target, to the nearest five: the numbers are rounded, so it is no more exact than that."""
        return 5 * round(20 * self.meets / self.rated) if self.shown and self.rated else 0


@dataclass(frozen=True)
class UnitRow:
    """One unit of the newest snapshot, with a figure for each capability."""

    kind: str
    name: str
    figures: list[Figure]
    slug: str = ""


@dataclass(frozen=True)
class Capability:
    """One capability of the framework that the newest snapshot was frozen against."""

    identifier: str
    code: str
    title: str
    domain: str


@dataclass(frozen=True)
class Moment:
    """One unit at one snapshot."""

    day: date
    quarter: str
    figures: list[Figure]


@dataclass(frozen=True)
class AreaData:
    """What the pages need of the file: the units of some kinds now, the area over time, what blocks people now."""

    institution: str
    framework: str
    data_date: date
    capabilities: list[Capability]
    units: list[UnitRow]
    moments: list[Moment]
    blocks: list[tuple[str, Figure]]
    size: int


@dataclass(frozen=True)
class UnitData:
    """One unit over time, beside the area now and every unit of its kind now."""

    institution: str
    data_date: date
    kind: str
    name: str
    capabilities: list[Capability]
    moments: list[Moment]
    area: list[Figure]
    alike: list[list[Figure]]


def read_area(*kinds: str, path: Path | None = None) -> AreaData | None:
    """The published data with the units of `kinds` ("sector", "service", "job_role") as they stand now; nothing where no file was published."""
    path = path or published_path()
    try:
        file = h5py.File(path, "r", locking=False)
    except FileNotFoundError:
        return None
    with file:
        unit_kinds = texts(file["unit_kind"])
        rows = [number for number, each in enumerate(unit_kinds) if each in kinds]
        span = slice(rows[0], rows[-1] + 1) if rows else slice(0, 0)
        columns, capabilities = capabilities_now(file)
        now = cells(file, (-1, span))
        names, identifiers = texts(file["unit_name"]), texts(file["unit"])
        reasons = file["blocked_mask"][-1]
        people = int(file["people_with_gap"][-1])
        return AreaData(
            institution=str(file.attrs["institution"]),
            framework=str(file.attrs["framework_version"]),
            data_date=date.fromisoformat(str(file.attrs["data_date"])),
            capabilities=capabilities,
            units=[UnitRow(unit_kinds[row], names[row], figures(now, row - span.start, columns), identifiers[row].partition(":")[2]) for row in rows],
            moments=moments_of(file, unit_kinds.index("area"), columns),
            blocks=[
                (name, Figure(people, int(said), Reason(int(reason))))
                for name, said, reason in zip(texts(file["block_name"]), file["blocked"][-1], reasons, strict=True)
            ],
            size=path.stat().st_size,
        )


def read_unit(kind: str, slug: str, path: Path | None = None) -> UnitData | None:
    """One unit of the published data over time, beside the area and all of its kind; nothing where it or the file is not there."""
    path = path or published_path()
    try:
        file = h5py.File(path, "r", locking=False)
    except FileNotFoundError:
        return None
    with file:
        identifiers, kinds = texts(file["unit"]), texts(file["unit_kind"])
        if f"{kind}:{slug}" not in identifiers:
            return None
        row = identifiers.index(f"{kind}:{slug}")
        alike = [number for number, each in enumerate(kinds) if each == kind]
        columns, capabilities = capabilities_now(file)
        span = slice(alike[0], alike[-1] + 1)
        now = cells(file, (-1, span))
        return UnitData(
            institution=str(file.attrs["institution"]),
            data_date=date.fromisoformat(str(file.attrs["data_date"])),
            kind=kind,
            name=texts(file["unit_name"])[row],
            capabilities=capabilities,
            moments=moments_of(file, row, columns),
            area=figures(cells(file, (-1, slice(None))), kinds.index("area"), columns),
            alike=[figures(now, number - span.start, columns) for number in alike],
        )


def capabilities_now(file: h5py.File) -> tuple[list[int], list[Capability]]:
    """The capabilities of the framework that the newest snapshot was frozen against, and where they stand on the axis."""
    identifiers, framework = texts(file["capability"]), texts(file["snapshot_framework"])[-1]
    codes, titles, domains = (texts(file[name]) for name in ("capability_code", "capability_title", "capability_domain"))
    columns = [number for number, name in enumerate(identifiers) if name.rpartition("/")[0] == framework]
    return columns, [Capability(identifiers[n], codes[n], titles[n], domains[n]) for n in columns]


def moments_of(file: h5py.File, row: int, columns: list[int]) -> list[Moment]:
    """One unit at every snapshot of the newest framework, the oldest first."""
    found = cells(file, (slice(None), row))
    days, quarters, frameworks = file["snapshot"][:], texts(file["snapshot_quarter"]), texts(file["snapshot_framework"])
    return [
        Moment(date(1970, 1, 1) + timedelta(days=int(day)), quarters[number], figures(found, number, columns))
        for number, day in enumerate(days)
        if frameworks[number] == frameworks[-1]
    ]


def texts(labels: h5py.Dataset) -> list[str]:
    """The strings of a label set."""
    return labels.asstr()[:].tolist()


def cells(file: h5py.File, where: tuple) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint8]]:
    """The three variables of the cube at one place."""
    index = tuple(len(file["snapshot"]) - 1 if part == -1 else part for part in where)
    return file["rated"][index], file["meets_target"][index], file["mask"][index]


def figures(found: tuple[NDArray, NDArray, NDArray], row: int, columns: list[int]) -> list[Figure]:
    """The figures of one row, for some columns."""
    rated, meets, mask = (values[row] for values in found)
    return [
        Figure(0 if rated[n] == FILL else int(rated[n]), 0 if meets[n] == FILL else int(meets[n]), Reason(int(mask[n]))) for n in columns
    ]  # fmt: skip
