"""The words and calendar files that letters about a time share: for visits and for sessions."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import timezone

from home.context import site_settings
from home.wording import date_words, datetime_words, span_words
from practice.calendars import Meeting, Party, invitation
from practice.models import GuestInvitation, TimeWithPlaces, Turn


def when_words(time: TimeWithPlaces) -> str:
    """When something is, as people say it."""
    starts, ends = timezone.localtime(time.starts_at), timezone.localtime(time.ends_at)
    return span_words(starts, ends, this_year=timezone.localdate().year)


def deadline_words(moment: datetime) -> str:
    """Until when, as people say it: the end of a day is that day."""
    local = timezone.localtime(moment)
    if local.time() == time(0):
        return f"the end of {date_words((local - timedelta(days=1)).date())}"
    return datetime_words(local, this_year=timezone.localdate().year)


def uid_of(turn: Turn | GuestInvitation) -> str:
    """What a calendar knows a turn by, or a guest who speaks, whatever becomes of it."""
    return f"{turn.uid}@{our_address().rpartition('@')[2] or 'alongside'}"


def our_address() -> str:
    """The address that letters come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def next_file(turn: Any, meeting: Callable[[], Meeting], *, attendee: Party | None = None, cancelled: bool = False) -> str:
    """The calendar file of a turn with the next sequence; empty where one that is called off was never sent.

    It is for `attendee`, or for the person whose turn it is. `meeting` is asked after the sequence has risen. Counts: call it once for each letter,
    inside the transaction that changes the turn.
    """
    if turn.invited_at is None:
        if cancelled:
            return ""
        turn.invited_at = timezone.now()
    else:
        turn.sequence += 1
    turn.save(update_fields=["invited_at", "sequence"])
    organiser = Party(site_settings().name or "Alongside", our_address())
    return invitation(meeting(), organiser=organiser, attendee=attendee or Party(turn.person.name, turn.person.email), now=timezone.now())
