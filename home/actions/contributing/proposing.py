"""What was made about somebody, or with them, and their yes to it: an introduction, a recording.

Whoever made it proposes; whoever it is about decides, and their yes stands in the same record as any contributor's: naming, place, until
when, history, receipt. The draft is what they last said yes to; what waits for a yes is a revision and nothing more.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from home.actions.contributing.agreeing import give_yes
from home.actions.contributing.consenting import consent_of, refuse_until
from home.actions.contributing.deciding import note, touch
from home.actions.contributing.editing import next_number
from home.actions.contributing.leaving import withdraw
from home.actions.refusals import Refused
from home.enums import ConsentChange, ContactRoute, ContributionKind, ContributionState, WithdrawalCause
from home.models import Approval, Contribution, ContributionRevision, Purpose, User
from home.rules.contributing import naming_of
from home.wording import date_words

GONE = "This has been taken back. Nothing of it is here any more."
BEGUN = {
    ContributionKind.INTRODUCTION: "Somebody wrote how they could be introduced, and asked for their yes.",
    ContributionKind.RECORDING: "Was asked whether what is kept of a meeting may be kept.",
}
LONGEST_TITLE = 120
LONGEST_NAME = 80


@transaction.atomic
def propose(kind: ContributionKind, *, author: User | None, title: str, words: str, within: Contribution | None = None) -> ContributionRevision:
    """What would be shown with the yes of `author` (nobody: a guest without an account), as the next revision of `within`, or of a new one.

    `within` is one of theirs that was not taken back. Nothing is shown by it.
    """
    if within is None:
        held = Contribution.objects.create(kind=kind, author=author, state=ContributionState.WITH_AUTHOR)
        note(held, None, ConsentChange.BEGUN, BEGUN[kind])
    else:
        held = _held(within, author)
    return ContributionRevision.objects.create(contribution=held, number=next_number(held), title=title[:LONGEST_TITLE], words=words)


@transaction.atomic
def agree_to(revision: ContributionRevision, page: Page, *, by: User | None, shown_as: str, until: date | None = None) -> Approval:
    """The yes of whoever it is about to exactly `revision`, on `page`, named `shown_as`, until `until` (the first time: two years). Twice is once.

    `by` is nobody where a guest decides at an address of their own. Raises `Refused` for anyone else, where it was taken back, or for a
    day that cannot be.
    """
    held, now, today = _held(revision.contribution, by), timezone.now(), timezone.localdate()
    consent, shown_as = consent_of(held), shown_as[:LONGEST_NAME]
    until = until or consent.until
    refuse_until(until, today)
    changed = (consent.shown_as, consent.until) != (shown_as, until)
    if changed or consent.pk is None:
        consent.naming, consent.shown_as, consent.until = naming_of(shown_as, by.name if by else ""), shown_as, until
        consent.route = ContactRoute.MAIL if consent.terms_chosen_at is None else consent.route
        consent.name_chosen_at = consent.terms_chosen_at = now
        consent.save()
    purpose = held.purposes.filter(page=page, ended_at__isnull=True).first() or Purpose.objects.create(contribution=held, page=page)
    before = purpose.approvals.filter(ended_at__isnull=True).first()
    given = give_yes(revision, purpose, now)
    if changed or given != before:
        said = f"Said yes to version {revision.number}, in: {page.title}, until {date_words(consent.until)}."
        note(held, by, ConsentChange.YES, said)
        touch(held, title=revision.title, words=revision.words, state=ContributionState.AGREED)
    return given


@transaction.atomic
def let_stand_until(contribution: Contribution, until: date, *, by: User | None, review_on: date | None = None) -> None:
    """Let what they said yes to stand until another day. Raises `Refused` as `agree_to` does."""
    held, today = _held(contribution, by), timezone.localdate()
    consent = consent_of(held)
    if (consent.until, consent.review_on) == (until, review_on):
        return
    refuse_until(until, today)
    if review_on is not None and not today < review_on <= until:
        raise Refused("Choose a day for looking at it again that lies between tomorrow and the end.")
    consent.until, consent.review_on, consent.terms_chosen_at = until, review_on, timezone.now()
    consent.save()
    note(held, by, ConsentChange.TERMS, f"Agreed until {date_words(until)}.")


@transaction.atomic
def lapse(contribution: Contribution) -> None:
    """What they said yes to was changed: the yes holds no longer, and they are asked anew."""
    held = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    yeses = Approval.objects.filter(revision__contribution=held, ended_at__isnull=True)
    if yeses.update(ended_at=timezone.now()):
        note(held, None, ConsentChange.ENDED, "It was changed, so this yes holds no longer.")


def let_go(contribution: Contribution, *, by: User | None, cause: WithdrawalCause = WithdrawalCause.TAKEN_OFF) -> None:
    """What it was for is not there any more, or they want no part in it (`cause`): taken out of every place. Twice is once.

    Where nobody has ever said yes to it, it is simply deleted.
    """
    if contribution.state != ContributionState.GONE:
        if Approval.objects.filter(revision__contribution=contribution).exists():
            withdraw(contribution, by=by, cause=cause)
        else:
            contribution.delete()


def _held(contribution: Contribution, by: User | None) -> Contribution:
    held = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    if held.is_own_words or held.author_id != (by.pk if by else None):
        raise Refused("Only whom it is about can do this.")
    if held.state == ContributionState.GONE:
        raise Refused(GONE)
    return held
