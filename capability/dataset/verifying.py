"""Checking a published file against the frozen rows: every cell, every label, and that nobody is in it."""

from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np

from capability.dataset import FILL, SCHEMA
from capability.dataset.frozen import Axes, Slab, apply_rule, date_of, exact_slab, read_axes
from capability.dataset.reading import texts
from home.models import User
from home.rules.disclosure import LEAST_PUBLISHED, LEAST_SIDE, ROUNDED_TO, Reason

VARIABLES = ("snapshot", "unit", "capability", "block", "rated", "meets_target", "mask", "blocked", "blocked_mask", "people_with_gap")


def problems_of(path: Path) -> Iterator[str]:
    """A sentence for each thing that is wrong with the file at `path`; none where all is well. Raises `OSError` for no HDF5 file."""
    with h5py.File(path, "r", locking=False) as file:
        missing = [name for name in VARIABLES if name not in file]
        if file.attrs.get("schema") != SCHEMA or missing:
            yield f"This is not a {SCHEMA} file{': it has no ' + ', '.join(missing) if missing else ''}."
            return
        axes = read_axes()
        yield from labels_wrong(file, axes)
        yield from people_in(file)
        if [len(file[name]) for name in ("snapshot", "unit", "capability")] != [len(axes.snapshots), len(axes.units), len(axes.capabilities)]:
            yield "The file has other axes than the frozen rows. Build it again."
            return
        for number, snapshot in enumerate(axes.snapshots):
            exact = exact_slab(axes, snapshot)
            yield from cells_wrong(file, number, exact, f"{snapshot.frozen_on:%d %B %Y}")


def labels_wrong(file: h5py.File, axes: Axes) -> Iterator[str]:
    """Axes that differ from the frozen rows."""
    wanted = {"unit": [unit.identifier for unit in axes.units], "capability": [capability.identifier for capability in axes.capabilities]}
    for name, labels in wanted.items():
        if texts(file[name]) != labels:
            yield f"The labels of “{name}” differ from the frozen rows."
    if file["snapshot"][:].tolist() != [date_of(snapshot) for snapshot in axes.snapshots]:
        yield "The days of the snapshots differ from the frozen rows."


def people_in(file: h5py.File) -> Iterator[str]:
    """Strings that hold an e-mail address or are somebody's name."""
    found: set[str] = {str(value) for value in file.attrs.values()}

    def collect(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset):
            found.update(str(value) for value in item.attrs.values() if isinstance(value, str))
            if item.dtype.kind == "O" and h5py.check_string_dtype(item.dtype):
                found.update(texts(item))

    file.visititems(collect)
    for text in sorted(found):
        if "@" in text:
            yield f"“{text}” looks like an e-mail address."
    for name in User.objects.values_list("name", flat=True).iterator():
        if name and name in found:
            yield "The name of somebody stands in the file."


def cells_wrong(file: h5py.File, number: int, exact: Slab, day: str) -> Iterator[str]:
    """Cells of one snapshot that differ from the rule's answer, and shown cells that no rule would allow."""
    wanted = apply_rule(exact)
    shown = wanted.mask == Reason.SHOWN
    rated, meets, mask = file["rated"][number], file["meets_target"][number], file["mask"][number]
    said, said_mask = file["blocked"][number], file["blocked_mask"][number]
    open_blocks = wanted.blocked_mask == Reason.SHOWN
    compared = {
        "rated": (rated, np.where(shown, wanted.rated, FILL)),
        "meets_target": (meets, np.where(shown, wanted.meets, FILL)),
        "mask": (mask, wanted.mask),
        "blocked": (said, np.where(open_blocks, wanted.blocked, FILL)),
        "blocked_mask": (said_mask, wanted.blocked_mask),
        "people_with_gap": (file["people_with_gap"][number], np.uint32(wanted.people_with_gap or FILL)),
    }
    for name, (there, right) in compared.items():
        if wrong := int((there != right).sum()):
            yield f"{day}: {wrong} of the cells of “{name}” differ from the frozen rows after the rule."
    visible = mask == Reason.SHOWN
    side = np.minimum(exact.meets, exact.rated - exact.meets)
    forbidden = visible & ((exact.rated < LEAST_PUBLISHED) | (side < LEAST_SIDE) | (rated % ROUNDED_TO != 0) | (meets % ROUNDED_TO != 0))
    if forbidden.any():
        yield f"{day}: {int(forbidden.sum())} cells are shown that must not be."
    if ((rated[~visible] != FILL) | (meets[~visible] != FILL)).any():
        yield f"{day}: a hidden cell holds a number."
