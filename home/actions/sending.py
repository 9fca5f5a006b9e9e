"""Sending letters: once each, whatever happens to the worker that sends them.

A letter is claimed by one conditional update that counts the attempt and moves its next time into the
future, before anything goes out. A worker killed after that loses nothing: the letter is due again when
its time comes. Its Message-ID is made of its key, so that what was handed over in the very moment
before a kill is known as the same letter to the mail server that gets it again.
"""

import hashlib
import logging
import smtplib
import time
from datetime import datetime, timedelta
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from home.context import site_settings
from home.enums import MailRhythm, NoticeKind
from home.letters.backend import mail_server
from home.letters.writing import letter_key, one_line, stop_address, write_letter
from home.models import Letter, Notice

log = logging.getLogger("alongside.letters")

ATTEMPTS = 3
BACK_OFF = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))
AT_MOST = 200  # letters in one run
GONE = (ConnectionError, TimeoutError, smtplib.SMTPServerDisconnected)
SECONDS = 40.0  # a run's length; the queue stops a task at 60


def send_due(now: datetime | None = None) -> int:
    """Send the letters that are due, as many as one run may; the number that went.

    A mail server that cannot be reached counts as no attempt: nothing is claimed before it answers.
    """
    now = now or timezone.now()
    gather_days_letters(now)
    give_up(now)
    due = list(Letter.objects.due(now).filter(attempts__lt=ATTEMPTS).order_by("send_after", "pk").values_list("pk", "attempts")[:AT_MOST])
    if not due:
        return 0
    connection = mail_server()
    try:
        connection.open()
    except OSError as fault:  # smtplib's own errors are OSErrors
        log.warning("mail server away: %s; %d letters wait", type(fault).__name__, len(due))
        return 0
    sent, stop_at = 0, time.monotonic() + SECONDS
    try:
        for pk, attempts in due:
            if time.monotonic() > stop_at:
                break
            letter = claim(pk, attempts, now)
            if letter is not None and hand_over(letter, connection):
                sent += 1
    except ServerGone:
        log.warning("mail server gone after %d letters; the others wait", sent)
    finally:
        connection.close()
    return sent


class ServerGone(Exception):
    """The mail server went away between two letters: what is left need not be tried against it."""


def claim(pk: int, attempts: int, now: datetime) -> Letter | None:
    """Make letter `pk` this worker's: its attempt is counted and its next time set. Nothing where another was faster."""
    mine = Letter.objects.due(now).filter(pk=pk, attempts=attempts).update(attempts=F("attempts") + 1, send_after=now + BACK_OFF[attempts])
    return Letter.objects.select_related("person").get(pk=pk) if mine else None


def hand_over(letter: Letter, connection) -> bool:
    """Give a claimed letter to the mail server; whether it took it. Its body is emptied when it has gone.

    `ServerGone` where it was the server that failed, not this letter.
    """
    try:
        message_for(letter, connection).send()
    except (OSError, smtplib.SMTPException, ValueError) as fault:
        last = letter.attempts >= ATTEMPTS
        Letter.objects.filter(pk=letter.pk).update(last_error=type(fault).__name__, dropped_at=timezone.now() if last else None)
        log.warning("letter=%d attempt=%d not taken: %s", letter.pk, letter.attempts, type(fault).__name__)
        if isinstance(fault, GONE):
            raise ServerGone from fault
        return False
    keep_as_sent(letter)
    return True


def keep_as_sent(letter: Letter) -> None:
    """Keep that the mail server took the letter; the first thing done after its yes, tried again where the database is busy.

    A worker killed between the yes and this one statement sends the letter again, with the same Message-ID: SMTP has no
    way to close that gap.
    """
    for wait in (0.2, 1, 3, None):
        try:
            Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), text="", html="", calendar="", last_error="")
        except OperationalError:
            if wait is None:
                raise
            time.sleep(wait)
        else:
            return


def message_for(letter: Letter, connection) -> EmailMultiAlternatives:
    """The mail of one letter: one recipient, text and HTML, and, but for account safety, one click to stop."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{hashlib.sha256(letter.key.encode()).hexdigest()[:32]}@{domain}>", "Auto-Submitted": "auto-generated"}
    if letter.person and letter.kind != NoticeKind.ACCOUNT:
        headers["List-Unsubscribe"] = f"<{stop_address(letter.person, letter.kind)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.address], headers=headers, connection=connection)
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        message.attach(calendar_part(letter.calendar))
    return message


def calendar_part(text: str) -> MIMENonMultipart:
    """A calendar file as mail programs know it: its `method` stands in the part's type as well as in the file."""
    method = next((line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("METHOD:")), "PUBLISH")
    part = MIMENonMultipart("text", "calendar", method=method, name="invitation.ics")
    part.set_payload(text.encode(), "utf-8")
    part.add_header("Content-Disposition", "attachment", filename="invitation.ics")
    return part


def give_up(now: datetime) -> int:
    """Keep as failed what a worker was killed over at its last attempt; the number of such letters."""
    stuck = Letter.objects.due(now).filter(attempts__gte=ATTEMPTS)
    return stuck.update(dropped_at=now, last_error="The last attempt did not end")


def gather_days_letters(now: datetime) -> int:
    """Make one letter of all that is due for each person who wants one a day; the number of such letters.

    What has been read on the site meanwhile is left out.
    """
    due = Letter.objects.due(now).filter(key__startswith="notice:", calendar="", attempts=0, person__preferences__rhythm=MailRhythm.DAILY)
    by_person: dict[int, list[Letter]] = {}
    for letter in due.select_related("person").order_by("person_id", "pk"):
        by_person.setdefault(letter.person_id, []).append(letter)
    return sum(_gather(letters, now) for letters in by_person.values())


def _gather(letters: list[Letter], now: datetime) -> bool:
    person = letters[0].person
    if person is None:
        return False
    since = min(letter.created_at for letter in letters) - timedelta(seconds=5)
    unread = Notice.objects.filter(person=person, created_at__gte=since).unread().order_by("pk")
    wanted = {letter.key for letter in letters}
    items = [notice for notice in unread if letter_key(person.pk, notice.key) in wanted]
    with transaction.atomic():
        dropped = Letter.objects.due(now).filter(pk__in=[letter.pk for letter in letters], attempts=0).update(dropped_at=now, text="", html="")
        if dropped != len(letters):
            transaction.set_rollback(True)
            return False
        if not items:
            return False
        site = site_settings()
        text, html = write_letter(person=person, kind="", title="", why="", url="", site=site, items=items)
        subject = one_line(f"Your day's news from {site.name}")
        key = f"day:{person.pk}:{timezone.localtime(now):%Y-%m-%d-%H%M%S}"
        Letter.objects.create(key=key, person=person, address=person.email, kind="", subject=subject, text=text, html=html, send_after=now)
    return True
