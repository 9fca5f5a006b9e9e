"""Keeping: files that an app publishes beside the database, and that a backup carries and a restore puts back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keeper:
    """One published file: where it can be read now (it need not be there), and what puts a whole new file in its place."""

    read: Callable[[], Path]
    put: Callable[[Path], object]


_keepers: dict[str, Keeper] = {}


def keeps(name: str, *, read: Callable[[], Path], put: Callable[[Path], object]) -> None:
    """Register a published file by the name that it has in a backup. `put` may take the file that it is given away."""
    _keepers[name] = Keeper(read, put)


def kept_files() -> dict[str, Keeper]:
    """All of them, by their names in a backup."""
    return dict(sorted(_keepers.items()))
