"""What people are told about agreed documents, and reminders to look at them again."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from home.actions.telling import tell_each
from home.actions.untelling import untell
from home.enums import NoticeKind
from home.models import User
from home.wording import date_words
from practice.actions.confirming import asked_to_confirm
from practice.actions.ledger.letters import facilitators_of
from practice.models import AgreedDocument, ServiceEntry, Signature
from practice.rules.documents import REVIEW_AHEAD, review_stage


def newest(document: AgreedDocument) -> int:
    """The number of the version that holds."""
    return document.versions.order_by("-number").values_list("number", flat=True).first() or 0


def ask_to_sign(document: AgreedDocument, number: int) -> None:
    """Ask whoever keeps the entries of the services that are to sign, once for each version and service."""
    entries = ServiceEntry.objects.filter(service__documents_to_sign=document).select_related("service")
    signed = set(Signature.objects.filter(version__document=document, version__number=number, taken_back_at__isnull=True).values_list("service", flat=True))
    for entry in entries:
        if entry.service_id not in signed:
            tell_each(
                people=asked_to_confirm(entry), kind=NoticeKind.REQUEST, key=f"document:{document.pk}:sign:{number}:{entry.pk}",
                url=document.get_absolute_url(), title=f"“{document}” waits to be signed for {entry.name}",
                text="Read it, ask whoever has to agree, then sign it or say what would have to change.", why=f"You keep the entry of {entry.name}.",
            )  # fmt: skip


def tell_of_signature(signature: Signature, title: str, *, by: User) -> None:
    """Tell the facilitators that a service signed, or took its signature back."""
    document = signature.version.document
    tell_each(
        people=facilitators_of(document.community, but=by), kind=NoticeKind.ANSWER, url=document.get_absolute_url(), title=title, text=signature.because,
        key=f"signature:{signature.pk}:{'back' if signature.taken_back_at else 'given'}", why=f"You facilitate {document.community}.",
    )  # fmt: skip


def remind_of_reviews(today: date | None = None) -> int:
    """Remind facilitators of documents that are to be looked at again: a month before, that day, and every month after. How many documents."""
    today = today or timezone.localdate()
    near = AgreedDocument.objects.filter(ended_on__isnull=True, review_on__lte=today + timedelta(days=REVIEW_AHEAD))
    return sum(_remind(pk, today) for pk in list(near.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    document = AgreedDocument.objects.select_for_update(of=("self",), no_key=True).select_related("community").filter(pk=pk, ended_on__isnull=True).first()
    stage = review_stage(document.review_on, today) if document else None
    if document is None or stage is None:
        return False
    when = "is to be" if document.review_on >= today else "was to be"
    tell_each(
        people=facilitators_of(document.community), kind=NoticeKind.REMINDER, key=f"{_reviews(document)}{document.review_on}:{stage}",
        url=document.get_absolute_url(), title=f"“{document}” {when} looked at again by {date_words(document.review_on)}",
        text="Say that it still holds, or put another version forward.", why=f"You facilitate {document.community}.",
    )  # fmt: skip
    return True


def stop_reminders(document: AgreedDocument) -> int:
    """Drop reminders of a review that have not gone, and take their notices as read. How many letters."""
    return untell(_reviews(document), as_read=True)


def _reviews(document: AgreedDocument) -> str:
    return f"document:{document.pk}:review:"
