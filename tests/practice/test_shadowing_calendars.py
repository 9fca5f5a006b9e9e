"""Calendar files: what a mail carries, how it follows changes, and what a feed shows. No time is an hour wrong."""

from datetime import date, time, timedelta
from io import StringIO

import pytest
from dateutil import tz
from django.core import mail
from icalendar import Calendar

from home.actions.sending import send_due
from practice.actions.calendars import change_address
from practice.actions.shadowing import answering, ending, offering, scheduling
from practice.calendars import Meeting, Party, feed, invitation
from practice.rules.shadowing import Side
from practice.rules.wall_clock import stretch, weekly
from tests.practice.shadow import NOW, THURSDAY, confirmed, days, make_placement, make_slot

pytestmark = pytest.mark.usefixtures("monday")

ORGANISER, GUEST = Party("Alongside", "alongside@example.org"), Party("Asha Rahman", "asha@example.org")


def event_of(text: str):
    return Calendar.from_ical(text).walk("VEVENT")[0]


def test_a_weekly_series_across_both_clock_changes_reads_right_in_two_parsers():
    right = 0
    for number, day in enumerate(weekly(date(2026, 10, 8), 26)):
        starts, ends = stretch(day, time(10), time(11, 30))
        text = invitation(Meeting(f"{number}@x", "A session", starts, ends), organiser=ORGANISER, attendee=GUEST, now=NOW)
        first = event_of(text)["DTSTART"].dt
        zone = tz.tzical(StringIO(text.replace("\r\n", "\n"))).get("Europe/London")
        second = first.replace(tzinfo=zone)
        right += first == starts and second.utcoffset() == starts.utcoffset() and (first.hour, first.date()) == (10, day)
    assert right == 26


def test_the_zone_is_two_rules_and_no_list_of_changes():
    starts, ends = stretch(THURSDAY, time(9), time(16))
    zone = Calendar.from_ical(feed([Meeting("1@x", "A day", starts, ends)], name="x", now=NOW)).walk("VTIMEZONE")[0]
    assert [part.name for part in zone.subcomponents] == ["DAYLIGHT", "STANDARD"]
    assert all("RRULE" in part and "RDATE" not in part for part in zone.subcomponents)


def sent() -> list:
    """What goes out now: the calendar part of each mail, and the mail."""
    mail.outbox.clear()
    send_due()
    found = []
    for message in mail.outbox:
        for part in message.message().walk():
            if part.get_content_type() == "text/calendar":
                found.append((part, message))
    return found


@pytest.mark.django_db
def test_mails_follow_a_booking_with_one_uid_and_a_rising_sequence(cast):
    slot = make_slot(make_placement(cast.eve))
    booking = confirmed(cast, slot)
    seen = sent()
    scheduling.move_slot(by=cast.eve, slot=slot, day=THURSDAY + days(1), begins=time(10), ends=time(15))
    seen += sent()
    answering.say_yes(by=cast.ben, booking=booking, side=Side.MANAGER)
    answering.say_yes(by=cast.eve, booking=booking, side=Side.HOST)
    seen += sent()
    ending.cancel(by=cast.asha, booking=booking)
    seen += sent()
    events = [event_of(part.get_payload(decode=True).decode()) for part, _ in seen]
    assert [part.get_param("method") for part, _ in seen] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2, 3]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "TENTATIVE", "CONFIRMED", "CANCELLED"]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [event["DTSTART"].dt.hour for event in events] == [9, 10, 10, 10]
    for part, message in seen:
        text = part.get_payload(decode=True).decode()
        unfolded = text.replace("\r\n ", "")
        assert message.to == [cast.asha.email]
        assert unfolded.count("ATTENDEE") == 1
        assert f"mailto:{cast.asha.email}" in unfolded
        assert cast.eve.email not in unfolded
        assert cast.ben.email not in unfolded
        assert f"METHOD:{part.get_param('method')}" in text


@pytest.mark.django_db
def test_an_invitation_that_waits_is_not_sent_once_it_is_called_off(cast):
    booking = confirmed(cast, make_slot(make_placement(cast.eve)))
    ending.cancel(by=cast.asha, booking=booking)
    assert [part.get_param("method") for part, _ in sent()] == ["CANCEL"]


@pytest.mark.django_db
def test_another_address_goes_to_who_is_confirmed(cast):
    slot = make_slot(make_placement(cast.eve))
    confirmed(cast, slot)
    sent()
    placement = slot.placement
    offering.edit_placement(by=cast.eve, placement=placement, host=cast.eve, capabilities=[], preparation={}, address="New House, 1 Row")
    ((part, _),) = sent()
    event = event_of(part.get_payload(decode=True).decode())
    assert (int(event["SEQUENCE"]), str(event["LOCATION"])) == (1, "New House, 1 Row")


@pytest.mark.django_db
def test_a_feed_shows_what_is_booked_at_a_secret_that_can_change(cast, client_for):
    slot = make_slot(make_placement(cast.eve))
    confirmed(cast, slot)
    first = change_address(by=cast.asha).secret
    anybody = client_for(None)
    answer = anybody.get(f"/calendar/{first}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode().replace("\r\n ", "")
    assert event_of(text)["DTSTART"].dt.date() == THURSDAY
    assert "@example.org\r\n" not in text.replace(str(event_of(text)["UID"]), "")
    assert "ATTENDEE" not in text
    second = change_address(by=cast.asha).secret
    assert anybody.get(f"/calendar/{first}.ics").status_code == 404
    assert anybody.get(f"/calendar/{second}.ics").status_code == 200
    hosts = change_address(by=cast.eve).secret
    assert "Asha Rahman shadows" in anybody.get(f"/calendar/{hosts}.ics").content.decode().replace("\r\n ", "")


def test_a_night_ends_on_the_next_day():
    starts, ends = stretch(date(2026, 12, 1), time(20), time(2))
    assert ends - starts == timedelta(hours=6)
