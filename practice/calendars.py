"""Calendar files: invitations that change and are called off, and feeds.

Times stand in the zone Europe/London, written out as two rules that hold for every year: programs that read a zone given
as a list of changes show winter meetings an hour wrong.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from practice.rules.wall_clock import LONDON

PRODUCT = "-//Alongside//Alongside//EN"
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True)
class Meeting:
    """Something with a time, as a calendar shows it. `url` is a page of the site, never a link to join by.

    `unanswered` is for an invitation that nobody has said yes to yet.
    """

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    sequence: int = 0
    place: str = ""
    about: str = ""
    url: str = ""
    tentative: bool = False
    cancelled: bool = False
    unanswered: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Party:
    """A name and an address: who sends an invitation, or who gets it."""

    name: str
    address: str


def invitation(meeting: Meeting, *, organiser: Party, attendee: Party, now: datetime) -> str:
    """The file of a mail to one person: an invitation, a change (same `uid`, higher `sequence`), or that it is called off."""
    calendar = _calendar("CANCEL" if meeting.cancelled else "REQUEST")
    event = _event(meeting, now)
    event.add("organizer", _address(organiser))
    guest = _address(attendee)
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("TENTATIVE" if meeting.tentative else "NEEDS-ACTION" if meeting.unanswered else "ACCEPTED")
    guest.params["RSVP"] = vText("FALSE")
    event.add("attendee", guest)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def feed(meetings: list[Meeting], *, name: str, now: datetime) -> str:
    """The file of a feed that a calendar program reads again and again; nobody's address stands in it."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        calendar.add_component(_event(meeting, now))
    return calendar.to_ical().decode()


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(ZONE))
    return calendar


def _event(meeting: Meeting, now: datetime) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("dtstamp", (meeting.changed_at or now).astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts_at.astimezone(LONDON))
    event.add("dtend", meeting.ends_at.astimezone(LONDON))
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if meeting.cancelled else "TENTATIVE" if meeting.tentative else "CONFIRMED")
    for name, said in (("location", meeting.place), ("description", meeting.about), ("url", meeting.url)):
        if said:
            event.add(name, said)
    return event


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    address.params["CN"] = vText(party.name)
    return address
