"""Writing the published file: plain HDF5 that opens as netCDF-4. The same content gives the same bytes."""

from collections.abc import Iterable
from pathlib import Path

import h5py
import numpy as np

from capability.dataset import FILL, LICENCE, SCHEMA
from capability.dataset.frozen import Axes, Slab, date_of
from capability.enums import BarrierKind
from home.rules.disclosure import LEAST_PUBLISHED, LEAST_SIDE, PUBLISHED_RULE_WORDS, REASON_WORDS, ROUNDED_TO, Reason

TEXT = h5py.string_dtype("utf-8")


def write_cube(path: Path, axes: Axes, slabs: Iterable[Slab], *, area: str) -> tuple[int, int]:
    """Write the whole file to `path`; how many cells show a figure, and how many are hidden.

    It is put together in memory (some 20 MB for the largest area) and written at once: on a full disk HDF5 itself goes on failing long after.
    """
    shown = hidden = 0
    path.touch()  # whoever is killed from here on leaves a name that the next build clears away
    with h5py.File(path.name, "w", libver=("earliest", "v110"), driver="core", backing_store=False) as file:
        file.attrs.update(root_attributes(axes, area))
        write_axes(file, axes)
        rated, meets, mask, said, said_mask, with_gap = make_variables(file)
        for number, slab in enumerate(slabs):
            open_cells = slab.mask == Reason.SHOWN
            rated[number] = np.where(open_cells, slab.rated, FILL)
            meets[number] = np.where(open_cells, slab.meets, FILL)
            mask[number] = slab.mask
            said[number] = np.where(slab.blocked_mask == Reason.SHOWN, slab.blocked, FILL)
            said_mask[number] = slab.blocked_mask
            with_gap[number] = slab.people_with_gap or FILL
            shown += int(open_cells.sum())
            hidden += int(((slab.mask != Reason.SHOWN) & (slab.mask != Reason.NOT_MEASURED)).sum())
        file.flush()
        path.write_bytes(file.id.get_file_image())
    return shown, hidden


def root_attributes(axes: Axes, area: str) -> dict[str, object]:
    """What the file says of itself. The date is the data's, never the clock's."""
    last = axes.snapshots[-1]
    return {
        "Conventions": "CF-1.11",
        "title": f"Capability for co-occurring mental health and substance use needs: {area}",
        "schema": SCHEMA,
        "institution": area,
        "source": "Self-assessments of people who work in the area's services, frozen and counted; no person is in this file",
        "framework_identifier": last.framework.identifier,
        "framework_version": last.framework.version,
        "disclosure_rule": PUBLISHED_RULE_WORDS,
        "disclosure_least_people": np.uint32(LEAST_PUBLISHED),
        "disclosure_least_side": np.uint32(LEAST_SIDE),
        "disclosure_rounded_to": np.uint32(ROUNDED_TO),
        "data_date": last.frozen_on.isoformat(),
        "licence": LICENCE,
    }


def write_axes(file: h5py.File, axes: Axes) -> None:
    """The dimension scales and the labels beside them."""
    days = file.create_dataset("snapshot", data=np.array([date_of(snapshot) for snapshot in axes.snapshots], np.int32))
    days.attrs.update({"standard_name": "time", "long_name": "day of the snapshot", "units": "days since 1970-01-01", "calendar": "standard", "axis": "T"})
    scales = {
        "unit": [unit.identifier for unit in axes.units],
        "capability": [capability.identifier for capability in axes.capabilities],
        "block": BarrierKind.values,
    }
    for name, labels in scales.items():
        file.create_dataset(name, data=labels, dtype=TEXT)
    for name in ("snapshot", *scales):
        file[name].make_scale(name)
    beside = {
        "snapshot_quarter": ("snapshot", "quarter that a snapshot stands for", [snapshot.quarter or "" for snapshot in axes.snapshots]),
        "snapshot_framework": ("snapshot", "framework version in force", [f"{s.framework.identifier}/{s.framework.version}" for s in axes.snapshots]),
        "unit_kind": ("unit", "what the unit is", [unit.kind for unit in axes.units]),
        "unit_name": ("unit", "what the unit is called", [unit.name for unit in axes.units]),
        "capability_code": ("capability", "code in its framework", [capability.code for capability in axes.capabilities]),
        "capability_title": ("capability", "what the capability is called", [capability.title for capability in axes.capabilities]),
        "capability_domain": ("capability", "the domain it lies in", [capability.domain for capability in axes.capabilities]),
        "replaced_by": ("capability", "what took its place in a later version", [capability.replaced_by for capability in axes.capabilities]),
        "block_name": ("block", "what it says", [str(label) for label in BarrierKind.labels]),
    }
    for name, (dimension, long_name, labels) in beside.items():
        made = file.create_dataset(name, data=labels, dtype=TEXT)
        made.attrs["long_name"] = long_name
        made.dims[0].attach_scale(file[dimension])


def make_variables(file: h5py.File) -> list[h5py.Dataset]:
    """The empty data variables, one chunk a snapshot."""
    flags = {"flag_values": np.array(list(Reason), np.uint8), "flag_meanings": " ".join(reason.name.lower() for reason in Reason)}
    flags |= {"comment": "; ".join(f"{reason.value}: {words}" for reason, words in REASON_WORDS.items())}
    cube, blocks = ("snapshot", "unit", "capability"), ("snapshot", "block")
    return [
        variable(file, "rated", cube, np.uint32, "people who rated it, where their role needs it, rounded", "unit_name unit_kind capability_title"),
        variable(file, "meets_target", cube, np.uint32, "people of these at or above what their role needs, rounded", "unit_name unit_kind capability_title"),
        variable(file, "mask", cube, np.uint8, "whether a figure is shown, and why not", "", flags),
        variable(file, "blocked", blocks, np.uint32, "people with a gap who say that this blocks them, rounded", "block_name"),
        variable(file, "blocked_mask", blocks, np.uint8, "whether a figure is shown, and why not", "", flags),
        variable(file, "people_with_gap", ("snapshot",), np.uint32, "people with at least one gap, rounded", ""),
    ]


def variable(
    file: h5py.File, name: str, dimensions: tuple[str, ...], dtype: type, long_name: str, coordinates: str, flags: dict[str, object] | None = None
) -> h5py.Dataset:
    """One variable over `dimensions`."""
    shape = tuple(len(file[dimension]) for dimension in dimensions)
    counts = flags is None
    # HDF5 cannot cut nothing into chunks: an area without a unit yet has an empty cube.
    packed: dict[str, object] = {} if 0 in shape else {"chunks": (1, *shape[1:]), "compression": "gzip", "compression_opts": 4, "shuffle": True}
    made = file.create_dataset(name, shape, dtype, fillvalue=FILL if counts else Reason.NOT_MEASURED, **packed)
    made.attrs["long_name"] = long_name
    if counts:
        made.attrs["_FillValue"] = np.array([FILL], np.uint32)
        made.attrs["units"] = "1"
    if name in ("rated", "meets_target"):
        made.attrs["ancillary_variables"] = "mask"
    if coordinates:
        made.attrs["coordinates"] = coordinates
    for key, value in (flags or {}).items():
        made.attrs[key] = value
    for number, dimension in enumerate(dimensions):
        made.dims[number].attach_scale(file[dimension])
    return made
