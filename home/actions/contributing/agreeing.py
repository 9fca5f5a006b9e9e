"""The author's yes: to exactly these words, in exactly these places. Nothing is shown without it."""

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from home.actions.contributing.consenting import consent_of
from home.actions.contributing.deciding import HERE, How, checked, locked, note, touch, written_down
from home.actions.contributing.editing import keep_revision, newest, unanswered
from home.actions.contributing.reaching import tell_editors
from home.actions.contributing.writing import missing_words, same_as
from home.actions.refusals import Refused
from home.enums import ConsentChange, ContributionState
from home.models import Approval, Contribution, ContributionRevision, Purpose, User
from home.rules.contributing import listed

CHANGED = "It has changed since this page was opened. Read it once more before you say yes."


def ready_for_yes(contribution: Contribution) -> list[str]:
    """What must be done before its author can say yes, each a sentence; nothing where they can."""
    needed = list(missing_words(contribution))
    consent = consent_of(contribution)
    if contribution.state == ContributionState.DRAFT:
        needed.append("Hand it in first, so that somebody has read it with you.")
    elif contribution.state == ContributionState.WITH_EDITORS:
        needed.append("An editor is reading it. You hear as soon as it is back.")
    elif not as_read(contribution):
        needed.append("You have changed it since somebody read it with you. Hand it in once more.")
    if count := unanswered(contribution):
        needed.append(f"Take or leave {'the suggestion' if count == 1 else f'the {count} suggestions'} first.")
    if consent.offer_read_at is None:
        needed.append("Read what is offered to you first.")
    if consent.name_chosen_at is None:
        needed.append("Choose how you are named.")
    if consent.terms_chosen_at is None:
        needed.append("Choose until when it may stand, and how you can be reached.")
    if not contribution.purposes.filter(ended_at__isnull=True).exists():
        needed.append("Choose at least one place.")
    return needed


def as_read(contribution: Contribution) -> bool:
    """Whether the draft is what an editor read, changed by nothing but the suggestions that its author took; or what was agreed before."""
    agreed = contribution.revisions.filter(approvals__isnull=False).distinct()
    if any(same_as(contribution, revision) for revision in agreed):
        return True
    read = contribution.revisions.filter(sent_back_at__isnull=False).order_by("-number").first()
    if read is None:
        return False
    for taken in read.suggestions.filter(taken=True).order_by("answered_at", "pk"):
        read.words = read.words.replace(taken.passage, taken.instead, 1)
    return same_as(contribution, read)


def draft_digest(contribution: Contribution) -> str:
    """What tells one state of the draft from every other, so that a yes is to what was on the page and nothing else."""
    files = [[each.pk, each.description, each.transcript] for each in contribution.files.filter(dropped_at__isnull=True)]
    said = json.dumps([contribution.title, contribution.words, contribution.content_note, files]).encode()
    return hashlib.blake2b(said, digest_size=16).hexdigest()


@transaction.atomic
def say_yes(contribution: Contribution, person: User, digest: str, purposes: set[int], how: How = HERE) -> list[Approval]:
    """Let the draft, exactly as `digest` says it was shown, stand in these places (numbers of `Purpose`). Other places keep what they have.

    Raises `Refused` where it is not ready, where the words have changed since they were shown, or a place has ended.
    """
    held = locked(contribution, person)
    if needed := ready_for_yes(held):
        raise Refused(" ".join(needed))
    if digest != draft_digest(held):
        raise Refused(CHANGED)
    last = newest(held)
    revision = last if last is not None and same_as(held, last) else keep_revision(held)
    chosen = list(held.purposes.filter(pk__in=purposes, ended_at__isnull=True).select_related("page"))
    if not chosen or len(chosen) != len(purposes):
        raise Refused("Choose at least one place." if not chosen else "One of these places has ended. Look at the list again.")
    checked(how, held)
    now = timezone.now()
    given = [give_yes(revision, purpose, now) for purpose in chosen]
    places = listed([purpose.page.title if purpose.page else "pages that are open to all" for purpose in chosen])
    note(held, person, ConsentChange.YES, f"Said yes to the words as they were in version {revision.number}, in: {places}.", how)
    if held.state != ContributionState.AGREED:
        touch(held, state=ContributionState.AGREED)
    tell_editors(
        key=f"contribution-yes:{revision.pk}:{max(yes.pk for yes in given)}",
        title="A contribution may be used",
        text=f"Its author has said yes to it in: {places}. Choose it in the page's editor, where it should stand.",
        url=f"/contributions/desk/{held.public_id}/",
    )
    return given


def give_yes(revision: ContributionRevision, purpose: Purpose, now: datetime) -> Approval:
    """The yes to one revision in one place, instead of any other there; inside a transaction that holds the contribution. Twice is once."""
    standing = purpose.approvals.filter(ended_at__isnull=True).first()
    if standing is not None and standing.revision_id == revision.pk:
        return standing
    purpose.approvals.filter(ended_at__isnull=True).update(ended_at=now)
    return Approval.objects.create(revision=revision, purpose=purpose)


@transaction.atomic
def take_yes_back(approval: Approval, person: User) -> None:
    """Let it stand in one place no longer; the other places are as they were."""
    held = locked(approval.revision.contribution, person)
    if Approval.objects.filter(pk=approval.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        title = approval.purpose.page.title if approval.purpose.page else "pages that are open to all"
        note(held, person, ConsentChange.NO_MORE, f"Took the yes for one place back: {title}.")
        written_down("place-ended", held, page=approval.purpose.page_id)
