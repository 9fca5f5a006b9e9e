"""Taking a contribution back: hidden and emptied in one transaction, its files deleted at once, and a receipt for its author."""

import logging
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from home.actions.contributing.deciding import HERE, How, is_author, note, written_down
from home.actions.contributing.reaching import involvement, tell_author, tell_editors
from home.actions.refusals import Refused
from home.contributions import pages_holding
from home.enums import ConsentChange, ContributionKind, ContributionState, Naming, NoticeKind, ThanksState, WithdrawalCause
from home.models import Approval, Consent, Contribution, NamedPerson, ReaderFigure, Suggestion, Thanks, User, Withdrawal
from home.seams.purge import Gone, Removed, purge

log = logging.getLogger("alongside")
CANNOT = [
    "What people read, heard or saw before, and what they remember of it.",
    "What somebody printed, photographed or copied for themselves.",
    "Backups that were made before today. They are deleted in their turn, and a copy that is restored is emptied of your words before anyone sees it.",
    "A safeguarding concern, where one was passed on: it stays with the safeguarding lead.",
]
A_RECORDING = "What was recorded or written down together. It is hidden from everyone; whoever runs the community is asked to cut it, or to delete it."
TAKEN_OUT = {
    ContributionKind.WORDS: "Your contribution is out of every place",
    ContributionKind.INTRODUCTION: "What introduced you is out of every place",
    ContributionKind.RECORDING: "What was kept with your yes is hidden from everyone",
}
SAID = {
    WithdrawalCause.AUTHOR: "Took it back, out of every place.",
    WithdrawalCause.NAMED_PERSON: "Somebody they named took it back for them, out of every place.",
    WithdrawalCause.WITNESSED: "Had it taken back, out of every place.",
    WithdrawalCause.TIME_OVER: "The agreed time was over. It was taken out of every place.",
    WithdrawalCause.ERASED: "Their account was erased, and this with it.",
    WithdrawalCause.REPLAYED: "A restored copy held it again. It was taken out once more.",
    WithdrawalCause.DIED: "Its author has died, and had wished it taken out of every place.",
    WithdrawalCause.TAKEN_OFF: "What it was for is not there any more. It was taken out of every place.",
}


def cannot_recall(contribution: Contribution) -> list[str]:
    """What taking it back does not reach, each a sentence."""
    return [*CANNOT, A_RECORDING] if contribution.kind == ContributionKind.RECORDING else CANNOT


def withdraw_by_author(contribution: Contribution, person: User, how: How = HERE) -> Withdrawal:
    """Take it back, as its author or as who keeps it for them; raises `Refused` for anyone else. Twice does it once."""
    if not is_author(person, contribution):
        raise Refused("Only its author can take it back.")
    cause = WithdrawalCause.AUTHOR if contribution.author_id else WithdrawalCause.WITNESSED
    return withdraw(contribution, by=person, cause=cause, how=how)


def withdraw_by_named(named: NamedPerson) -> Withdrawal:
    """Take it back as somebody whom its author named."""
    if named.ended_at is not None and named.contribution.state != ContributionState.GONE:
        raise Refused("This address has been closed by the author.")
    return withdraw(named.contribution, by=None, cause=WithdrawalCause.NAMED_PERSON)


@transaction.atomic
def withdraw(contribution: Contribution, *, by: User | None, cause: WithdrawalCause, how: How = HERE) -> Withdrawal:
    """Hide and empty it everywhere; files and what other apps made of it follow as soon as this stands. Twice does it once."""
    held = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    if held.state == ContributionState.GONE:
        found = held.withdrawals.first()
        if found is not None:
            return found
    now = timezone.now()
    pages = pages_holding(held)
    removed = [Removed("place where it stood", len(pages)), *_end_and_empty(held, now)]
    Contribution.objects.filter(pk=held.pk).update(
        state=ContributionState.GONE, withdrawn_at=now, scrubbed_at=now, changed_at=now, title="", words="", content_note=""
    )
    receipt = {
        "places": [page.title for page in pages],
        "removed": [[each.what, each.count] for each in removed if each.count],
        "cannot": cannot_recall(held),
    }
    made = Withdrawal.objects.create(contribution=held, at=now, by=by, cause=cause, receipt=receipt)
    note(held, by, ConsentChange.WITHDRAWN if cause != WithdrawalCause.TIME_OVER else ConsentChange.ENDED, SAID[cause], how)
    _tell(held, made, pages)
    if written_down("withdrawal", held):
        made.ledgered_at = timezone.now()
        made.save(update_fields=["ledgered_at"])
    transaction.on_commit(lambda: finish(made.pk), robust=True)
    return made


