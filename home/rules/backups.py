"""What a backup is and when it can be restored: its manifest, its fingerprints, what is kept. Pure Python."""

import hashlib
import hmac
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

FORMAT = "alongside-backup/1"
MANIFEST = "manifest.json"
LEDGER = "ledger.jsonl"
MEDIA = "media"
PUBLISHED = "published"
NAME = re.compile(r"alongside-\d{8}T\d{6}Z(-\d+)?")
MAKING = ".making-"  # before the name of one that is not finished
UNITS = ("kB", "MB", "GB", "TB")
GOING = ".going-"  # before the name of one that is being deleted


class BackupProblem(Exception):
    """Why there is no backup, or why it is not restored; its text is a sentence for the person who asked."""


@dataclass(frozen=True)
class Stored:
    """One file of a backup: its size in bytes and its digest."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Counted:
    """One table: its rows, and a digest of what stands in them whatever their order."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. Without it a folder is not a backup: it is written last.

    `files` are paths inside the backup. `missing` are media that the database names and the storage did not have; `gone` are those
    that were deleted while the backup was made. `key` is the fingerprint of `SECRET_KEY`, which is never in a backup.
    """

    made_at: str
    seconds: float
    site: str
    engine: str
    database: str
    role: str
    key: str
    migrations: list[tuple[str, str]]
    tables: dict[str, Counted]
    files: dict[str, Stored]
    missing: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    ledger_lines: int = 0
    ledger_path: str = ""
    waiting_letters: int = 0
    format: str = FORMAT

    @property
    def moment(self) -> datetime:
        """When the database was read."""
        return datetime.fromisoformat(self.made_at)

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(stored.size for stored in self.files.values())

    @property
    def media(self) -> list[str]:
        """The names of the media in it, as the database names them."""
        return [path.removeprefix(f"{MEDIA}/") for path in self.files if path.startswith(f"{MEDIA}/")]


def written(manifest: Manifest) -> str:
    """A manifest as text, with a digest of itself."""
    said = asdict(manifest)
    return json.dumps({**said, "sha256": _digest(said)}, indent=1, sort_keys=True) + "\n"


def read(text: str) -> Manifest:
    """The manifest that `text` holds; raises `BackupProblem` where it is another format's, or not as it was written."""
    try:
        raw = json.loads(text)
        digest = raw.pop("sha256")
        told = raw["format"]
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BackupProblem("Its manifest cannot be read, so it cannot be trusted. Restore another backup.") from fault
    if told != FORMAT:
        raise BackupProblem(f"It is of the format “{told}”, which this version of the site does not know. Restore it with the version that made it.")
    if digest != _digest(raw):
        raise BackupProblem("Its manifest is not as it was written, so it cannot be trusted. Restore another backup.")
    raw["tables"] = {name: Counted(**table) for name, table in raw["tables"].items()}
    raw["files"] = {path: Stored(**stored) for path, stored in raw["files"].items()}
    raw["migrations"] = [(app, name) for app, name in raw["migrations"]]
    for path in raw["files"]:
        if not stays_inside(path):
            raise BackupProblem(f"Its manifest names “{path}”, which lies outside of it. Restore another backup.")
    return Manifest(**raw)


def _digest(said: Mapping) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def stays_inside(path: str) -> bool:
    """Whether a path with slashes stays in the folder that it starts from."""
    return bool(path) and not path.startswith("/") and "\0" not in path and ".." not in PurePosixPath(path).parts


def fingerprint(key: str) -> str:
    """What tells two secret keys apart, and from which neither can be found."""
    return hmac.new(key.encode(), b"alongside-backup-key", hashlib.sha256).hexdigest()[:32]


def unknown_migrations(applied: Iterable[tuple[str, str]], known: Iterable[tuple[str, str]], ours: Iterable[str]) -> list[str]:
    """Migrations of a newer version: applied where the backup was made, and not in this code.

    An app of `ours` keeps all its migrations for ever. Others squash old ones away in time, so that of theirs only numbers above
    all that are known count.
    """
    there = set(known)
    newest: dict[str, int] = {}
    for app, name in there:
        newest[app] = max(newest.get(app, 0), _number(name))
    own = set(ours)
    return sorted(f"{app}.{name}" for app, name in set(applied) - there if (app in own) or (app in newest and _number(name) > newest[app]))


def _number(name: str) -> int:
    found = re.match(r"\d+", name)
    return int(found[0]) if found else 0


def to_delete(names: Sequence[str], keep: int) -> list[str]:
    """Which backups go when the newest `keep` stay; names sort by their time."""
    return sorted(names, key=_order)[:-keep] if keep > 0 else []


def newest(names: Iterable[str]) -> str | None:
    """The name of the newest backup, none where there is none."""
    return max(names, key=_order, default=None)


def _order(name: str) -> tuple[str, int]:
    _, moment, *number = name.split("-")
    return moment, int(number[0]) if number else 1


def size_words(size: float) -> str:
    """A size for people: 734 bytes, 3.4 MB."""
    if size < 1000:
        return f"{size:.0f} bytes"
    power = min(len(UNITS), int(math.log10(size) // 3))
    return f"{size / 1000**power:.1f} {UNITS[power - 1]}"
