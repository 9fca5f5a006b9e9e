"""What contributors are paid: agreed and made, each marked by whom. The money itself goes another way."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from home.actions.contributing.reaching import involvement, tell_contributor
from home.actions.refusals import Refused
from home.actions.telling import tell
from home.actions.untelling import untell
from home.enums import NoticeKind, PaidBy
from home.models import Payment, User
from home.permissions import looks_after_contributors
from home.wording import date_words

MOST = Decimal(5000)
NEWS = "There is news on your contributions page"  # a mail may be read by others, so it does not speak of money
NOT_YOURS = "This is for whoever looks after contributors."


def agree_payment(*, by: User, person: User, what: str, amount: Decimal, paid_by: PaidBy, due_on: date, key: uuid.UUID) -> Payment:
    """Keep what was agreed with a contributor, who is told. One `key` is one payment. Raises `Refused` with a sentence."""
    _refuse_others(by)
    if by.pk == person.pk:
        raise Refused("Somebody else agrees what you are paid.")
    if not what.strip():
        raise Refused("Say what it is for.")
    if not 0 < amount <= MOST:
        raise Refused(f"Write an amount above nought, up to £{MOST:,}.")
    if not timezone.localdate() <= due_on <= timezone.localdate() + timedelta(days=366):
        raise Refused("Choose a day from today on, within a year.")
    facts = {"person": person, "what": what.strip()[:200], "amount": amount, "paid_by": paid_by, "due_on": due_on, "agreed_by": by}
    with transaction.atomic():
        payment, made = Payment.objects.get_or_create(key=key, defaults=facts)
        if made:
            tell_contributor(
                person, kind=NoticeKind.ANSWER, key=f"payment:{payment.pk}:agreed", title=NEWS, why="You contribute here.",
                text=f"£{payment.amount:,.2f} for {payment.what}, by {date_words(due_on)}.", url="/contributions/#payments",
            )  # fmt: skip
    return payment


@transaction.atomic
def mark_paid(*, by: User, payment: Payment, made_on: date) -> Payment:
    """Keep that it was paid, and by whom that is said; the contributor is told. Twice is once."""
    _refuse_others(by)
    held = Payment.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=payment.pk)
    if held.made_on is not None:
        return held
    if held.person_id == by.pk:
        raise Refused("Somebody else says that you were paid.")
    if not timezone.localdate(held.agreed_at) <= made_on <= timezone.localdate():
        raise Refused("Choose a day between the day on which it was agreed and today.")
    held.made_on, held.made_by, held.missed_at = made_on, by, None
    held.save(update_fields=["made_on", "made_by", "missed_at"])
    untell(_missed(held), as_read=True)
    if held.person:
        tell_contributor(
            held.person, kind=NoticeKind.ANSWER, key=f"payment:{held.pk}:made:{made_on}", title=NEWS, why="You contribute here.",
            text=f"£{held.amount:,.2f} for {held.what}. Say so on your page where it has not come.", url="/contributions/#payments",
        )  # fmt: skip
    return held


@transaction.atomic
def drop_payment(*, by: User, payment: Payment) -> None:
    """Take off what was written down in error; what was paid stays. Twice is once."""
    _refuse_others(by)
    held = Payment.objects.select_for_update(of=("self",), no_key=True).filter(pk=payment.pk).first()
    if held is None:
        return
    if held.made_on is not None:
        raise Refused("It was paid, so it stays.")
    untell(f"payment:{held.pk}:", as_read=True)
    held.delete()


@transaction.atomic
def say_missed(*, by: User, payment: Payment) -> None:
    """Say that a payment has not come, once its day is over or it was marked as made: whoever looks after contributors is told. Twice is once."""
    held = Payment.objects.select_for_update(of=("self",), no_key=True).get(pk=payment.pk)
    if held.person_id != by.pk:
        raise Refused("This is for the person who is paid.")
    if held.missed_at is not None:
        return
    if held.made_on is None and held.due_on >= timezone.localdate():
        raise Refused(f"It is to come by {date_words(held.due_on)}. Say so then, or ask whoever looks after contributors.")
    contact = involvement().contact
    if contact is None or not contact.is_active:
        raise Refused("Nobody is named here who looks after contributors. Ask an administrator.")
    held.missed_at, held.made_on, held.made_by = timezone.now(), None, None
    held.save(update_fields=["missed_at", "made_on", "made_by"])
    tell(
        person=contact, kind=NoticeKind.REQUEST, key=f"{_missed(held)}{held.missed_at:%Y%m%d%H%M%S}", title="A contributor says that a payment has not come",
        why="You look after the area's contributors.", url=f"/contributions/care/{by.pk}/",
    )  # fmt: skip


def _missed(payment: Payment) -> str:
    return f"payment:{payment.pk}:missed:"


def _refuse_others(by: User) -> None:
    if not looks_after_contributors(by):
        raise Refused(NOT_YOURS)
