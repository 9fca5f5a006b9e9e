"""A person's learning record: what they completed of any kind, put together from completions and evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from home.wording import count_words, minutes_words


@dataclass
class Entry:
    """One thing that somebody completed. `minutes` are stated; the last four are a module's alone."""

    kind: str
    title: str
    dated: date
    minutes: int
    source: str = ""
    url: str = ""
    note: str = ""
    builds: list[str] = field(default_factory=list)
    version: str = ""
    score: int | None = None
    certificate: str = ""
    renew_on: date | None = None

    @property
    def length(self) -> str:
        """The stated length in words; nothing where none was stated."""
        return minutes_words(self.minutes) if self.minutes else ""


def gather(modules: Iterable[tuple[str, Entry]], evidence: Iterable[Entry]) -> list[Entry]:
    """One entry for each thing completed, newest first.

    `modules` are completions with their module's key; `evidence` has one row for each capability. Evidence that a completion
    left ("module:<key>:...", on its day) joins it, and adds what it builds.
    """
    entries: dict[tuple, Entry] = {}
    for key, entry in modules:
        entries["module", key, entry.dated] = entry
    for row in evidence:
        parts = row.source.split(":")
        joins = ("module", parts[1] if len(parts) > 1 else row.source, row.dated)
        name = joins if row.kind == "module" and joins in entries else (row.kind, row.source, row.dated)
        if name in entries:
            found = entries[name]
            found.builds += [title for title in row.builds if title not in found.builds]
            found.url = found.url or row.url
        else:
            entries[name] = row
    return sorted(entries.values(), key=lambda entry: (entry.dated, entry.title), reverse=True)


def chosen(entries: Sequence[Entry], *, year: int | None = None, kind: str = "") -> list[Entry]:
    """Those of one year and one kind, where they are given."""
    return [entry for entry in entries if (year is None or entry.dated.year == year) and (not kind or entry.kind == kind)]


def years_of(entries: Iterable[Entry]) -> list[int]:
    """The years something was completed in, the latest first."""
    return sorted({entry.dated.year for entry in entries}, reverse=True)


def summary(entries: Sequence[Entry]) -> str:
    """How much it is, in words: "Three things completed, about 2 hours 30 minutes as stated"."""
    if not entries:
        return "Nothing completed yet"
    minutes = sum(entry.minutes for entry in entries)
    hours = f", {minutes_words(minutes)} as stated" if minutes else ""
    return f"{count_words(len(entries), 'thing')} completed{hours}".capitalize()
