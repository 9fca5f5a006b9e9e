"""Letters about sessions: calendar files with one UID and a rising sequence, reminders that go once, feeds that follow."""

import email
import socket
from datetime import date, time, timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.test import override_settings
from django.utils import timezone
from icalendar import Calendar

from home.actions.sending import send_due
from home.models import Letter, Notice
from practice.actions.sessions import registering, reminding, scheduling
from practice.models import CalendarFeed, Registration, Session
from tests.practice.sessions import NOW, THURSDAY, make_community, make_session, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast) -> Session:
    with time_machine.travel(NOW, tick=False):
        return make_session(make_community(cast.carys), day=THURSDAY, link=True)


def files_of(person) -> list[Calendar]:
    return [Calendar.from_ical(letter.calendar) for letter in Letter.objects.filter(person=person).order_by("pk") if letter.calendar]


def event(calendar: Calendar):
    return calendar.walk("VEVENT")[0]


def test_every_change_is_the_same_meeting_with_a_higher_sequence(cast, session):
    said = []
    for day, do in enumerate(
        [
            lambda: registered(cast.asha, session),
            lambda: scheduling.move_session(by=cast.carys, session=session, day=date(2026, 12, 4), begins=time(14), ends=time(15, 30)),
            lambda: registering.cancel(by=cast.asha, registration=Registration.objects.get(person=cast.asha)),
            lambda: registered(cast.asha, session),
            lambda: scheduling.call_off_session(by=cast.carys, session=session, reason="Our speaker is unwell."),
        ]
    ):
        with time_machine.travel(NOW + timedelta(hours=day), tick=False):
            Letter.objects.all().delete()
            do()
        said.append(files_of(cast.asha)[-1])
    assert [each["METHOD"] for each in said] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    assert [event(each)["SEQUENCE"] for each in said] == [0, 1, 2, 3, 4]
    assert len({str(event(each)["UID"]) for each in said}) == 1
    assert [str(event(each)["STATUS"]) for each in said] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED", "CANCELLED"]
    for each in said:
        found = event(each)
        assert str(found["ATTENDEE"]).lower() == f"mailto:{cast.asha.email}" and not isinstance(found["ATTENDEE"], list)
        assert str(found["LOCATION"]) == "Online" and str(found["URL"]).endswith(session.get_absolute_url())
        assert each.to_ical().count(b"@example.org") >= 1 and b"carys" not in each.to_ical()
    assert f"{event(said[1])['DTSTART'].dt:%H:%M %Z}" == "14:00 GMT"


