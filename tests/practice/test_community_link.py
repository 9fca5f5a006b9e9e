"""The join link: found only by people who have a place, only on the page, only around the time. First it is found where it may be seen."""

from datetime import time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from capability.models import Evidence
from capability.seams import offers_for
from home.models import Letter, Notice
from home.seams.privacy import all_kept
from home.seams.search import find
from practice.actions.sessions import registering, reminding, scheduling
from practice.models import CalendarFeed, Session
from tests.practice.sessions import LINK, has_link, make_community, make_session, now_on, registered

pytestmark = pytest.mark.django_db
SECRET = "a-secret-room-4711"
EVERYONE = ("asha", "ben", "carys", "dev", "eve", "frank", "editor", "lead", "admin")


@pytest.fixture
def session(cast) -> Session:
    """Asha has a place, Ben waits, Eve gave hers back, Frank never asked."""
    found = make_session(make_community(cast.carys), capacity=1, link=True)
    registering.cancel(by=cast.eve, registration=registered(cast.eve, found))
    registered(cast.asha, found), registered(cast.ben, found)
    return found


def sees(client_for, person, session) -> bool:
    return SECRET in client_for(person).get(session.get_absolute_url()).content.decode()


def test_around_the_time_whoever_has_a_place_and_whoever_runs_it_sees_it_and_nobody_else(cast, client_for, session):
    now_on(session)
    found = {name for name in EVERYONE if sees(client_for, getattr(cast, name), session)}
    assert found == {"asha", "carys"}


@pytest.mark.parametrize(("minutes", "seen"), [(31, False), (29, True), (-60, True), (-60 - 90, False)])
def test_it_is_shown_from_half_an_hour_before_until_half_an_hour_after(cast, client_for, session, minutes, seen):
    now_on(session, minutes)
    assert sees(client_for, cast.asha, session) is seen
    assert sees(client_for, cast.carys, session) is seen


def test_speakers_see_it_around_the_time_also_without_an_account(cast, client_for, session):
    from practice.models import Speaker

    guest = Speaker.objects.create(session=session, name="Ngozi", email="ngozi@example.net")
    Speaker.objects.create(session=session, name="Frank", person=cast.frank)
    address = f"/communities/speakers/{guest.secret}/"
    assert SECRET not in client_for(None).get(address).content.decode() and not sees(client_for, cast.frank, session)
    now_on(session)
    assert SECRET in client_for(None).get(address).content.decode() and sees(client_for, cast.frank, session)
    guest.declined_at = timezone.now()
    guest.save()
    assert SECRET not in client_for(None).get(address).content.decode()


def test_called_off_it_is_gone(cast, client_for, session):
    scheduling.call_off_session(by=cast.carys, session=session, reason="No speaker.")
    now_on(session)
    assert not has_link(session) and not sees(client_for, cast.asha, session)


def test_no_page_kept_by_a_browser_holds_it(cast, client_for, session):
    now_on(session)
    assert "no-store" in client_for(cast.asha).get(session.get_absolute_url())["Cache-Control"]


def test_it_is_in_no_mail_notice_calendar_file_or_log(cast, session):
    there = timezone.localtime(session.starts_at).date() + timedelta(days=1)
    scheduling.move_session(by=cast.carys, session=session, day=there, begins=time(9), ends=time(10))
    scheduling.set_join_link(by=cast.carys, session=session, address=LINK, note="Passcode 99 41")
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(hours=2), ends_at=timezone.now() + timedelta(hours=3))
    assert reminding.remind() == 1
    letters = Letter.objects.all()
    assert letters.exclude(calendar="").exists()
    for letter in letters:
        assert SECRET not in letter.text + letter.html + letter.calendar + letter.subject
        assert "99 41" not in letter.text + letter.html + letter.calendar
    for notice in Notice.objects.all():
        assert SECRET not in notice.title + notice.text + notice.url
    for row in [*ModelLogEntry.objects.all(), *PageLogEntry.objects.all()]:
        assert SECRET not in str(row.data)


def test_it_is_in_no_feed(cast, client_for, session):
    now_on(session)
    for person in (cast.asha, cast.carys):
        feed = CalendarFeed.objects.create(person=person)
        for address in (f"/calendar/{feed.secret}.ics", f"/calendar/{feed.secret}/{session.community.slug}.ics"):
            text = client_for(None).get(address).content.decode().replace("\r\n ", "")
            assert "Who goes?" in text and SECRET not in text


def test_it_is_in_no_search_offer_or_evidence(cast, client_for, session):
    from capability.models import Capability

    chosen = Capability.objects.in_force().first()
    page = session.page
    page.capabilities.add(chosen)
    page.save()
    call_command("rebuild_modelsearch_index", verbosity=0) if "rebuild_modelsearch_index" in _commands() else call_command("update_index", verbosity=0)
    assert any(found.url == session.get_absolute_url() for found in find("goes", cast.frank))
    assert not [found for asked in (SECRET, "meet.example.org", "4711", "secret room") for found in find(asked, cast.asha) if "ession" in found.kind]
    offers = offers_for([chosen], cast.frank)[chosen.pk]
    assert any(offer.url == session.get_absolute_url() for offer in offers)
    assert SECRET not in str(offers)
    assert SECRET not in str(list(Evidence.objects.values()))


def _commands() -> set[str]:
    from django.core.management import get_commands

    return set(get_commands())


def test_it_is_in_no_revision_and_on_no_screen_of_the_cms(cast, client_for, session):
    now_on(session)
    assert Revision.objects.exists()
    for revision in Revision.objects.all():
        assert SECRET not in str(revision.content)
    page = session.page
    for who in (cast.editor, cast.lead, cast.admin):
        client = client_for(who)
        for address in (f"/cms/pages/{page.pk}/edit/", f"/cms/pages/{page.pk}/history/", f"/cms/pages/{page.pk}/view_draft/", f"/cms/pages/{page.pk}/usage/"):
            response = client.get(address)
            assert response.status_code == 200, address
            assert SECRET not in response.content.decode(), address


def test_it_is_not_shown_to_whoever_runs_it_where_it_is_changed(cast, client_for, session):
    client = client_for(cast.carys)
    for tail in ("link/", "edit/", "register/", "message/", "speakers/", "kept/"):
        assert SECRET not in client.get(session.get_absolute_url() + tail).content.decode()


def test_a_message_that_holds_it_is_not_sent(cast, client_for, session):
    client = client_for(cast.carys)
    data = {"to": "confirmed", "title": "Here it is", "text": f"Join at {LINK}", "key": "12345678-1234-4234-8234-123456789abc"}
    response = client.post(session.get_absolute_url() + "message/", data)
    assert response.status_code == 422 and "Take it out" in response.content.decode()
    assert not Notice.objects.filter(title__contains="Here it is").exists()


def test_a_copy_of_what_is_kept_about_somebody_does_not_hold_it(cast, session):
    now_on(session)
    for kind in all_kept():
        for row in kind.of(cast.asha):
            assert SECRET not in str([getattr(row, name) for name in kind.fields])


def test_the_sitemap_and_the_api_do_not_exist(cast, client_for, session):
    now_on(session)
    client = client_for(cast.asha)
    for address in ("/sitemap.xml", "/api/v2/pages/", f"/api/v2/pages/{session.page_id}/", "/services.json"):
        response = client.get(address, follow=True)
        assert SECRET not in response.content.decode()
