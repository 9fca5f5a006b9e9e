"""What people are told about a booking, and the calendar files that go with it."""

from home.actions.telling import tell, tell_each
from home.actions.untelling import untell
from home.enums import NoticeKind
from home.letters.writing import absolute
from home.models import Membership, TeamManager, User
from home.querysets import on_day
from home.wording import count_words
from practice.actions.calendar_letters import deadline_words, next_file, uid_of, when_words
from practice.calendars import Meeting
from practice.models import Booking, Placement

__all__ = [
    "calendar_file", "deadline_words", "deciders_of", "drop_waiting_letters", "hosts_of", "managers_of", "meeting_of", "tell_hosts", "tell_of_no",
    "tell_of_request", "tell_person", "when_words",
]  # fmt: skip

YESES_URL = "/shadowing/yeses/"
DESK_URL = "/shadowing/desk/"


def hosts_of(placement: Placement) -> list[User]:
    """Who answers for a placement: its host, or, where there is none who works there, the managers of the service."""
    if placement.host and Membership.objects.current().filter(person=placement.host, team__service=placement.service_id).exists():
        return [placement.host]
    return managers_of(placement)


def managers_of(placement: Placement) -> list[User]:
    """Whoever manages or deputises for a team of the service."""
    return list(User.objects.active().filter(on_day(prefix="managing__"), managing__team__service=placement.service_id).distinct())


def deciders_of(booking: Booking) -> list[User]:
    """Who may give the second yes: managers and deputies of the team, or the sponsor; never the person."""
    if booking.team_id:
        rows = TeamManager.objects.current().filter(team=booking.team_id).exclude(person=booking.person_id).select_related("person")
        return [row.person for row in rows]
    return [booking.sponsor] if booking.sponsor else []


def tell_of_request(booking: Booking, *, moved: bool = False, more: int = 0) -> None:
    """Ask the host and the person's managers for their yeses, once for each round of asking; `more` times of a series were asked for with it."""
    slot, placement = booking.slot, booking.slot.placement
    title = f"{booking.person} asks to shadow {what_words(booking, more=more)}"
    if moved:
        title = f"“{placement}” with {booking.person} is at another time: {when_words(slot)}. It needs both yeses again"
    hosts = hosts_of(placement)
    key = f"booking:{booking.pk}:asked:{booking.round}"
    tell_each(people=hosts, kind=NoticeKind.REQUEST, key=key, title=title, why=f"You host “{placement}”.", url=YESES_URL)
    told = {person.pk for person in hosts}
    where = f"You manage {booking.team} or stand in for its manager." if booking.team_id else f"{booking.person} named you as sponsor."
    deciders = [person for person in deciders_of(booking) if person.pk not in told]
    tell_each(people=deciders, kind=NoticeKind.REQUEST, key=key, title=title, why=where, url=YESES_URL)


def tell_of_no(ended: list[tuple[Booking, str]], *, by: User, reason: str) -> None:
    """Tell the person who asked, in one letter, and whoever had said yes as host, that these requests of one series are declined.

    Each comes with its calendar file. One that takes a visit out of a calendar goes with a letter of its own: a file is about one meeting.
    """
    plain = [booking for booking, file in ended if not file]
    told = [(booking, 0, file) for booking, file in ended if file] + [(booking, len(plain) - 1, "") for booking in plain[:1]]
    for booking, more, file in told:
        tell_person(booking, "declined", f"Not this time: {what_words(booking, more=more)}", text=f"{by} writes: {reason}", calendar=file)
    expected = [booking for booking, _ in ended if booking.host_yes_at and by.pk != booking.host_yes_by_id]
    for booking in expected[:1]:
        tell_hosts(booking, "declined", f"{booking.person} does not come: {what_words(booking, more=len(expected) - 1)}")


def what_words(booking: Booking, *, more: int = 0) -> str:
    """What a booking is for and when, and how many `more` times of its series it is about."""
    others = f", and {count_words(more, 'time')} more" if more else ""
    return f"“{booking.slot.placement}”, {when_words(booking.slot)}{others}"


def tell_person(booking: Booking, what: str, title: str, *, text: str = "", urgent: bool = False, calendar: str = "") -> None:
    """Tell the person who booked one thing, once for each `what`."""
    tell(
        person=booking.person, kind=NoticeKind.ANSWER, key=f"booking:{booking.pk}:{what}", title=title, text=text,
        why=f"You asked to shadow “{booking.slot.placement}”.", url=booking.get_absolute_url(), urgent=urgent, calendar=calendar,
    )  # fmt: skip


def tell_hosts(booking: Booking, what: str, title: str, *, text: str = "", url: str = DESK_URL, urgent: bool = False) -> None:
    """Tell whoever hosts one thing about a booking, once for each `what`."""
    tell_each(
        people=[host for host in hosts_of(booking.slot.placement) if host.pk != booking.person_id], kind=NoticeKind.ANSWER,
        key=f"booking:{booking.pk}:host:{what}", title=title, text=text, why=f"You host “{booking.slot.placement}”.", url=url, urgent=urgent,
    )  # fmt: skip


def calendar_file(booking: Booking, *, tentative: bool = False, cancelled: bool = False) -> str:
    """The calendar file of a booking with the next sequence; empty where one that is called off was never sent.

    Counts: call it once for each letter, inside the transaction that changes the booking.
    """
    file = next_file(booking, lambda: meeting_of(booking, tentative=tentative, cancelled=cancelled), cancelled=cancelled)
    if file:
        drop_waiting_letters(booking)
    return file


def meeting_of(booking: Booking, *, tentative: bool = False, cancelled: bool = False) -> Meeting:
    """A booking as a calendar shows it."""
    slot, placement = booking.slot, booking.slot.placement
    host = f" Your host is {placement.host}." if placement.host else ""
    return Meeting(
        uid=uid_of(booking),
        title=f"Shadowing: {placement}",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        sequence=booking.sequence,
        place=" ".join(placement.address.split()),
        about=f"With {placement.service}.{host}",
        url=absolute(booking.get_absolute_url()),
        tentative=tentative,
        cancelled=cancelled,
    )


def drop_waiting_letters(booking: Booking) -> int:
    """Stop letters to the person about this booking that have not gone: what they say does not hold any more. How many."""
    return untell(f"booking:{booking.pk}:", person=booking.person_id)