class Kept:
    """What an SMTP server was handed."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server, connection, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append((list(envelope.rcpt_tos), envelope.content))
        return "250 kept"


def test_a_real_mail_server_is_handed_one_recipient_a_method_and_no_way_in(cast, session):
    registered(cast.asha, session), registered(cast.eve, session)
    there = timezone.localtime(session.starts_at).date() + timedelta(days=1)
    scheduling.move_session(by=cast.carys, session=session, day=there, begins=time(9), ends=time(10))
    scheduling.call_off_session(by=cast.carys, session=session, reason="Our speaker is unwell.")
    Letter.objects.update(send_after=timezone.now())
    kept = Kept()
    with socket.create_server(("127.0.0.1", 0)) as free:
        host, port = free.getsockname()
    server = Controller(kept, hostname=host, port=port)
    server.start()
    try:
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST=host, EMAIL_PORT=port, EMAIL_USE_TLS=False, EMAIL_USE_SSL=False):
            send_due()
    finally:
        server.stop()
    found = [(to, email.message_from_bytes(raw)) for to, raw in kept.mails]
    files = [(to, part) for to, mail in found for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert len(files) >= 2 and {part.get_param("method") for _, part in files} == {"CANCEL"}, "the earlier ones were stopped before they went"
    for to, part in files:
        [only] = to
        text = part.get_payload(decode=True).decode().replace("\r\n ", "")
        assert only in (cast.asha.email, cast.eve.email) and text.count("ATTENDEE") == 1 and only in text
        assert not [other for other in (cast.asha.email, cast.eve.email, cast.carys.email) if other != only and other in text]
        assert "METHOD:CANCEL" in text and "SEQUENCE:2" in text
    for _, mail in found:
        assert "a-secret-room" not in "".join(part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart())


def test_who_waits_has_no_meeting_in_their_calendar(cast, session):
    Session.objects.filter(pk=session.pk).update(capacity=1)
    with time_machine.travel(NOW, tick=False):
        registered(cast.asha, session), registered(cast.ben, session)
        scheduling.call_off_session(by=cast.carys, session=session, reason="No speaker.")
    assert len(files_of(cast.asha)) == 1 and not files_of(cast.ben)
    assert Notice.objects.filter(person=cast.ben, title__startswith="Called off").exists()


def test_a_reminder_goes_once_and_none_for_what_is_given_back_called_off_or_past(cast, session):
    with time_machine.travel(NOW, tick=False):
        other = make_session(session.community, title="Called off", day=THURSDAY, begins=14)
        registered(cast.asha, session), registered(cast.ben, session), registered(cast.asha, other)
        registering.cancel(by=cast.ben, registration=Registration.objects.get(person=cast.ben))
        scheduling.call_off_session(by=cast.carys, session=other, reason="No speaker.")
        assert reminding.remind() == 0, "it is too early"
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert reminding.remind() == 1
        reminding.remind()
        assert list(Notice.objects.filter(kind="reminder").values_list("person", flat=True)) == [cast.asha.pk]
        assert Letter.objects.filter(kind="reminder").count() == 1
    with time_machine.travel(session.starts_at + timedelta(minutes=1), tick=False):
        Notice.objects.all().delete()
        assert reminding.remind() == 0
        assert not reminding._remind(Registration.objects.get(person=cast.asha, session=session).pk, THURSDAY), "it has begun since the list was read"


def test_a_reminder_of_a_moved_session_is_stopped_and_comes_anew(cast, session):
    with time_machine.travel(NOW, tick=False):
        registered(cast.asha, session)
    with time_machine.travel(NOW + timedelta(days=8, hours=9), tick=False):  # in quiet hours: the letter waits
        assert reminding.remind() == 1
        scheduling.move_session(by=cast.carys, session=session, day=date(2026, 12, 15), begins=time(9), ends=time(10))
        assert not Letter.objects.filter(kind="reminder", dropped_at__isnull=True).exists()
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        assert reminding.remind() == 1
        assert Letter.objects.filter(kind="reminder", dropped_at__isnull=True).count() == 1


def test_feeds_follow_what_is_booked_and_tell_nobody_elses(cast, client_for, session):
    feeds = {person: CalendarFeed.objects.create(person=person).secret for person in (cast.asha, cast.frank, cast.carys)}
    with time_machine.travel(NOW, tick=False):
        registered(cast.asha, session)
        hidden = make_session(session.community, title="Only the few", day=THURSDAY, begins=15, audience="invited")

        def read(person, tail=".ics") -> list:
            response = client_for(None).get(f"/calendar/{feeds[person]}{tail}")
            return [str(found["SUMMARY"]) for found in Calendar.from_ical(response.content).walk("VEVENT")] if response.status_code == 200 else []

        community = f"/{session.community.slug}.ics"
        assert read(cast.asha) == ["Who goes? (Across the river)"] and read(cast.frank) == []
        assert read(cast.carys) == ["Who goes? (Across the river)", "Only the few (Across the river)"]
        assert read(cast.asha, community) == ["Who goes? (Across the river)"]
        assert read(cast.frank, community) == [], "Frank does not belong to it"
        scheduling.call_off_session(by=cast.carys, session=session, reason="No speaker.")
        assert read(cast.asha) == []
        assert hidden.is_online and timezone.now() == NOW
