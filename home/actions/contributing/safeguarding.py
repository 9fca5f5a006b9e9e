"""A concern for somebody's safety, raised by a contribution: to the area's named lead, and to nobody else."""

from django.db import transaction
from django.utils import timezone

from home.actions.contributing.deciding import writes
from home.actions.contributing.reaching import involvement
from home.actions.refusals import Refused
from home.actions.telling import tell
from home.enums import ContributionState, NoticeKind
from home.models import Contribution, SafeguardingConcern, User
from home.permissions import standing

NO_LEAD = "Nobody is named as safeguarding lead here yet. Do not wait: ring the number under “Get support now”, and tell an administrator."


@transaction.atomic
def raise_concern(contribution: Contribution, person: User, about: str, *, author_told: bool) -> SafeguardingConcern:
    """Pass a concern on to the named lead, who is told at once and whatever the hour; raises `Refused` where nobody is named.

    Its author was told before they wrote that this would be passed on; `author_told` says whether they know of this one.
    """
    if not about.strip():
        raise Refused("Write what you are worried about.")
    reads_as_editor = standing(person).editor and contribution.state != ContributionState.DRAFT
    if not (reads_as_editor or writes(person, contribution)):
        raise Refused("You cannot see this contribution.")
    lead = involvement().safeguarding_lead
    if lead is None or not lead.is_active:
        raise Refused(NO_LEAD)
    made = SafeguardingConcern.objects.create(contribution=contribution, raised_by=person, lead=lead, about=about.strip(), author_told=author_told)
    tell(
        person=lead,
        kind=NoticeKind.REQUEST,
        key=f"safeguarding:{made.pk}",
        title="A safeguarding concern waits for you",
        why="You are named as the area's safeguarding lead.",
        url=f"/contributions/concerns/{made.pk}/",
        urgent=True,
    )
    return made


@transaction.atomic
def close_concern(concern: SafeguardingConcern, lead: User, outcome: str) -> None:
    """Keep what was done. Only the named lead, today's or the one it was passed to."""
    if not may_read(lead, concern):
        raise Refused("Only the safeguarding lead can do this.")
    if not outcome.strip():
        raise Refused("Write what was done.")
    SafeguardingConcern.objects.filter(pk=concern.pk).update(outcome=outcome.strip(), closed_at=timezone.now())


def may_read(person: User, concern: SafeguardingConcern) -> bool:
    """Whether `person` is today's named lead, or the one to whom this was passed."""
    return concern.lead_id == person.pk or involvement().safeguarding_lead_id == person.pk
