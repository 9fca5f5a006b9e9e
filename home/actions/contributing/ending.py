"""When the agreed time comes to its end: reminders, reviews, and the end itself."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from home.actions.contributing.deciding import note
from home.actions.contributing.leaving import withdraw
from home.actions.contributing.reaching import tell_author, tell_editors
from home.contributions import pages_holding
from home.enums import Afterwards, ConsentChange, ContributionState, NoticeKind, WithdrawalCause
from home.models import Approval, Consent, Contribution
from home.rules.contributing import REMINDED_AT, reminder_due
from home.wording import date_words


def end_due(today: date | None = None) -> int:
    """End every consent whose time is over, as its author chose; how many there were."""
    today = today or timezone.localdate()
    agreed = Approval.objects.filter(ended_at__isnull=True).values("revision__contribution")
    over = Consent.objects.filter(until__lt=today, contribution__withdrawn_at__isnull=True, contribution__in=agreed)
    ended = 0
    for consent in over.select_related("contribution"):
        if consent.afterwards == Afterwards.MINE:
            give_back(consent.contribution)
        else:
            withdraw(consent.contribution, by=None, cause=WithdrawalCause.TIME_OVER)
        ended += 1
    return ended


@transaction.atomic
def give_back(contribution: Contribution) -> None:
    """Out of every place, and kept as a draft for its author alone."""
    held = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    now = timezone.now()
    pages = pages_holding(held)
    if not Approval.objects.filter(revision__contribution=held, ended_at__isnull=True).update(ended_at=now):
        return
    held.purposes.filter(ended_at__isnull=True).update(ended_at=now)
    held.revisions.all().delete()
    Contribution.objects.filter(pk=held.pk).update(state=ContributionState.DRAFT, changed_at=now)
    note(held, None, ConsentChange.ENDED, "The agreed time was over. It is out of every place, and kept for its author alone.")
    if pages:
        titles = ", ".join(f"“{page.title}”" for page in pages[:10])
        tell_editors(
            key=f"contribution-over:{held.pk}:{now:%Y-%m-%d}",
            title="A contribution is no longer there",
            text=f"It stood in {titles}. The page is whole without it. Choose another, or take the empty block out.",
            url=f"/cms/pages/{pages[0].pk}/edit/",
        )
    tell_author(
        held,
        kind=NoticeKind.ANSWER,
        key=f"contribution-over:{held.pk}:{now:%Y-%m-%d}",
        title="What you wrote is out of every place",
        text="The time you agreed to is over. Your words are here, for you alone. You can give them again.",
    )


def remind_due(today: date | None = None) -> int:
    """Remind authors 30 and 7 days before the end, and when they wanted to look at it again; how many were due. Each comes once."""
    today = today or timezone.localdate()
    agreed = Approval.objects.standing(today).values("revision__contribution")
    standing = Consent.objects.filter(contribution__in=agreed).select_related("contribution__author", "contribution__keeper")
    due = 0
    for consent in standing.filter(until__lte=today + timedelta(days=REMINDED_AT[0])):
        days = reminder_due(consent.until, today)
        if days is None:
            continue
        due += 1
        what_then = "comes back to you alone" if consent.afterwards == Afterwards.MINE else "is deleted everywhere, here too"
        tell_author(
            consent.contribution,
            kind=NoticeKind.REMINDER,
            key=f"contribution-ends:{consent.pk}:{consent.until}:{days}",
            title=f"The time for your words ends on {date_words(consent.until)}",
            text=f"After that day what you gave {what_then}. You can let it stand longer, take a copy, or do nothing.",
        )
    for consent in standing.filter(review_on__lte=today):
        due += 1
        tell_author(
            consent.contribution,
            kind=NoticeKind.REMINDER,
            key=f"contribution-review:{consent.pk}:{consent.review_on}",
            title="You wanted to look at your words again",
            text="See where they stand, and whether it is still right.",
        )
    return due
