"""The register of a session, its speakers, what is kept of it, what people say, and writing to them."""

import uuid

import pytest

from capability.models import Capability, Evidence
from home.models import Letter, Notice
from practice.actions.sessions import speaking
from practice.models import Attendance, Session, SessionFeedback, SessionMessage, Speaker
from practice.speaking import introductions_of
from tests.factories import PersonFactory
from tests.practice.sessions import make_community, make_past, make_session, now_on, registered, rows_for

pytestmark = pytest.mark.django_db


def test_the_register_keeps_who_came_and_takes_back_what_was_ticked_in_error(cast, client_for):
    session = make_session(make_community(cast.carys))
    session.page.capabilities.add(Capability.objects.in_force().first())
    session.page.save()
    registered(cast.asha, session), registered(cast.ben, session)
    carys, register = client_for(cast.carys), session.get_absolute_url() + "register/"
    assert "The register opens" in carys.post(register, {"came": [cast.asha.pk]}, follow=True).content.decode()
    now_on(session)
    carys.post(register, {"came": [cast.asha.pk, cast.ben.pk, cast.frank.pk]})
    assert set(Attendance.objects.values_list("person", flat=True)) == {cast.asha.pk, cast.ben.pk}, "only who is registered is on the list"
    assert set(Evidence.objects.filter(kind="session").values_list("person", flat=True)) == {cast.asha.pk, cast.ben.pk}
    carys.post(register, {"came": [cast.asha.pk], "was": [cast.asha.pk, cast.ben.pk]})
    assert set(Attendance.objects.values_list("person", flat=True)) == {cast.asha.pk}
    assert set(Evidence.objects.filter(kind="session").values_list("person", flat=True)) == {cast.asha.pk}


def test_the_code_checks_in_whoever_is_there_and_a_page_opened_before_does_not_undo_it(cast, client_for):
    session = now_on(make_session(make_community(cast.carys)))
    rows_for(session, [cast.asha, cast.ben])
    asha, check_in = client_for(cast.asha), session.get_absolute_url() + "check-in/"
    assert asha.post(check_in, {"code": "WRONG1"}).status_code == 422
    for code in (session.code.lower(), session.code):
        assert asha.post(check_in, {"code": f" {code} "}).status_code == 302
    client_for(cast.carys).post(session.get_absolute_url() + "register/", {"came": [cast.ben.pk]})
    assert set(Attendance.objects.values_list("person", "came_by")) == {(cast.asha.pk, "code"), (cast.ben.pk, "list")}
    assert "It stands in your learning record" in asha.get(session.get_absolute_url()).content.decode()


def test_guessing_the_code_ends_soon(cast, client_for):
    session = now_on(make_session(make_community(cast.carys)))
    client = client_for(cast.frank)
    answers = [client.post(session.get_absolute_url() + "check-in/", {"code": f"WRONG{number}"}).status_code for number in range(12)]
    assert answers[0] == 422 and answers[-1] == 429


def test_people_who_walk_in_are_noted_with_where_they_work(cast, client_for):
    session = now_on(make_session(make_community(cast.carys)))
    carys, walk_in = client_for(cast.carys), session.get_absolute_url() + "register/walk-in/"
    assert carys.post(walk_in, {"email": "nobody@example.org"}).status_code == 422
    assert carys.post(walk_in, {"email": "eve@example.org"}).status_code == 302
    assert carys.post(walk_in, {"name": "Somebody's aunt", "service": cast.service.pk}).status_code == 302
    rows = {row.person_id or row.name: row.service for row in Attendance.objects.all()}
    assert rows == {cast.eve.pk: cast.other_service, "Somebody's aunt": cast.service}
    carys.post(walk_in, {"forget": Attendance.objects.get(person=None).pk})
    assert Attendance.objects.count() == 1


def test_a_guest_speaker_without_an_account_is_shown_only_with_their_yes_to_these_very_words(cast, client_for):
    session = make_session(make_community(cast.carys))
    carys, asha, page = client_for(cast.carys), client_for(cast.asha), session.get_absolute_url()
    asked = {"name": "Ngozi Blackwood", "email": "ngozi@example.net", "role": "runs a peer service", "words": "First words about Ngozi."}
    assert carys.post(page + "speakers/", asked).status_code == 302
    speaker = Speaker.objects.get()
    letter = Letter.objects.get(address="ngozi@example.net")
    address = f"/communities/speakers/{speaker.secret}/"
    assert address in letter.text
    assert "Ngozi" not in asha.get(page).content.decode()
    guest = client_for(None)
    assert "First words about Ngozi." in guest.get(address).content.decode()
    guest.post(address, {"do": "agree", "number": "1"})
    assert "First words about Ngozi." in asha.get(page).content.decode()
    carys.post(page + f"speakers/{speaker.pk}/", {**asked, "words": "Other words about Ngozi."})
    shown = asha.get(page).content.decode()
    assert "First words about Ngozi." in shown and "Other words about Ngozi." not in shown
    assert "have changed" in guest.post(address, {"do": "agree", "number": "1"}, follow=True).content.decode()
    guest.post(address, {"do": "agree", "number": "2"})
    assert "Other words about Ngozi." in asha.get(page).content.decode()
    guest.post(address, {"do": "take_back"})
    assert "Ngozi" not in asha.get(page).content.decode()
    guest.post(address, {"do": "write", "name": "N.", "role": "", "words": "My own words."})
    assert "My own words." in asha.get(page).content.decode(), "whoever writes their own words has agreed to them"
    guest.post(address, {"do": "decline"})
    assert "My own words." not in asha.get(page).content.decode()
    assert Notice.objects.filter(person=cast.carys, title__contains="does not speak").exists()


