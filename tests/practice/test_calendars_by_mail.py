"""Every mail of a visit's life, caught by a real mail server; and a winter of meetings read by programs that share no code."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import recurring_ical_events
import time_machine
import vobject
from django.conf import settings
from icalendar import Calendar

from home.actions.sending import send_due
from home.models import Preferences
from practice import calendars
from practice.actions.calendars import change_address
from practice.actions.shadowing import answering, asking, ending, offering, scheduling
from practice.calendars import feed
from practice.models import Booking
from practice.rules.shadowing import Side, State
from practice.rules.wall_clock import LONDON
from practice.views.calendars import visits
from tests.factories import MembershipFactory, PersonFactory
from tests.practice.mails import files_of, text_of
from tests.practice.shadow import NOW, THURSDAY, confirmed, days, make_placement, make_slot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"https?://[^\s\"<>]+")
WINTER = date(2026, 10, 8)  # 26 Thursdays from here reach across 25 October 2026 and 28 March 2027


def live_through(cast) -> None:
    """A visit from the wish to its end: asked for, confirmed, moved, confirmed again, at another address, called off; beside it a line."""
    slot = make_slot(make_placement(cast.eve))
    bea = MembershipFactory(person=PersonFactory(name="Bea Colleague", email="bea@example.org"), team=cast.team).person
    booking = confirmed(cast, slot)
    send_due()
    waiting = asking.ask(by=bea, slot=slot, team=cast.team)
    scheduling.move_slot(by=cast.eve, slot=slot, day=THURSDAY + days(1), begins=time(10), ends=time(15))
    send_due()
    answering.say_yes(by=cast.ben, booking=booking, side=Side.MANAGER)
    answering.say_yes(by=cast.eve, booking=booking, side=Side.HOST)
    send_due()
    offering.edit_placement(by=cast.eve, placement=slot.placement, host=cast.eve, capabilities=[], preparation={}, address="New House, 1 Row")
    send_due()
    ending.cancel(by=cast.asha, booking=booking, reason="Unwell")
    send_due()
    asking.accept_offer(by=bea, booking=waiting)
    answering.decline(by=cast.eve, booking=waiting, reason="We have a visitor that day.")
    send_due()


def test_every_mail_has_one_reader_and_tells_no_address_but_theirs(cast, inbox):
    live_through(cast)
    ours = {"alongside@example.org"}
    assert {to for readers, _ in inbox.caught for to in readers} == {"asha@example.org", "ben@example.org", "eve@example.org", "bea@example.org"}
    assert len(inbox.caught) >= 12
    for readers, mail in inbox.caught:
        assert len(readers) == 1
        assert [address.addr_spec for address in mail["To"].addresses] == readers
        assert not (mail["Cc"] or mail["Bcc"] or mail["Reply-To"])
        text = text_of(mail)
        uids = set(re.findall(r"UID:(\S+)", text)) | {mail["Message-ID"].strip("<>")}
        assert set(ADDRESS.findall(text)) <= {*readers, *ours, *uids}, mail["Subject"]
        assert all(link.startswith(settings.SITE_URL) for link in LINK.findall(text)), mail["Subject"]
        for secret in ("A day with us", "Asha", "Orchard", "Unwell"):
            assert secret not in mail["Subject"]


def test_calendar_files_follow_a_visit_with_one_uid_and_a_rising_sequence(cast, inbox):
    live_through(cast)
    assert {readers[0] for readers, mail in inbox.caught if files_of(mail)} == {"asha@example.org"}, "who was never confirmed, hosts or says yes gets none"
    files = [part for _, mail in inbox.caught for part in files_of(mail)]
    texts = [part.get_content().decode() if isinstance(part.get_content(), bytes) else part.get_content() for part in files]
    events = [Calendar.from_ical(text).walk("VEVENT")[0] for text in texts]
    assert [part["Content-Type"].params["method"] for part in files] == ["REQUEST", "REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [part["Content-Type"].params["charset"].lower() for part in files] == ["utf-8"] * 5
    assert [Calendar.from_ical(text)["METHOD"] for text in texts] == [part["Content-Type"].params["method"] for part in files]
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2, 3, 4]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "TENTATIVE", "CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [event["LOCATION"] for event in events[-2:]] == ["New House, 1 Row"] * 2
    for event, text in zip(events, texts, strict=True):
        assert len(Calendar.from_ical(text).walk("VEVENT")) == 1
        assert str(event["ATTENDEE"]) == "mailto:asha@example.org", "one, not a list"
        assert str(event["ORGANIZER"]) == "mailto:alongside@example.org"
        assert "VALARM" not in text


# -- a winter of Thursdays at ten -----------------------------------------------------------------


@pytest.fixture
def winter(cast) -> Booking:
    """Asha shadows every Thursday at ten from October to April; the times are added by Eve as one series."""
    Preferences.objects.get_or_create(person=cast.asha)
    placement = make_placement(cast.eve)
    with time_machine.travel(datetime(2026, 10, 1, 9, tzinfo=LONDON), tick=False):
        slots = scheduling.add_slots(by=cast.eve, placement=placement, first=WINTER, begins=time(10), ends=time(11, 30), capacity=1, weeks=26)
    said = {"host_yes_by": cast.eve, "host_yes_at": NOW, "manager_yes_by": cast.ben, "manager_yes_at": NOW, "held_until": NOW, "invited_at": NOW}
    for slot in slots:
        Booking.objects.create(slot=slot, person=cast.asha, team=cast.team, state=State.CONFIRMED, **said)
    return cast.asha


EXPECTED = [datetime.combine(WINTER + timedelta(weeks=week), time(10), tzinfo=LONDON).astimezone(UTC) for week in range(26)]


def by_icalendar(text: str) -> list[datetime]:
    """The starts that icalendar and recurring-ical-events read."""
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(WINTER - days(1), WINTER + days(200))
    return sorted(event["DTSTART"].dt.astimezone(UTC) for event in found)


def by_vobject(text: str) -> list[datetime]:
    """The starts that vobject reads, by the zone that stands in the file and not by its name."""
    return sorted(event.dtstart.value.astimezone(UTC) for event in vobject.readOne(text).vevent_list)


def right(read, text: str) -> int:
    """How many of 26 starts a program reads right."""
    return sum(found == wanted for found, wanted in zip(read(text), EXPECTED, strict=True))


@pytest.mark.parametrize("read", [by_icalendar, by_vobject])
def test_a_winter_of_meetings_reads_right_in_two_programs(winter, client_for, read):
    text = client_for(None).get(f"/calendar/{change_address(by=winter).secret}.ics").content.decode()
    assert [moment.astimezone(LONDON).hour for moment in EXPECTED] == [10] * 26
    assert {moment.hour for moment in EXPECTED} == {9, 10}, "the clocks change twice on the way"
    assert right(read, text) == 26


def test_a_wrong_zone_in_the_file_would_be_seen(winter, monkeypatch):
    """The second program really reads our zone: with the one that is an hour out in winter it reads the winter wrong."""
    monkeypatch.setattr(calendars, "ZONE", calendars.ZONE.replace("TZOFFSETFROM:+0100\nTZOFFSETTO:+0000", "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100"))
    with pytest.raises(AssertionError):
        assert (
            right(
                by_vobject,
                feed(visits(winter), name="x", now=NOW).replace("TZID:Europe/London", "TZID:Elsewhere").replace("TZID=Europe/London", "TZID=Elsewhere"),
            )
            == 26
        )


@pytest.mark.parametrize("read", [by_icalendar, by_vobject])
def test_invitations_of_a_winter_read_right_as_well(winter, read):
    from practice.actions.shadowing.letters import calendar_file

    found = []
    for booking in Booking.objects.whole().order_by("slot__starts_at"):
        booking.invited_at = None
        found += read(calendar_file(booking))
    assert found == EXPECTED
