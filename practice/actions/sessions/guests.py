"""Letters to those who speak at a session without an account: each goes at once, to one address, and their calendar follows."""

from dataclasses import replace
from enum import StrEnum

from django.template.loader import render_to_string

from home.actions.telling import post_letter
from home.actions.untelling import drop_letters
from home.context import site_settings
from home.letters.writing import absolute, one_line
from home.models import Letter, User
from practice.actions.calendar_letters import next_file, uid_of
from practice.actions.sessions import letters
from practice.calendars import Meeting, Party
from practice.models import GuestInvitation, Speaker

WHERE_THE_LINK_IS = "The way in stands shortly before it begins at the address that is yours alone, in the letter that asked you to speak."

ENDED = ("called-off", "declined")  # how the keys of letters end that take a session out of a calendar


class End(StrEnum):
    """Why a guest does not speak: the session is called off, they were taken off, or they said no."""

    CALLED_OFF = "called off"
    TAKEN_OFF = "taken off"
    DECLINED = "declined"


def write_to(speaker: Speaker, key: str, title: str, *, by: User | None = None, text: str = "", end: End | None = None, calendar: str = "") -> None:
    """Write to a guest; once for each `key`. `end` says why they do not speak, where that is what the letter says."""
    session = speaker.session
    context = {
        "site": site_settings(), "speaker": speaker, "session": session, "title": title, "by": by, "when": letters.when_words(session), "text": text,
        "end": end, "calendar": bool(calendar), "url": absolute(f"/communities/speakers/{speaker.secret}/"),
    }  # fmt: skip
    post_letter(
        key=key, address=speaker.email, subject=one_line(f"About “{session}”"), text=render_to_string("letters/speaker.txt", context),
        html=render_to_string("letters/speaker.html", context), calendar=calendar,
    )  # fmt: skip


def is_invited(speaker: Speaker) -> bool:
    """Whether a guest's calendar has been told of the session."""
    return GuestInvitation.objects.filter(speaker=speaker, invited_at__isnull=False).exists()


def calendar_file(speaker: Speaker, *, cancelled: bool = False) -> str:
    """The calendar file of a guest with the next sequence; empty where one that is called off was never sent.

    Counts: call it once for each letter, inside the transaction that holds the speaker's row.
    """
    row, _ = GuestInvitation.objects.get_or_create(speaker=speaker)
    return next_file(row, lambda: meeting_of(row, speaker, cancelled=cancelled), attendee=Party(speaker.name, speaker.email), cancelled=cancelled)


def meeting_of(row: GuestInvitation, speaker: Speaker, *, cancelled: bool = False) -> Meeting:
    """A session as a guest's calendar shows it. It names neither its page, which they cannot open, nor their own address: calendars are shown around."""
    session = speaker.session
    meeting = letters.meeting_at(session, uid=uid_of(row), sequence=row.sequence, cancelled=cancelled)
    unanswered = not speaker.introductions.with_yes().filter(agreed_at__isnull=False).exists()
    return replace(meeting, about=WHERE_THE_LINK_IS if session.is_online else "", url="", unanswered=unanswered)


def drop_waiting_letters(speaker: Speaker) -> int:
    """Stop letters to a guest who is taken off that have not gone, for they lead to an address that answers no more; how many.

    What takes the session out of a calendar still goes.
    """
    waiting = Letter.objects.filter(key__startswith=f"speaker:{speaker.pk}:")
    return drop_letters(waiting.exclude(key__regex=rf":({'|'.join(ENDED)})$"))
