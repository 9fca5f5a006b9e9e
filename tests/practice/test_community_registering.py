"""Registering for sessions: places, the line, offers, moving people up, giving back, moving and calling off."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.actions.refusals import Refused
from home.enums import NoticeKind
from home.models import Invitation, Letter, Notice
from practice.actions import communities
from practice.actions.sessions import registering, scheduling, speaking
from practice.models import CommunityInvitation, CommunityMember, Registration, Session
from practice.rules.registering import State
from tests.practice.sessions import LINK, NOW, THURSDAY, WORDS, colleagues, is_true, make_community, make_session, registered, rows_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast) -> Session:
    return make_session(make_community(cast.carys), capacity=2, link=True)


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def test_a_place_is_yours_at_once_and_makes_you_a_member(cast, session):
    found = registered(cast.asha, session)
    assert (found.state, found.invited_at is not None) == (State.CONFIRMED, True)
    assert CommunityMember.objects.current().filter(person=cast.asha, community=session.community).exists()
    assert "You have a place" in told(cast.asha)[0]
    assert is_true(session)


def test_registering_twice_is_once(cast, session):
    first, second = registered(cast.asha, session), registered(cast.asha, session)
    assert first.pk == second.pk
    assert Registration.objects.filter(session=session).count() == 1 and len(told(cast.asha)) == 1
    assert is_true(session)


def test_the_line_keeps_its_order_and_a_free_place_is_offered_to_the_first(cast, session):
    first, second = colleagues(cast, 2)
    registered(cast.asha, session), registered(cast.ben, session)
    waiting = [registered(person, session) for person in (first, second)]
    assert [row.state for row in waiting] == [State.WAITING, State.WAITING]
    registering.cancel(by=cast.asha, registration=Registration.objects.get(person=cast.asha))
    for row in waiting:
        row.refresh_from_db()
    assert [row.state for row in waiting] == [State.OFFERED, State.WAITING]
    assert is_true(session)
    newcomer = registered(cast.eve, session)
    assert newcomer.state == State.WAITING
    taken = registering.accept_offer(by=first, registration=waiting[0])
    assert taken.state == State.CONFIRMED and taken.invited_at is not None
    assert is_true(session)


def test_a_newcomer_does_not_pass_those_who_wait(cast, session):
    rows_for(session, [cast.asha]), rows_for(session, [cast.ben], State.WAITING)  # a free place that is not offered yet
    assert registered(cast.eve, session).state == State.WAITING


def test_a_session_for_a_group_takes_nobody_who_has_not_said_that_they_belong_to_it(cast, session):
    nights = make_session(session.community, title="Nights", audience="stated", audience_words="I work nights")
    with pytest.raises(Refused, match="I work nights"):
        registering.register(by=cast.asha, session=nights)
    closed = make_session(session.community, title="Few", audience="invited")
    with pytest.raises(Refused, match="whom a facilitator invited"):
        registering.register(by=cast.asha, session=closed)


def test_an_offer_that_nobody_takes_goes_on(cast):
    with time_machine.travel(NOW, tick=False):
        session = make_session(make_community(cast.carys), day=THURSDAY, capacity=1)
        first, second = colleagues(cast, 2)
        mine = registered(cast.asha, session)
        rows = [registered(person, session) for person in (first, second)]
        registering.cancel(by=cast.asha, registration=mine)
        assert registering.let_lapse() == 0
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert registering.let_lapse() == 1
        assert registering.let_lapse() == 0
        for row in rows:
            row.refresh_from_db()
        assert [row.state for row in rows] == [State.LAPSED, State.OFFERED]
        with pytest.raises(Refused, match="time to take this place is over"):
            registering.accept_offer(by=first, registration=rows[0])
        assert is_true(session)


def test_a_facilitator_moves_somebody_up_to_a_free_place_or_adds_one(cast, session):
    people = colleagues(cast, 2)
    registered(cast.asha, session), registered(cast.ben, session)
    rows = [registered(person, session) for person in people]
    with pytest.raises(Refused, match="All places are taken"):
        registering.move_up(by=cast.carys, registration=rows[1])
    moved = registering.move_up(by=cast.carys, registration=rows[1], add_a_place=True)
    again = registering.move_up(by=cast.carys, registration=rows[1], add_a_place=True)
    assert (moved.state, again.state) == (State.CONFIRMED, State.CONFIRMED)
    session.refresh_from_db()
    assert session.capacity == 3
    assert is_true(session)
    with pytest.raises(Refused, match="whoever runs"):
        registering.move_up(by=cast.frank, registration=rows[0])


def test_somebody_who_gave_back_may_come_again_in_the_same_row_with_a_rising_sequence(cast, session):
    first = registered(cast.asha, session)
    registering.cancel(by=cast.asha, registration=first)
    again = registered(cast.asha, session)
    assert again.pk == first.pk and again.uid == first.uid
    assert (again.state, again.sequence) == (State.CONFIRMED, 2)
    methods = [letter.calendar.split("METHOD:")[1].split()[0] for letter in Letter.objects.filter(person=cast.asha).order_by("pk") if letter.calendar]
    assert methods[-1] == "REQUEST"
    assert is_true(session)


def test_a_move_keeps_places_and_tells_everyone_once(cast, session):
    registered(cast.asha, session)
    before = Registration.objects.get(person=cast.asha).sequence
    there = session.starts_at.astimezone(timezone.get_current_timezone()).date() + timedelta(days=7)
    scheduling.move_session(by=cast.carys, session=session, day=there, begins=time(14), ends=time(15, 30))
    scheduling.move_session(by=cast.carys, session=session, day=there, begins=time(14), ends=time(15, 30))
    row = Registration.objects.get(person=cast.asha)
    assert (row.state, row.sequence) == (State.CONFIRMED, before + 1)
    assert [title for title in told(cast.asha) if title.startswith("Changed")] == [told(cast.asha)[-1]]
    letters = [letter for letter in Letter.objects.filter(person=cast.asha) if letter.calendar]
    assert len(letters) == 1 and f"SEQUENCE:{before + 1}" in letters[0].calendar, "the letter with the old time was stopped"


def test_calling_off_ends_every_registration_and_takes_the_link_away(cast, session):
    people = colleagues(cast, 3)
    rows = [registered(person, session) for person in people]
    with pytest.raises(Refused, match="Say why"):
        scheduling.call_off_session(by=cast.carys, session=session, reason=" ")
    scheduling.call_off_session(by=cast.carys, session=session, reason="Our speaker is unwell.")
    scheduling.call_off_session(by=cast.carys, session=session, reason="Our speaker is unwell.")
    assert {Registration.objects.get(pk=row.pk).state for row in rows} == {State.CANCELLED}
    assert all(told(person)[-1].startswith("Called off for you") for person in people)
    session.refresh_from_db()
    assert (session.taken, session.waiting, hasattr(session, "join_link")) == (0, 0, False)
    with pytest.raises(Refused, match="cannot be booked"):
        registered(cast.asha, session)


def test_speakers_hear_that_a_session_moves_and_that_it_is_called_off_once_and_with_the_reason(cast, session):
    guest = speaking.ask_to_speak(by=cast.carys, session=session, name="Jo", email="jo@elsewhere.example", words="Jo has been there.")
    speaking.ask_to_speak(by=cast.carys, session=session, name="Dev", email=cast.dev.email, words="Dev has been there.")
    no = speaking.ask_to_speak(by=cast.carys, session=session, name="Flo", email="flo@elsewhere.example", words="Flo too.")
    speaking.decline(speaker=no)
    scheduling.move_session(by=cast.carys, session=session, day=THURSDAY + timedelta(days=7), begins=time(14), ends=time(15, 30))
    scheduling.call_off_session(by=cast.carys, session=session, reason="The room is flooded.")
    titles = list(Notice.objects.filter(person=cast.dev, kind=NoticeKind.ANSWER).order_by("pk").values_list("title", flat=True))
    assert [title.partition(":")[0] for title in titles] == ["Changed", "Called off"]
    assert Notice.objects.filter(person=cast.dev, text="The room is flooded.").exists()
    letters = Letter.objects.filter(address=guest.email).order_by("pk")
    assert ["Changed: " in letter.text for letter in letters] == [False, True, False]
    assert "The room is flooded." in letters.last().text
    assert "It does not take place" in letters.last().text
    assert guest.secret in letters.last().text
    _, thanks = Letter.objects.filter(address=no.email).order_by("pk")
    assert "Thank you for saying so" in thanks.text, "who does not speak hears nothing more"


def test_who_speaks_and_has_a_place_hears_of_a_move_once(cast, session):
    speaking.ask_to_speak(by=cast.carys, session=session, name="Asha", email=cast.asha.email, words="Asha works there.")
    registering.register(by=cast.asha, session=session)
    scheduling.move_session(by=cast.carys, session=session, day=THURSDAY + timedelta(days=7), begins=time(14), ends=time(15, 30))
    assert Notice.objects.filter(person=cast.asha, title__startswith="Changed:").count() == 1


def test_more_room_is_offered_in_order_and_less_than_taken_is_refused(cast, session):
    registered(cast.asha, session), registered(cast.ben, session)
    waiting = registered(cast.eve, session)
    with pytest.raises(Refused, match="2 of its places are taken"):
        scheduling.make_room(by=cast.carys, session=session, capacity=1)
    scheduling.make_room(by=cast.carys, session=session, capacity=3)
    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED and is_true(session)


@pytest.mark.parametrize(
    ("day", "begins", "ends", "sentence"),
    [
        (date(2027, 3, 28), time(1, 30), time(3), "clocks go forward"),
        (date(2026, 11, 20), time(10), time(11), "past already"),
        (THURSDAY, time(11), time(10), "end after it begins"),
        (THURSDAY, time(10), time(10), "end after it begins"),
        (THURSDAY, time(8), time(20), "longer than a working day"),
        (date(2029, 1, 1), time(10), time(11), "year and a half"),
    ],
)
def test_times_that_cannot_be_are_refused_with_a_sentence(cast, day, begins, ends, sentence):
    community = make_community(cast.carys)
    with time_machine.travel(NOW, tick=False), pytest.raises(Refused, match=sentence):
        scheduling.publish_session(by=cast.carys, community=community, title="A", day=day, begins=begins, ends=ends, words=WORDS, facts={"capacity": 5})
    assert not Session.objects.exists()


def test_a_series_keeps_its_hour_on_the_wall_over_the_change_of_the_clocks(cast):
    community = make_community(cast.carys)
    with time_machine.travel(NOW, tick=False):
        made = scheduling.publish_session(
            by=cast.carys, community=community, title="Three evenings", day=date(2027, 3, 4), begins=time(10), ends=time(11, 30), words=WORDS,
            facts={"capacity": 5}, times=3, every_weeks=5, join_address=LINK,
        )  # fmt: skip
    assert [f"{timezone.localtime(each.starts_at):%d.%m. %H:%M %Z}" for each in made] == ["04.03. 10:00 GMT", "08.04. 10:00 BST", "13.05. 10:00 BST"]
    assert len({each.series for each in made}) == 1 and len({each.page.slug for each in made}) == 3


def test_a_series_with_one_time_that_does_not_exist_is_not_begun(cast):
    community = make_community(cast.carys)
    with time_machine.travel(NOW, tick=False), pytest.raises(Refused, match="clocks go forward"):
        scheduling.publish_session(
            by=cast.carys, community=community, title="Nights", day=date(2027, 3, 14), begins=time(1, 30), ends=time(3), words=WORDS,
            facts={"capacity": 5}, times=3, every_weeks=1,
        )  # fmt: skip
    assert not Session.objects.exists()


def test_members_hear_of_a_new_session_once_unless_they_stopped_it_or_it_is_for_others(cast, session, client_for):
    community = session.community
    for person in (cast.asha, cast.ben, cast.eve):
        communities.join(by=person, community=community)
    client_for(cast.ben).post(community.get_absolute_url() + "hear/", {"hear": "no"})
    communities.leave(by=cast.eve, community=community)
    make_session(community, title="A new one")
    make_session(community, title="Only the few", audience="invited")
    heard = [(notice.person, notice.title.partition("”")[0]) for notice in Notice.objects.filter(key__startswith="session-published:")]
    assert heard == [(cast.asha, "New: “A new one")]


def test_who_works_nowhere_needs_an_invitation_and_no_employer(cast, session):
    with pytest.raises(Refused, match="for people whom it invites"):
        registered(cast.dev, session)
    communities.invite(by=cast.carys, community=session.community, email="DEV@example.org")
    communities.invite(by=cast.carys, community=session.community, email="dev@example.org")
    assert CommunityInvitation.objects.filter(person=cast.dev).count() == 1
    assert registered(cast.dev, session).state == State.CONFIRMED


def test_an_invitation_to_somebody_without_an_account_opens_the_community_when_it_is_taken_up(cast, session):
    from home.actions.joining import accept
    from tests.factories import PersonFactory

    communities.invite(by=cast.carys, community=session.community, email="new@example.org", message="You would bring what we lack.")
    invitation = Invitation.objects.get(email="new@example.org")
    letter = Letter.objects.get(address="new@example.org")
    assert session.community.title in letter.text and LINK not in letter.text + letter.html
    newcomer = PersonFactory(email="new@example.org")
    with pytest.raises(Refused):
        registered(newcomer, session)
    from allauth.account.models import EmailAddress

    EmailAddress.objects.get_or_create(user=newcomer, email=newcomer.email, defaults={"verified": True, "primary": True})
    EmailAddress.objects.filter(user=newcomer).update(verified=True)
    accept(person=newcomer, invitation=invitation)
    assert registered(newcomer, session).state == State.CONFIRMED


def test_only_whoever_runs_it_publishes_and_invites(cast, session):
    with pytest.raises(PermissionDenied):
        make_session_as(cast.frank, session)
    with pytest.raises(PermissionDenied):
        communities.invite(by=cast.lead, community=session.community, email="x@example.org")


def make_session_as(person, session):
    day = timezone.localdate() + timedelta(days=20)
    return scheduling.publish_session(
        by=person, community=session.community, title="Mine", day=day, begins=time(10), ends=time(11), words=WORDS, facts={"capacity": 5}
    )


def test_the_database_itself_refuses_one_place_too_many_and_a_second_row(cast, session):
    registered(cast.asha, session)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(taken=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(session=session, person=cast.asha, state=State.WAITING)
