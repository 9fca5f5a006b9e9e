"""Where a ledger lies: a folder, or one object of a bucket that every machine reaches. Either way one writer at a time adds to it."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from django.core.files.base import ContentFile

from home.locks import one_at_a_time

NAME = "ledger.jsonl"
Add = Callable[[str], None]


class Place(Protocol):
    """What a ledger needs of where it lies; its text is that of the place."""

    def read(self) -> str:
        """All that stands there; nothing where nothing was written yet."""
        ...

    def adding(self) -> AbstractContextManager[tuple[str, Add]]:
        """All that stands there, and what adds lines to it: they are kept when the block has ended, and nobody else writes meanwhile."""
        ...


class Folder:
    """A file in a folder, locked for as long as it is written, and on the disk before the block ends."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def read(self) -> str:
        """The file's text."""
        if not self.path.exists():
            return ""
        with self.path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            return file.read().decode()

    @contextmanager
    def adding(self) -> Iterator[tuple[str, Add]]:
        """See `Place`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            added: list[str] = []
            yield file.read().decode(), added.append
            file.write("".join(added).encode())
            file.flush()
            os.fsync(file.fileno())


class InBucket:
    """An object, put anew with each entry: a bucket knows no adding, so the lock is the database's."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __str__(self) -> str:
        return f"{self.address}/{NAME}"

    def read(self) -> str:
        """The object's text."""
        from home.storage import bucket_at  # boto is slow to load, and only sites with a bucket have it

        try:
            with bucket_at(self.address).open(NAME, "rb") as held:
                return held.read().decode()
        except FileNotFoundError:
            return ""

    @contextmanager
    def adding(self) -> Iterator[tuple[str, Add]]:
        """See `Place`."""
        from home.storage import bucket_at

        with one_at_a_time("ledger"):
            added: list[str] = []
            before = self.read()
            yield before, added.append
            if added:
                bucket_at(self.address).replace(NAME, ContentFile((before + "".join(added)).encode()))


def place_of(where: Path | str) -> Place:
    """The place that the setting names: `s3://bucket/folder`, or a folder."""
    return InBucket(str(where).rstrip("/")) if str(where).startswith("s3://") else Folder(Path(where) / NAME)
