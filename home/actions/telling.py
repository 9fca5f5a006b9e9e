"""Telling people: a notice in the site, and a letter when and as they want it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from home.context import site_settings
from home.enums import MailRhythm, NoticeKind
from home.letters.writing import SUBJECTS, letter_key, one_line, write_letter
from home.models import Letter, Notice, Preferences, User
from home.rules.quiet import QuietTimes, bank_holidays, first_moment, next_digest

SEND_TASK = "home.tasks.send_due_letters"


def tell(
    *,
    person: User,
    kind: NoticeKind,
    key: str,
    title: str,
    why: str,
    text: str = "",
    url: str = "",
    mail: bool = True,
    subject: str | None = None,
    urgent: bool = False,
    calendar: str = "",
) -> None:
    """Tell `person` one thing, once for each `key`: a notice here and, where they want it, a letter.

    `why` says why they are told, `url` is where they act on it. The letter holds `title`, `why` and the
    link, never `text`. An `urgent` letter does not wait for quiet hours to end or for the day's one mail.
    `calendar` is a calendar file (with its METHOD) that goes with the letter, which is then never part of a day's one mail.
    Three queries, and one more on commit where a letter may go at once.
    """
    tell_each(people=[person], kind=kind, key=key, title=title, why=why, text=text, url=url, mail=mail, subject=subject, urgent=urgent, calendar=calendar)


def tell_each(
    *,
    people: Iterable[User],
    kind: NoticeKind,
    key: str,
    title: str,
    why: str,
    text: str = "",
    url: str = "",
    mail: bool = True,
    subject: str | None = None,
    urgent: bool = False,
    calendar: str = "",
) -> None:
    """Tell each of `people` the same thing, each once for each `key`; the same number of queries for one and for many."""
    people = [person for person in people if person.is_active]
    if not people:
        return
    now = timezone.now()
    with transaction.atomic(savepoint=False):  # what tells of it stands or falls with the caller's transaction
        notices = [Notice(person=person, kind=kind, key=key, title=title[:200], text=text, why=why[:200], url=url) for person in people]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        if not mail:
            return
        wishes = {row.person_id: row for row in Preferences.objects.filter(person__in=people)}
        letters = []
        for person in people:
            wish = wishes.get(person.pk) or Preferences(person=person)
            when = goes_at(wish, kind, urgent=urgent, now=now)
            if when is None:
                continue
            site = site_settings()
            body, html = write_letter(person=person, kind=kind, title=title, why=why, url=url, site=site)
            heading = one_line(subject or SUBJECTS[NoticeKind(kind)].format(site=site.name))
            ledger_key = letter_key(person.pk, key, urgent=urgent)
            letter = Letter(key=ledger_key, person=person, address=person.email, kind=kind, subject=heading, text=body, html=html, send_after=when)
            letter.calendar = calendar
            letters.append(letter)
        if letters:
            Letter.objects.bulk_create(letters, ignore_conflicts=True)
            if min(letter.send_after for letter in letters) <= now:
                wake_sender()


def post_letter(*, key: str, address: str, subject: str, text: str, html: str, person: User | None = None, calendar: str = "") -> None:
    """Put one letter to one address on its way at once, through the ledger and the worker; once for each `key`.

    For what is no notice: invitations, and what concerns the safety of an account. `calendar` is a calendar file (with its METHOD) that goes with it.
    """
    letter = Letter(key=key, person=person, address=address, kind=NoticeKind.ACCOUNT, subject=subject, text=text, html=html, send_after=timezone.now())
    letter.calendar = calendar
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    wake_sender()


def goes_at(wish: Preferences, kind: str, *, urgent: bool, now: datetime) -> datetime | None:
    """When a letter of `kind` may go to somebody with these wishes; nothing where they want none.

    What is about the safety of an account always goes, and at once.
    """
    if kind == NoticeKind.ACCOUNT:
        return now
    if wish.rhythm == MailRhythm.NEVER or kind in wish.no_mail_about:
        return None
    if urgent:
        return now
    local = timezone.localtime(now).replace(tzinfo=None)
    when = next_digest if wish.rhythm == MailRhythm.DAILY else first_moment
    first = when(local, QuietTimes(wish.quiet_from, wish.quiet_until, wish.quiet_weekends), bank_holidays())
    return now if first == local else timezone.make_aware(first)


def wake_sender() -> None:
    """Have the worker send what is due as soon as this transaction stands; the minute's schedule sends it anyhow."""
    waiting = transaction.get_connection().run_on_commit
    if not any(callback is _enqueue for _, callback, *_ in waiting):
        transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    async_task(SEND_TASK)
