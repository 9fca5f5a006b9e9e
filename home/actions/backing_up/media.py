"""Media: read from and written to the site's default storage, wherever that lies."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from home.actions.backing_up import disk
from home.actions.backing_up.reading import Say
from home.rules.backups import MEDIA, BackupProblem, Stored, stays_inside
from home.whole_files import ENDING

EVERY = 2.0  # seconds between two words of progress


def copy_out(names: Iterable[str], folder: Path, say: Say) -> tuple[dict[str, Stored], list[str]]:
    """Copy media into a backup; what was copied by its path there, and the names of those that the storage does not have."""
    copied: dict[str, Stored] = {}
    absent = []
    tell = _teller("Media", say)
    for name in sorted(names):
        path = folder / MEDIA / name
        if not stays_inside(name):
            absent.append(name)
            continue
        try:
            with default_storage.open(name, "rb") as file:
                copied[f"{MEDIA}/{name}"] = disk.write(path, file.chunks(disk.PIECE))
        except FileNotFoundError:
            path.unlink(missing_ok=True)
            absent.append(name)
        tell(len(copied))
    return copied, absent


def put_back(names: Iterable[str], backup: Path, files: dict[str, Stored], say: Say, put: list[str]) -> None:
    """Put media of a backup into the storage under exactly their names; what is there already and equal stays. `put` is added to."""
    names, tell = sorted(names), _teller("Media", say)
    take_away(_begun_beside(names))
    for number, name in enumerate(names, 1):
        wanted = files[f"{MEDIA}/{name}"]
        if default_storage.exists(name):
            if default_storage.size(name) == wanted.size and digest(name) == wanted.sha256:
                continue
            default_storage.delete(name)
        put.append(name)
        with (backup / MEDIA / name).open("rb") as file:
            _save_as(name, File(file), put)
        if default_storage.size(name) != wanted.size:
            raise BackupProblem(f"The storage did not take the whole of {name}.")
        tell(number)


def _begun_beside(names: Iterable[str]) -> list[str]:
    """What an earlier restore that was killed had begun to write in the folders of these names: nobody else writes there while a place is restored."""
    begun = []
    for folder in sorted({name.rpartition("/")[0] for name in names}):
        try:
            _, files = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        begun += [f"{folder}/{name}" if folder else name for name in files if name.startswith(".") and name.endswith(ENDING)]
    return begun


def _save_as(name: str, content: File, put: list[str]) -> None:
    """Save under exactly this name: a bucket would give every new file a folder of its own."""
    replace = getattr(default_storage, "replace", None)
    if replace is not None:
        replace(name, content)
        return
    saved = default_storage.save(name, content)
    if saved != name:
        put.append(saved)
        raise BackupProblem(f"The storage would not take a file under its own name: {name} became {saved}.")


def folders_of(names: Iterable[str]) -> set[str]:
    """The folders of the storage in which these names lie: beside them it may hold what is not media."""
    return {name.partition("/")[0] for name in names if "/" in name}


def take_away(names: Iterable[str]) -> None:
    """Delete media, where they are there."""
    for name in names:
        default_storage.delete(name)


def digest(name: str) -> str:
    """The digest of a file in the storage."""
    found = hashlib.sha256()
    with default_storage.open(name, "rb") as file:
        for piece in file.chunks(disk.PIECE):
            found.update(piece)
    return found.hexdigest()


def names_there(folder: str = "") -> Iterator[str]:
    """The names of all files in the storage; what begins with a dot is being written."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        if name and not name.startswith("."):
            yield f"{folder}/{name}" if folder else name
    for name in folders:
        if name:
            yield from names_there(f"{folder}/{name}" if folder else name)


def _teller(what: str, say: Say) -> Callable[[int], None]:
    told = time.monotonic()

    def tell(number: int) -> None:
        nonlocal told
        if time.monotonic() - told > EVERY:
            told = time.monotonic()
            say(f"{what}: {number:,} files so far")

    return tell
