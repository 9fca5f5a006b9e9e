"""Publishing the dataset: the whole file built anew from frozen rows, beside the old one, and put in its place at once."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from capability.dataset import dataset_path
from capability.dataset.frozen import apply_rule, exact_slab, read_axes
from capability.dataset.place import forget_unfinished, put_in_place
from capability.dataset.writing import write_cube
from home.away import has_no_room
from home.context import site_settings


class PublishingProblem(ValueError):
    """Why there is nothing to publish; its text is a sentence for a person."""


@dataclass(frozen=True)
class Published:
    """What was published: where, its digest and size, and how many cells show a figure."""

    path: Path
    sha256: str
    size: int
    snapshots: int
    shown: int
    hidden: int


def build_dataset(path: Path | None = None, progress: Callable[[str], object] = lambda line: None) -> Published:
    """Build the published file from all frozen rows and put it in the place of the old one.

    Whoever reads meanwhile reads the old one to its end; killed at any moment, the old one stands. Equal rows give equal
    bytes. Raises `PublishingProblem` where nothing is frozen yet, or the disk is full.
    """
    path = path or dataset_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    forget_unfinished(path)
    making = path.with_name(f".{path.name}.{uuid4().hex}.making")
    try:
        with transaction.atomic():
            axes = read_axes()
            if not axes.snapshots:
                raise PublishingProblem("Nothing is frozen yet, so there is nothing to publish.")

            def slabs():
                for number, snapshot in enumerate(axes.snapshots, start=1):
                    progress(f"Snapshot {number} of {len(axes.snapshots)}, {snapshot.frozen_on:%d %B %Y}")
                    yield apply_rule(exact_slab(axes, snapshot))

            shown, hidden = write_cube(making, axes, slabs(), area=site_settings().area or "an area")
        with making.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        size = making.stat().st_size
        path = put_in_place(making, path)
    except OSError as fault:
        if not has_no_room(fault):
            raise
        raise PublishingProblem("There is no room on the disk for the new file. The one that was published stands as it was.") from fault
    finally:
        making.unlink(missing_ok=True)
    return Published(path, content, size, len(axes.snapshots), shown, hidden)
