"""A person's own learning record, read in three queries whatever its length."""

from dataclasses import dataclass

from django.utils import timezone

from capability.enums import EvidenceKind
from capability.models import Evidence
from home.models import User
from home.rules.numbers import whole_number
from learning.models import Completion, Reflection
from learning.rules.addresses import address_of
from learning.rules.record import Entry, chosen, gather, summary, years_of


@dataclass(frozen=True)
class Record:
    """What is shown of a record: the entries that fit the filters, and what there is to filter by."""

    entries: list[Entry]
    reflections: list[Reflection]
    summary: str
    years: list[int]
    kinds: list[tuple[str, str]]
    year: int | None
    kind: str

    @property
    def is_filtered(self) -> bool:
        """Whether something is left out."""
        return bool(self.year or self.kind)


def record_of(person: User, *, year: str = "", kind: str = "") -> Record:
    """The record of `person`; a year or kind that is not in it filters nothing."""
    modules = [(row.module_key, _module_entry(row)) for row in Completion.objects.of(person)]
    entries = gather(modules, [_evidence_entry(row) for row in Evidence.objects.of(person)])
    years = years_of(entries)
    kinds = [(value, label) for value, label in EvidenceKind.choices if any(entry.kind == value for entry in entries)]
    wanted_year = number if (number := whole_number(year)) in years else None
    wanted_kind = kind if kind in dict(kinds) else ""
    shown = chosen(entries, year=wanted_year, kind=wanted_kind)
    reflections = list(Reflection.objects.of(person).filter(in_record=True).order_by("-written_at"))
    if wanted_year:
        reflections = [row for row in reflections if timezone.localdate(row.written_at).year == wanted_year]
    return Record(shown, reflections, summary(shown), years, kinds, wanted_year, wanted_kind)


def kind_words(kind: str) -> str:
    """A kind of evidence as screens say it."""
    return EvidenceKind(kind).label


def _module_entry(row: Completion) -> Entry:
    return Entry(
        kind=EvidenceKind.MODULE.value, title=row.title, dated=row.completed_on, minutes=row.minutes,
        version=row.version, score=row.score, renew_on=row.renew_on,
        url=address_of(row.module.url_path) if row.module and row.module.live else "", certificate=row.certificate.code if hasattr(row, "certificate") else "",
    )  # fmt: skip


def _evidence_entry(row: Evidence) -> Entry:
    return Entry(
        kind=row.kind, title=row.title, dated=row.dated, minutes=row.minutes, source=row.source_key, url=row.url, note=row.note, builds=[str(row.capability)]
    )
