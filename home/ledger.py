"""The ledger of what must stay done whatever is restored: erasures and withdrawals, in an append-only file beside the backups.

It lies in a folder, or where several machines write to it in a bucket (`home.ledger_places`).

A backup is older than what happened since. So each erasure and each withdrawal is written here before it stands in the database,
and replayed after a restore. A line holds a random key and never a name. Each line carries a digest of all before it: one that was
changed or taken away shows.

    ledger.append("withdrawal", contribution="7d0e…")      # last in the transaction; what fails here undoes it

    @ledger.replays("withdrawal")
    def withdraw_again(entry: ledger.Entry) -> bool: ...    # whether there was anything left to do
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from home.ledger_places import NAME, Folder, place_of


class LedgerProblem(Exception):
    """Why a ledger cannot be trusted; its text is a sentence that a person can act on."""


@dataclass(frozen=True)
class Entry:
    """One thing that must stay done. `facts` hold keys and counts, nothing by which a person is known without the database."""

    id: str
    at: str
    kind: str
    facts: dict

    @property
    def moment(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(self.at)


Replay = Callable[[Entry], bool]
_replays: dict[str, Replay] = {}


def replays(kind: str) -> Callable[[Replay], Replay]:
    """Register what does an entry of `kind` again, as often as it is asked; it returns whether there was anything to do."""

    def register(action: Replay) -> Replay:
        _replays[kind] = action
        return action

    return register


def ledger_path() -> Path:
    """Where this site's ledger lies, for one in a folder."""
    return Path(settings.LEDGER) / NAME


def append(kind: str, **facts) -> Entry:
    """Write one entry and have it kept before this returns; `OSError` where it cannot be."""
    entry = Entry(uuid.uuid4().hex, timezone.now().isoformat(), kind, facts)
    add_all([entry])
    return entry


def add_all(found: Iterable[Entry]) -> int:
    """Write those of `found` that are not here yet, one process at a time; how many."""
    place = place_of(settings.LEDGER)
    with place.adding() as (text, add):
        there, chain = set(), ""
        for entry, chain in _read(text.splitlines(), place):  # noqa: B007 - the last digest is carried on
            there.add(entry.id)
        missing = [entry for entry in found if entry.id not in there]
        for entry in missing:
            said = _said(entry)
            chain = _digest(chain, said)
            add(json.dumps({**said, "chain": chain}, sort_keys=True) + "\n")
    return len(missing)


def entries(path: Path | None = None) -> list[Entry]:
    """Everything that stands in a ledger, this site's own where no other is given; `LedgerProblem` where a line was tampered with."""
    place = Folder(path) if path else place_of(settings.LEDGER)
    return [entry for entry, _ in _read(place.read().splitlines(), place)]


def whole(path: Path | None = None) -> tuple[bytes, int]:
    """Everything of a ledger as it is written, and how many lines; `LedgerProblem` where a line was tampered with."""
    place = Folder(path) if path else place_of(settings.LEDGER)
    text = place.read()
    return text.encode(), sum(1 for _ in _read(text.splitlines(), place))


def is_there() -> bool:
    """Whether this site's ledger has been begun."""
    return bool(place_of(settings.LEDGER).read()) or ("://" not in str(settings.LEDGER) and ledger_path().exists())


def unknown_kinds(found: Iterable[Entry]) -> set[str]:
    """Kinds of entries that this version of the site cannot do again."""
    return {entry.kind for entry in found} - _replays.keys()


@contextmanager
def kept_in(folder: Path | str) -> Iterator[None]:
    """Keep the ledger in `folder` until the block ends: a restore prepares there what it stands for only when it is done."""
    before, settings.LEDGER = settings.LEDGER, folder
    try:
        yield
    finally:
        settings.LEDGER = before


def replay() -> dict[str, tuple[int, int]]:
    """Do everything in the ledger again; by kind, how many had anything left to do, and of how many."""
    told: dict[str, tuple[int, int]] = {}
    for entry in entries():
        if entry.kind not in _replays:
            raise LedgerProblem(f"The ledger holds “{entry.kind}”, which this version of the site does not know. Use the version that wrote it.")
        done, of = told.get(entry.kind, (0, 0))
        told[entry.kind] = (done + bool(_replays[entry.kind](entry)), of + 1)
    return told


def _read(lines: list[str], place: object) -> Iterator[tuple[Entry, str]]:
    chain = ""
    for number, line in enumerate(lines, 1):
        try:
            raw = json.loads(line)
            found, said = raw.pop("chain"), Entry(**raw)
        except (ValueError, KeyError, TypeError) as fault:
            raise LedgerProblem(f"Line {number} of {place} cannot be read.") from fault
        chain = _digest(chain, _said(said))
        if found != chain:
            raise LedgerProblem(f"Line {number} of {place}, or one before it, is not as it was written.")
        yield said, chain


def _said(entry: Entry) -> dict:
    return {"id": entry.id, "at": entry.at, "kind": entry.kind, "facts": entry.facts}


def _digest(chain: str, said: dict) -> str:
    return hashlib.sha256((chain + json.dumps(said, sort_keys=True)).encode()).hexdigest()
