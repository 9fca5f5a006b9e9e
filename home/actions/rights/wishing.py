"""Asking to be erased: a week to think, one button to stop it, and the address of the receipt told beforehand, as nothing is kept to write to afterwards."""

import logging
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from home.actions.refusals import Refused
from home.actions.rights.erasing import LAST, erase, is_last_administrator
from home.actions.rights.noticing import note
from home.actions.telling import post_letter, tell
from home.context import site_settings
from home.enums import ErasureCause, NoticeKind, Touched
from home.letters.writing import absolute, one_line
from home.models import Erasure, ErasureWish, User
from home.permissions import standing
from home.rules.rights import DAYS_TO_THINK
from home.wording import date_words

log = logging.getLogger("alongside")


def ask_to_be_erased(person: User, *, by: User) -> ErasureWish:
    """Have `person` erased in a week, as they asked here or, written down by an administrator, in writing. Twice is once; they are told.

    Raises `Refused` for the only administrator, `PermissionDenied` where `by` is somebody else and no administrator.
    """
    own = by.pk == person.pk
    if not (own or standing(by).administrator):
        raise PermissionDenied
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if is_last_administrator(person):
            raise Refused(LAST)
        wish = wish_for(person, due_at=timezone.now() + timedelta(days=DAYS_TO_THINK), cause=ErasureCause.HERE if own else ErasureCause.WRITTEN, by=by)
        note(person=person, by=by, what=Touched.ERASURE_ASKED, key=f"erasure-asked:{wish.pk}")
    return wish


def wish_for(person: User, *, due_at: datetime, cause: ErasureCause, by: User | None) -> ErasureWish:
    """Keep that `person` is to be erased at `due_at` and tell them how to stop it; the wish that stands where there is one. In the caller's transaction."""
    wish, new = ErasureWish.objects.get_or_create(person=person, defaults={"due_at": due_at, "cause": cause, "by": by})
    if new:
        _tell(wish)
    return wish


def erase_now(person: User) -> Erasure:
    """Erase `person` at once, as they asked by themselves; the receipt. Raises `Refused` as `erase` does."""
    return erase(person, cause=ErasureCause.HERE)


@transaction.atomic
def stop_erasing(person: User, *, by: User) -> bool:
    """Keep the account after all; whether it was to be erased. The person and administrators may; the person is told where it was another."""
    own = by.pk == person.pk
    if not (own or standing(by).administrator):
        raise PermissionDenied
    gone, _ = ErasureWish.objects.filter(person=person).delete()
    if gone and not own:
        note(person=person, by=by, what=Touched.ERASURE_STOPPED)
        tell(
            person=person, kind=NoticeKind.ACCOUNT, key=f"erasure-stopped:{timezone.now():%Y-%m-%dT%H:%M:%S}", title="Your account is not erased",
            why="An administrator stopped it. If you still want it, ask again on your privacy page.", url=reverse("privacy"),
        )  # fmt: skip
    return bool(gone)


def erase_due() -> int:
    """Erase everyone whose day has come; how many. One that is refused keeps no other waiting."""
    done = 0
    for wish in ErasureWish.objects.filter(due_at__lte=timezone.now()).select_related("person").order_by("due_at"):
        try:
            erase(wish.person, cause=ErasureCause(wish.cause))
        except Refused as refusal:
            log.error("erasure=%d refused: %s", wish.pk, refusal)
        else:
            done += 1
    return done


def _tell(wish: ErasureWish) -> None:
    day = date_words(timezone.localdate(wish.due_at))
    title = f"Your account is to be erased on {day}"
    why = {ErasureCause.HERE: "You asked for it.", ErasureCause.WRITTEN: "You asked for it in writing."}
    because = why.get(ErasureCause(wish.cause), "You are in no team here any more, and the time for which your account is kept is nearly over.")
    tell(
        person=wish.person, kind=NoticeKind.ACCOUNT, key=f"erasure:{wish.code}", title=title, why=because, mail=False,
        text="Until then everything stays as it is, and one button on your privacy page stops it.", url=reverse("erase_me"),
    )  # fmt: skip
    site = site_settings()
    context = {
        "site": site, "person": wish.person, "day": day, "because": because, "url": absolute(reverse("erase_me")),
        "receipt_url": absolute(reverse("erased", args=[wish.code])), "copy_url": absolute(reverse("my_copy")),
    }  # fmt: skip
    text, html = render_to_string("letters/erasure.txt", context), render_to_string("letters/erasure.html", context)
    post_letter(
        key=f"erasure:{wish.code}", address=wish.person.email, subject=one_line(f"About your account on {site.name}"), text=text, html=html, person=wish.person
    )
