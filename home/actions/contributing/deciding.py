"""Who may act for a contribution, and keeping each decision in its history.

The audit log of the CMS shows editors' lists who did what, and so would name a contributor: what is done here is kept in the
consent's own history instead, which only its author, keeper and helper read.
"""

import logging
from dataclasses import dataclass

from django.utils import timezone

from home import ledger
from home.actions.refusals import Refused
from home.enums import ConsentChange, ContributionState, Given
from home.models import ConsentDecision, Contribution, User

log = logging.getLogger("alongside")


@dataclass(frozen=True)
class How:
    """How a decision was given: here by the person, or on paper or spoken before a witness."""

    given: str = Given.HERE
    witness: str = ""


HERE = How()


def is_author(person: User, contribution: Contribution) -> bool:
    """Whether `person` decides about it: its author, or who keeps it for somebody without an account."""
    return contribution.author_id == person.pk or (contribution.author_id is None and contribution.keeper_id == person.pk)


def writes(person: User, contribution: Contribution) -> bool:
    """Whether `person` may write in it: who decides about it, or their helper."""
    return is_author(person, contribution) or contribution.helpers.filter(person=person, ended_at__isnull=True).exists()


def locked(contribution: Contribution, person: User, *, author: bool = True) -> Contribution:
    """The contribution, held until the transaction ends; raises `Refused` for anyone else, or where it has been taken back.

    `author=False` lets a helper do it too.
    """
    held = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    if not (is_author(person, held) or (not author and writes(person, held))):
        raise Refused("Only its author can do this.")
    if held.state == ContributionState.GONE:
        raise Refused("This has been taken back. Nothing of it is here any more.")
    return held


def checked(how: How, contribution: Contribution) -> How:
    """`how`, where it can be so: what somebody without an account decides is always witnessed."""
    if contribution.author_id is None and how.given == Given.HERE:
        raise Refused("Say whether they told you or signed on paper, and who was there as a witness.")
    if how.given != Given.HERE and not how.witness.strip():
        raise Refused("Write the name of the witness.")
    return how


def note(contribution: Contribution, person: User | None, change: ConsentChange, sentence: str, how: How = HERE) -> ConsentDecision:
    """Add one decision to the history."""
    return ConsentDecision.objects.create(
        contribution=contribution, person=person, change=change, sentence=sentence[:400], given=how.given, witness=how.witness.strip()[:120]
    )


def touch(contribution: Contribution, **fields) -> None:
    """Change `fields` of a held contribution, and when it changed."""
    for name, value in fields.items():
        setattr(contribution, name, value)
    contribution.changed_at = timezone.now()
    contribution.save(update_fields=[*fields, "changed_at"])


def written_down(kind: str, contribution: Contribution, **facts) -> bool:
    """Write down beside the backups what was taken back; whether the disk took it. Nobody's no waits for a disk: the worker tries again."""
    try:
        ledger.append(kind, contribution=str(contribution.public_id), **facts)
    except (OSError, ledger.LedgerProblem) as fault:
        log.error("ledger: a %s could not be written: %s", kind, type(fault).__name__)
        return False
    return True
