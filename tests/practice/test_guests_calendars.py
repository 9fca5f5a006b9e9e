"""A guest who speaks without an account: what their calendar is told by mail, from the asking to the end, caught by a real mail server."""

from datetime import time, timedelta

import pytest
import time_machine
from icalendar import Calendar, Event

from home.actions.sending import send_due
from home.models import Letter
from home.seams.again import take_back_what_is_past
from practice.actions.sessions import scheduling, speaking
from practice.models import Session, Speaker
from tests.practice.mails import calendar_of, files_of, text_of
from tests.practice.sessions import LINK, NOW, THURSDAY, make_community, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
JO, FLO = "jo@elsewhere.example", "flo@elsewhere.example"
LATER = {"day": THURSDAY + timedelta(days=7), "begins": time(14), "ends": time(15, 30)}


@pytest.fixture
def session(cast) -> Session:
    """A session online, with its link."""
    return make_session(make_community(cast.carys), day=THURSDAY, link=True)


def ask(cast, session: Session, email: str = JO, name: str = "Jo Marsh") -> Speaker:
    return speaking.ask_to_speak(by=cast.carys, session=session, name=name, email=email, words="They have been there.")


def said_to(inbox, address: str) -> list[tuple[Calendar, Event]]:
    """The calendar files that were mailed to a guest, in order, each with its one event."""
    send_due()
    found = []
    for readers, mail in inbox.caught:
        if readers != [address]:
            continue
        for part in files_of(mail):
            file = calendar_of(part)
            [event] = file.walk("VEVENT")
            assert part["Content-Type"].params["method"] == str(file["METHOD"])
            found.append((file, event))
    return found


def lines(inbox, address: str) -> list[tuple[str, int, str]]:
    """Of each of them: its method, its sequence and how the meeting stands."""
    return [(str(file["METHOD"]), int(event["SEQUENCE"]), str(event["STATUS"])) for file, event in said_to(inbox, address)]


def test_a_guests_calendar_follows_from_the_asking_to_the_calling_off(cast, session, inbox):
    guest = ask(cast, session)
    ask(cast, session, FLO, "Flo")
    send_due()
    speaking.write_introduction(by=cast.carys, speaker=guest, name="Jo", role="", words="Other words.")
    send_due()
    speaking.agree(speaker=guest, number=2)
    scheduling.move_session(by=cast.carys, session=session, **LATER)
    send_due()
    scheduling.call_off_session(by=cast.carys, session=session, reason="The room is flooded.")
    assert lines(inbox, JO) == [("REQUEST", 0, "CONFIRMED"), ("REQUEST", 1, "CONFIRMED"), ("CANCEL", 2, "CANCELLED")], "other words about them move no meeting"
    events = [event for _, event in said_to(inbox, JO)]
    assert [str(event["ATTENDEE"]) for event in events] == [f"mailto:{JO}"] * 3, "one, not a list"
    assert [event["ATTENDEE"].params["PARTSTAT"] for event in events] == ["NEEDS-ACTION", "ACCEPTED", "ACCEPTED"]
    assert [str(event["ORGANIZER"]) for event in events] == ["mailto:alongside@example.org"] * 3
    assert [event["DTSTART"].dt.hour for event in events] == [10, 14, 14]
    uids = {str(event["UID"]) for event in events}
    assert len(uids) == 1
    assert uids.isdisjoint(str(event["UID"]) for _, event in said_to(inbox, FLO)), "each guest has a meeting of their own"


def test_no_file_or_letter_tells_the_way_in_or_of_anybody_else_and_no_file_the_guests_own_address(cast, session, inbox):
    guest = ask(cast, session)
    ask(cast, session, FLO, "Flo")
    scheduling.move_session(by=cast.carys, session=session, **LATER)
    scheduling.call_off_session(by=cast.carys, session=session, reason="The room is flooded.")
    files = [file.to_ical().decode().replace("\r\n ", "") for file, _ in said_to(inbox, JO)]
    assert len(files) == 3
    for text in [*files, *(text_of(mail) for readers, mail in inbox.caught if readers == [JO])]:
        assert LINK not in text and "meet.example.org" not in text
        assert FLO not in text
    for text in files:
        assert guest.secret not in text, "a calendar is shown around, and whoever has the address could answer for them"
        assert "URL" not in text


def test_who_is_taken_off_is_told_and_their_calendar_with_them(cast, session, inbox):
    guest = ask(cast, session)
    send_due()
    speaking.remove(by=cast.carys, speaker=guest)
    speaking.remove(by=cast.carys, speaker=guest)
    assert lines(inbox, JO) == [("REQUEST", 0, "CONFIRMED"), ("CANCEL", 1, "CANCELLED")]
    last = text_of(inbox.caught[-1][1])
    assert "You are not down to speak at “Who goes?” any more" in last
    assert guest.secret not in last, "their address answers no more"
    ask(cast, session)
    assert lines(inbox, JO)[2:] == [("REQUEST", 0, "CONFIRMED")]
    first, _, anew = (str(event["UID"]) for _, event in said_to(inbox, JO))
    assert anew != first, "asked anew it is another meeting"


def test_who_is_taken_off_before_the_first_letter_went_gets_none_that_leads_nowhere(cast, session, inbox):
    guest = ask(cast, session)
    speaking.remove(by=cast.carys, speaker=guest)
    assert lines(inbox, JO) == [("CANCEL", 1, "CANCELLED")]


def test_who_says_no_has_it_taken_out_of_their_calendar_once(cast, session, inbox):
    guest = ask(cast, session)
    send_due()
    speaking.decline(speaker=guest)
    speaking.decline(speaker=guest)
    scheduling.move_session(by=cast.carys, session=session, **LATER)
    speaking.remove(by=cast.carys, speaker=guest)
    assert lines(inbox, JO) == [("REQUEST", 0, "CONFIRMED"), ("CANCEL", 1, "CANCELLED")]


def test_people_with_an_account_get_no_file_for_speaking_and_nobody_hears_of_a_session_that_is_past(cast, session, inbox):
    own = ask(cast, session, cast.dev.email, "Dev")
    guest = ask(cast, session)
    send_due()
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        speaking.remove(by=cast.carys, speaker=own)
        speaking.remove(by=cast.carys, speaker=guest)
    assert lines(inbox, cast.dev.email) == []
    assert lines(inbox, JO) == [("REQUEST", 0, "CONFIRMED")]


def test_a_letter_that_waits_and_says_that_a_session_is_called_off_still_goes(cast, session):
    ask(cast, session)
    scheduling.call_off_session(by=cast.carys, session=session, reason="The room is flooded.")
    take_back_what_is_past()
    [waiting] = Letter.objects.waiting().filter(address=JO)
    assert "The room is flooded." in waiting.text
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        take_back_what_is_past()
    assert not Letter.objects.waiting().filter(address=JO).exists()