def _end_and_empty(held: Contribution, now: datetime) -> list[Removed]:
    """End every place and yes, and empty every word; how many of what."""
    Approval.objects.filter(revision__contribution=held, ended_at__isnull=True).update(ended_at=now)
    held.purposes.filter(ended_at__isnull=True).update(ended_at=now)
    held.helpers.filter(ended_at__isnull=True).update(ended_at=now)
    held.named_people.filter(ended_at__isnull=True).update(ended_at=now)
    Consent.objects.filter(contribution=held).update(naming=Naming.NOBODY, shown_as="")
    suggestions = Suggestion.objects.filter(revision__contribution=held).delete()[0]
    waiting = Thanks.objects.filter(contribution=held).exclude(state=ThanksState.PASSED_ON).delete()[0]  # others would go on reading them
    ReaderFigure.objects.filter(contribution=held).delete()
    revisions = held.revisions.update(title="", words="", content_note="", editors_note="")
    held.files.update(description="", transcript="")
    for revision in held.revisions.all():
        revision.files.update(description="", transcript="")
    return [
        Removed("draft", int(held.is_own_words)),
        Removed("version that was handed in or agreed", revisions),
        Removed("suggestion by an editor", suggestions),
        Removed("message of thanks that you had not been given", waiting),
    ]


def _tell(held: Contribution, made: Withdrawal, pages: list) -> None:
    if pages and held.is_own_words:
        titles = ", ".join(f"“{page.title}”" for page in pages[:10])
        tell_editors(
            key=f"contribution-gone:{made.pk}",
            title="A contribution is no longer there",
            text=f"It stood in {titles}. The page is whole without it: nothing is shown in its place. Choose another, or take the empty block out.",
            url=f"/cms/pages/{pages[0].pk}/edit/",
        )
    tell_author(
        held,
        kind=NoticeKind.ANSWER,
        key=f"contribution-receipt:{made.pk}",
        title=TAKEN_OUT[ContributionKind(held.kind)],
        text="The receipt says what was removed and what cannot be recalled.",
        url=f"/contributions/{held.public_id}/receipt/",
    )


def finish(withdrawal_id: int) -> None:
    """Delete the files, have every app remove what it made of the words, and complete the receipt. It may run twice."""
    made = Withdrawal.objects.select_related("contribution").filter(pk=withdrawal_id).first()
    if made is None:  # its author's account was erased, and this with it
        return
    held = made.contribution
    removed = []
    for each in held.files.all():
        default_storage.delete(str(each.file.name))
        removed.append(Removed({"picture": "picture", "audio": "recording", "video": "film"}[each.kind], 1))
        each.delete()
    removed += purge(Gone(held.pk, str(held.public_id)))
    with transaction.atomic():
        fresh = Withdrawal.objects.select_for_update(no_key=True).get(pk=made.pk)
        counts = dict(fresh.receipt.get("removed", []))
        for gone in removed:
            if gone.count:
                counts[gone.what] = counts.get(gone.what, 0) + gone.count
        fresh.receipt["removed"] = [[what, count] for what, count in counts.items()]
        fresh.scrubbed_at = fresh.scrubbed_at or timezone.now()
        fresh.save(update_fields=["receipt", "scrubbed_at"])


def finish_all() -> int:
    """Finish what a stopped process left: files, and lines of the ledger that the disk did not take. How many there were."""
    waiting = list(Withdrawal.objects.filter(scrubbed_at__isnull=True).values_list("pk", flat=True))
    for pk in waiting:
        finish(pk)
    unwritten = list(Withdrawal.objects.filter(ledgered_at__isnull=True).select_related("contribution"))
    for made in unwritten:
        if written_down("withdrawal", made.contribution):
            Withdrawal.objects.filter(pk=made.pk).update(ledgered_at=timezone.now())
    return len(waiting) + len(unwritten)


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def withdraw_for_erasure(person: User) -> None:
    """Take back everything of somebody whose account is being erased, in the erasure's transaction; the files go when it stands.

    What they keep for people without an account goes to whoever looks after contributors, so that somebody can still take it back.
    """
    contact = involvement().contact
    if contact is not None and contact != person:
        Contribution.objects.filter(author__isnull=True, keeper=person).update(keeper=contact)
    for each in Contribution.objects.filter(author=person):
        names = list(each.files.values_list("file", flat=True))
        withdraw(each, by=None, cause=WithdrawalCause.ERASED)
        transaction.on_commit(partial(_delete_files, names), robust=True)
