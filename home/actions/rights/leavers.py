"""People who are in no team any more: told what becomes of their account, told again a month before it goes, and asked whether they stay."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from home.actions.rights.wishing import wish_for
from home.actions.telling import tell
from home.context import site_settings
from home.enums import ContributionState, ErasureCause, NoticeKind
from home.models import Contribution, ErasureWish, Leaving, Membership, TeamManager, User
from home.querysets import on_day
from home.rules.rights import erased_on, is_to_remind
from home.wording import date_words


def who_left(today: date) -> QuerySet[User]:
    """People who were in a team and are in none, now or soon, with `last_day`; not those whom the area has another reason to keep.

    Another reason: a role for the whole area, a team to manage, a community to run, words that they contributed.
    """
    places = Membership.objects.filter(person=OuterRef("pk")).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today))
    manages = TeamManager.objects.filter(on_day(today), person=OuterRef("pk"))
    contributes = Contribution.objects.own_words().filter(Q(author=OuterRef("pk")) | Q(keeper=OuterRef("pk"))).exclude(state=ContributionState.GONE)
    return (
        User.objects.with_standing()
        .annotate(last_day=Max("memberships__ended_on"))
        .filter(last_day__isnull=False, is_superuser=False, standing_editor=False, standing_lead=False, standing_administrator=False, standing_trusted=False)
        .exclude(Exists(places))
        .exclude(Exists(manages))
        .exclude(Exists(contributes))
    )


def look_after_leavers(today: date | None = None) -> int:
    """Tell those who left since, tell again whose account goes in a month, and forget that somebody left who is back; how many were told."""
    today = today or timezone.localdate()
    found = {person.pk: person for person in who_left(today)}
    for back in Leaving.objects.exclude(person__in=list(found)).select_related("person"):
        _is_back(back)
    known = {row.person_id: row for row in Leaving.objects.all()}
    return sum(_look_after(person, known.get(pk), today) for pk, person in found.items())


@transaction.atomic
def stay(person: User) -> bool:
    """Keep the account of somebody who left for as long again, from today; whether they had left."""
    row = Leaving.objects.select_for_update().filter(person=person).first()
    if row is None:
        return False
    today = timezone.localdate()
    row.kept_on, row.reminded_at, row.erase_on = today, None, _goes_on(today, today)
    row.save(update_fields=["kept_on", "reminded_at", "erase_on"])
    ErasureWish.objects.filter(person=person, cause=ErasureCause.LEFT).delete()
    return True


def _goes_on(counts_from: date, told_on: date) -> date:
    return erased_on(counts_from, site_settings().retention_months, told_on)


@transaction.atomic
def _look_after(person: User, row: Leaving | None, today: date) -> bool:
    told = row is None
    if row is None:
        last_day = person.last_day  # type: ignore[attr-defined]  # annotated
        row = Leaving.objects.create(person=person, left_on=last_day, erase_on=_goes_on(last_day, today), told_at=timezone.now())
        if not is_to_remind(row.erase_on, today):
            _tell(row)
    told_on = timezone.localdate(row.told_at) if row.told_at else today
    if row.reminded_at is None:
        row.erase_on = _goes_on(row.counts_from, told_on)  # the area may have changed how long it keeps
        if is_to_remind(row.erase_on, today):
            row.erase_on, row.reminded_at = _goes_on(row.counts_from, today), timezone.now()
            due = timezone.make_aware(datetime.combine(row.erase_on, time(4)))
            wish_for(person, due_at=due, cause=ErasureCause.LEFT, by=None)
            told = True
        row.save(update_fields=["erase_on", "reminded_at"])
    return told


@transaction.atomic
def _is_back(row: Leaving) -> None:
    ErasureWish.objects.filter(person=row.person, cause=ErasureCause.LEFT).delete()
    row.delete()


def _tell(row: Leaving) -> None:
    tell(
        person=row.person, kind=NoticeKind.ACCOUNT, key=f"left:{row.left_on}", title="You are in no team here any more",
        text=(
            f"Your account and everything you did here stay yours. Take your record with you, or a copy of everything. Where you join a team again, or say "
            f"that you stay, nothing goes. Otherwise your account is erased on {date_words(row.erase_on)}; you are told a month before."
        ),
        why="Your last place in a team has ended.", url=reverse("privacy") + "#kept",
    )  # fmt: skip
