"""Letting what somebody completed stand as evidence, and what they did elsewhere, which is theirs to mend and to take out."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from capability.enums import EvidenceKind
from capability.models import Capability, Evidence
from home.models import User, new_secret


@transaction.atomic(savepoint=False)
def record_evidence(
    *,
    person: User,
    capabilities: Iterable[Capability],
    kind: EvidenceKind,
    source_key: str,
    title: str,
    dated: date,
    url: str = "",
    minutes: int = 0,
    note: str = "",
) -> None:
    """Let something that `person` completed stand as evidence on each of `capabilities`.

    `source_key` names the thing at its source ("module:complex-trauma:2026-11-22"); recording the same thing
    again changes nothing. `minutes` are stated, for the whole thing.
    """
    rows = (
        Evidence(
            person=person,
            capability=capability,
            kind=kind,
            source_key=source_key,
            title=title[:200],
            url=url[:300],
            dated=dated,
            minutes=minutes,
            note=note,
        )
        for capability in capabilities
    )
    Evidence.objects.bulk_create(rows, ignore_conflicts=True)


def add_own_evidence(person: User, capabilities: Iterable[Capability], *, title: str, dated: date, minutes: int = 0, note: str = "", key: str = "") -> None:
    """Let something done elsewhere stand as evidence on `capabilities`; `key` makes the same form sent twice count once."""
    source = f"own:{key or new_secret()}"
    record_evidence(
        person=person, capabilities=capabilities, kind=EvidenceKind.OWN, source_key=source, title=title, dated=dated, minutes=minutes, note=note,
    )  # fmt: skip


@transaction.atomic
def mend_own_evidence(person: User, source_key: str, capabilities: Iterable[Capability], *, title: str, dated: date, minutes: int = 0, note: str = "") -> None:
    """Say otherwise what one did elsewhere, and which capabilities in force it builds; on earlier frameworks' it stays as it was.

    Nothing where it was taken out meanwhile.
    """
    rows = Evidence.objects.select_for_update(no_key=True).filter(person=person, kind=EvidenceKind.OWN, source_key=source_key)
    if not list(rows.values_list("pk", flat=True)):
        return
    wanted = list(capabilities)
    rows.filter(capability__in=Capability.objects.in_force()).exclude(capability__in=wanted).delete()
    rows.update(title=title[:200], dated=dated, minutes=minutes, note=note)
    record_evidence(
        person=person, capabilities=wanted, kind=EvidenceKind.OWN, source_key=source_key, title=title, dated=dated, minutes=minutes, note=note,
    )  # fmt: skip


def take_out_own_evidence(person: User, source_key: str) -> None:
    """Take out what one put in oneself, on every capability. What modules, placements and sessions left stays, and so does what was agreed."""
    Evidence.objects.filter(person=person, kind=EvidenceKind.OWN, source_key=source_key).delete()


def withdraw_evidence(*, person: User, kind: EvidenceKind, source_key: str) -> int:
    """Take back what was recorded in error, such as a tick beside the wrong name; of how many capabilities."""
    return Evidence.objects.filter(person=person, kind=kind, source_key=source_key).delete()[0]
