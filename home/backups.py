"""The last backup, as the status page tells of it: a small file under `VAR`, so that a backup changes nothing in the database.

last_backup()     # when, how big, how long it took, where; None where none was made
last_failure()    # when one failed after that, and why
unfinished_restore()    # where a restore was killed: run it again
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.utils import timezone

NAME = "last-backup.json"
RESTORING = "restoring.json"


@dataclass(frozen=True)
class Made:
    """A backup that was finished: when its database was read, its folder, bytes, seconds, rows and media files."""

    at: datetime
    path: str
    size: int
    seconds: float
    rows: int
    media: int
    missing: int

    @property
    def age(self) -> float:
        """Hours since."""
        return (timezone.now() - self.at).total_seconds() / 3600


@dataclass(frozen=True)
class Failed:
    """A backup that was not: when it was tried, and the sentence that said why."""

    at: datetime
    why: str


def last_backup() -> Made | None:
    """The last backup that was finished, none where there is none."""
    told = _read().get("made")
    return Made(**{**told, "at": datetime.fromisoformat(told["at"])}) if told else None


def last_failure() -> Failed | None:
    """The failure after the last finished backup, none where the last try was well."""
    told = _read().get("failed")
    return Failed(**{**told, "at": datetime.fromisoformat(told["at"])}) if told else None


def note_made(made: Made) -> None:
    """Remember a finished backup."""
    _write({"made": {**asdict(made), "at": made.at.isoformat()}, "failed": None})


def note_failed(why: str) -> None:
    """Remember that one was tried and failed, beside the last that was well."""
    _write({**_read(), "failed": {"at": timezone.now().isoformat(), "why": why}})


@dataclass(frozen=True)
class Unfinished:
    """A restore that was begun: when, of which backup, and whether there was no database before."""

    at: datetime
    backup: str
    was_empty: bool


def unfinished_restore() -> Unfinished | None:
    """The restore that was begun and not finished, none where there is none."""
    told = _read(RESTORING)
    return Unfinished(**{**told, "at": datetime.fromisoformat(told["at"])}) if told else None


def note_restore(begun: Unfinished) -> None:
    """Remember that a restore has begun; what was remembered of one that was killed, and so how the place was before it, stays."""
    before = unfinished_restore()
    was_empty = before.was_empty if before else begun.was_empty
    _write({"at": begun.at.isoformat(), "backup": begun.backup, "was_empty": was_empty}, RESTORING)


def forget_restore() -> None:
    """Forget it, since it has ended."""
    (Path(settings.VAR) / RESTORING).unlink(missing_ok=True)


@register(Tags.files)
def warn_of_unfinished_restore(app_configs, **options) -> list[Warning]:
    """Say at every command that a restore was killed."""
    left = unfinished_restore()
    if left is None:
        return []
    told = f"A restore of {left.backup} began on {left.at:%-d %B %Y at %H:%M} UTC and is not finished."
    return [Warning(told, hint=f"Run it again: manage.py restore {left.backup}", id="home.W001")]


def _read(name: str = NAME) -> dict:
    try:
        return json.loads((Path(settings.VAR) / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write(told: dict, name: str = NAME) -> None:
    path = Path(settings.VAR) / name
    making = path.with_name(f".{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    making.write_text(json.dumps(told, indent=1), encoding="utf-8")
    os.replace(making, path)
