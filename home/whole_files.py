"""Files on this machine's disk: each is there whole or not at all."""

import logging
import os
import time
import uuid
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

log = logging.getLogger("alongside")
ENDING = ".making"
FORGOTTEN = 3600  # seconds after which what a killed process began to write is taken away


class WholeFiles(FileSystemStorage):
    """Django's, but what is written stands under a name of its own until all of it is on the disk.

    Django's own writes under the last name, so that a full disk or a killed process leaves half a picture there.
    """

    def _save(self, name: str, content: File) -> str:
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        forget_unfinished(folder)
        making = folder / f".{uuid.uuid4().hex}{ENDING}"
        try:
            with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk if isinstance(chunk, bytes) else chunk.encode())
                file.flush()
                os.fsync(file.fileno())
            return super()._save(name, _Written(making))  # type: ignore[misc]  # Django's own, which its stubs leave out
        finally:
            making.unlink(missing_ok=True)


class _Written(File):
    """A file that stands on the disk already and is only to be moved."""

    def __init__(self, path: Path) -> None:
        super().__init__(None, name=path.name)
        self.path = path

    def temporary_file_path(self) -> str:
        """What Django asks for before it moves a file rather than copying it."""
        return str(self.path)


def forget_unfinished(folder: Path) -> None:
    """Take away what a process that was killed had begun to write here."""
    for left in folder.glob(f".*{ENDING}"):
        if left.stat().st_mtime < time.time() - FORGOTTEN:
            left.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have the disk know a file, or the names in a folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
