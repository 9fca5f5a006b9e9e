"""Writing files so that they are on the disk when we say so, and taking away what was begun."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from home.rules.backups import Stored

PIECE = 1 << 20


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def write(path: Path, pieces: Iterable[bytes]) -> Stored:
    """Write a file piece by piece and have it on the disk; its size and digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    total, found = 0, hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            found.update(piece)
            total += len(piece)
        file.flush()
        os.fsync(file.fileno())
    return Stored(total, found.hexdigest())


def stored(path: Path) -> Stored:
    """The size and digest of a file that is there."""
    total, found = 0, hashlib.sha256()
    for piece in pieces_of(path):
        found.update(piece)
        total += len(piece)
    return Stored(total, found.hexdigest())


def remove(path: Path) -> None:
    """Take a file or a folder away, where it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