def test_what_is_kept_is_shown_with_every_speakers_yes_to_it_as_it_is(cast, client_for):
    session = make_past(make_community(cast.carys))
    speakers = [Speaker.objects.create(session=session, person=person, name=person.name) for person in (cast.dev, cast.eve)]
    carys, asha, page = client_for(cast.carys), client_for(cast.asha), session.get_absolute_url()
    carys.post(page + "kept/", {"kind": "summary", "title": "What we heard", "text": "Letters are read late."})
    material = session.materials.get()
    assert Notice.objects.filter(person=cast.dev, title__contains="may it be kept").count() == 1
    yes = {"do": "keep", "material": material.pk, "number": 1}
    client_for(cast.dev).post(page + "speaking/", yes)
    assert "Letters are read late." not in asha.get(page).content.decode(), "one yes is missing"
    client_for(cast.eve).post(page + "speaking/", yes)
    assert "Letters are read late." in asha.get(page).content.decode()
    carys.post(page + f"kept/{material.pk}/", {"kind": "summary", "title": "What we heard", "text": "Something else."})
    assert "Something else." not in asha.get(page).content.decode(), "the yeses were to the words before"
    assert "has changed" in client_for(cast.eve).post(page + "speaking/", yes, follow=True).content.decode()
    for person in (cast.dev, cast.eve):
        client_for(person).post(page + "speaking/", {**yes, "number": 2})
    assert "Something else." in asha.get(page).content.decode()
    client_for(cast.dev).post(page + "speaking/", {**yes, "do": "keep_not"})
    assert "Something else." not in asha.get(page).content.decode()
    assert len(speakers) == 2


def test_feedback_is_read_without_names_by_whoever_runs_it(cast, client_for):
    session = make_past(make_community(cast.carys))
    rows_for(session, [cast.asha])
    page = session.get_absolute_url()
    assert client_for(cast.frank).get(page + "feedback/").status_code == 404
    asha = client_for(cast.asha)
    asha.post(page + "feedback/", {"useful": "The small groups.", "better": ""})
    asha.post(page + "feedback/", {"useful": "The small groups, above all.", "better": ""})
    assert SessionFeedback.objects.get().useful == "The small groups, above all."
    said = client_for(cast.carys).get(page + "said/").content.decode()
    assert "above all" in said and "Asha" not in said
    asha.post(page + "feedback/", {"useful": "", "better": ""})
    assert not SessionFeedback.objects.exists()


def test_a_message_goes_once_to_those_it_is_for(cast, client_for):
    session = make_session(make_community(cast.carys), capacity=1)
    registered(cast.asha, session), registered(cast.ben, session)
    data = {"to": "confirmed", "title": "Bring a pen", "text": "And paper.", "key": str(uuid.uuid4())}
    carys = client_for(cast.carys)
    for _ in range(2):
        assert carys.post(session.get_absolute_url() + "message/", data).status_code == 302
    assert SessionMessage.objects.get().people == 1
    assert [notice.person for notice in Notice.objects.filter(title__contains="Bring a pen")] == [cast.asha]
    assert "And paper." not in Letter.objects.filter(person=cast.asha).order_by("-pk")[0].text


def test_whoever_came_has_a_certificate_and_nobody_else(cast, client_for):
    session = make_past(make_community(cast.carys))
    Attendance.objects.create(session=session, person=cast.asha, came_by="list")
    response = client_for(cast.asha).get(session.get_absolute_url() + "certificate.pdf")
    assert response.content[:5] == b"%PDF-" and response["Content-Type"] == "application/pdf"
    assert client_for(cast.ben).get(session.get_absolute_url() + "certificate.pdf").status_code == 404


def test_a_yes_holds_on_the_page_that_it_was_given_for(cast):
    session = make_session(make_community(cast.carys))
    person = PersonFactory()
    speaker = Speaker.objects.create(session=session, person=person, name="One")
    speaking.write_introduction(by=person, speaker=speaker, name="One", role="", words="Agreed")
    assert [each.introduction.words for each in introductions_of(session)] == ["Agreed"]
    Speaker.objects.filter(pk=speaker.pk).update(session=make_session(session.community, title="Another"))
    assert introductions_of(Session.objects.exclude(pk=session.pk).get()) == [], "the yes was for another session’s page"
