"""What is unclear, stale or contradictory in the services' criteria, read from the database in three queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from practice.enums.services import EntryKind, Need
from practice.models import ServiceEntry
from practice.rules.services import TROUBLE_WORDS, Entry, Trouble, findings


@dataclass(frozen=True)
class Shown:
    """One finding as a page shows it."""

    entry: ServiceEntry
    trouble: Trouble
    about: str
    reason: str

    @property
    def words(self) -> str:
        """What is the matter, in words."""
        return TROUBLE_WORDS[self.trouble]


def troubles_of(entries: Iterable[ServiceEntry]) -> list[Shown]:
    """What is the matter with `entries` (with their needs and criteria prefetched), the gravest first."""
    by_key = {entry.pk: entry for entry in entries}
    found = findings([facts_of(entry) for entry in by_key.values()], timezone.localdate())
    return [Shown(by_key[finding.entry], finding.trouble, finding.about, finding.reason) for finding in found]


def troubles_of_the_area() -> list[Shown]:
    """What is the matter with any service of the area."""
    return troubles_of(ServiceEntry.objects.in_force().filter(kind=EntryKind.SERVICE).listed().whole())


def facts_of(entry: ServiceEntry) -> Entry:
    """An entry as the rules read it."""
    return Entry(
        key=entry.pk,
        name=entry.name,
        who_can_come=entry.who_can_come,
        how_to_refer=entry.how_to_refer,
        route=entry.route,
        helps_with_use=any(row.need in (Need.DRUGS, Need.ALCOHOL) for row in entry.needs.all()),
        confirmed_on=entry.confirmed_on,
        review_due_on=entry.review_due_on,
        criteria=tuple(criterion.said for criterion in entry.criteria.all()),
    )
