"""Writing with somebody: a helper whom the author chooses, and tells to stop."""

from django.db import transaction
from django.utils import timezone

from home.actions.contributing.deciding import is_author, locked, note
from home.actions.refusals import Refused
from home.actions.telling import tell
from home.enums import ConsentChange, NoticeKind
from home.models import Contribution, ContributionHelper, User

NOBODY_THERE = "Nobody who could help has this address here. Ask them which address they sign in with, or whether they have joined."


@transaction.atomic
def choose_helper(contribution: Contribution, person: User, address: str) -> ContributionHelper:
    """Let the person with this address write with the author; they are told. Raises `Refused`."""
    held = locked(contribution, person)
    helper = User.objects.active().filter(email__iexact=address.strip(), waits_for_welcome=False).first()
    if helper is None or is_author(helper, held):
        raise Refused(NOBODY_THERE)
    row, made = ContributionHelper.objects.get_or_create(contribution=held, person=helper, ended_at=None)
    if made:
        note(held, person, ConsentChange.HELPER, "Chose a helper, who reads and writes in the draft.")
        tell(
            person=helper,
            kind=NoticeKind.REQUEST,
            key=f"contribution-helper:{row.pk}",
            title="Somebody asks you to help them write",
            why="They chose you as their helper.",
            text="You can read and change their draft until they, or you, stop it.",
            url=f"/contributions/{held.public_id}/",
        )
    return row


@transaction.atomic
def stop_helper(row: ContributionHelper, person: User) -> None:
    """End a helper's time, by the author or by the helper; from now on the draft is closed to them."""
    held = row.contribution if person.pk == row.person_id else locked(row.contribution, person)
    if ContributionHelper.objects.filter(pk=row.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        note(held, person, ConsentChange.HELPER, "The helper stopped.")
