"""A person's own pages, their notices, teams and the dashboard."""

import pytest

from home.actions.telling import tell
from home.enums import MailRhythm, NoticeKind
from home.models import Membership, Notice, Preferences, TeamManager, User
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def give_notices(person, count):
    for number in range(count):
        tell(person=person, kind=NoticeKind.REQUEST, key=f"n:{number}", title=f"Notice {number}", why="Because", url="/me/", mail=False)


def test_a_profile_is_kept_and_what_is_wrong_is_said(cast, client_for):
    client = client_for(cast.asha)
    wrong = client.post("/me/", {"name": "", "pronouns": "she/her"})
    assert b"Write the name that colleagues should see." in wrong.content
    assert b'value="she/her"' in wrong.content
    assert client.post("/me/", {"name": "Asha P", "pronouns": "she/her"}).url == "/me/"
    assert User.objects.filter(pk=cast.asha.pk, name="Asha P", pronouns="she/her").exists()
    assert cast.team.name.encode() in client.get("/me/").content


def test_preferences_are_kept(cast, client_for):
    client = client_for(cast.asha)
    asked = {"rhythm": "daily", "quiet_from": "17:30", "quiet_until": "09:00", "mail_about": ["request", "answer"]}
    assert client.post("/me/preferences/", asked).url == "/me/preferences/"
    kept = Preferences.objects.get(person=cast.asha)
    assert (kept.rhythm, f"{kept.quiet_from:%H:%M}", kept.quiet_weekends) == (MailRhythm.DAILY, "17:30", False)
    assert set(kept.no_mail_about) == {"reminder", "team", "editorial"}
    wrong = client.post("/me/preferences/", {**asked, "quiet_from": "late"})
    assert b"Write a time such as 18:00." in wrong.content
    assert b'value="late"' in wrong.content


def test_privacy_names_todays_managers_and_deputies_and_nobody_else(cast, client_for):
    TeamManager.objects.create(person=cast.eve, team=cast.team, is_deputy=True)
    page = client_for(cast.asha).get("/me/privacy/").content.decode()
    assert cast.ben.name in page
    assert f"{cast.eve.name}, deputy" in page
    TeamManager.objects.filter(person=cast.eve).delete()
    assert cast.eve.name not in client_for(cast.asha).get("/me/privacy/").content.decode()
    assert "nobody manages you" in client_for(cast.dev).get("/me/privacy/").content.decode()


def test_notices_are_read_one_by_one_and_all_at_once(cast, client_for):
    give_notices(cast.asha, 3)
    client = client_for(cast.asha)
    first = Notice.objects.filter(person=cast.asha).first()
    assert client.get(f"/me/notices/{first.pk}/read/").status_code == 405
    assert client.post(f"/me/notices/{first.pk}/read/", {"open": "yes"}).url == "/me/"
    assert Notice.objects.filter(person=cast.asha).unread().count() == 2
    client.post("/me/notices/read/")
    assert not Notice.objects.filter(person=cast.asha).unread().exists()


def test_anothers_notice_is_not_found_and_stays_unread(cast, client_for):
    give_notices(cast.asha, 1)
    notice = Notice.objects.get(person=cast.asha)
    assert client_for(cast.frank).post(f"/me/notices/{notice.pk}/read/").status_code == 404
    assert Notice.objects.get(pk=notice.pk).read_at is None


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_notice_leads_nowhere_outside(cast, client_for, url):
    tell(person=cast.asha, kind=NoticeKind.REQUEST, key="x", title="X", why="Because", url=url, mail=False)
    notice = Notice.objects.get(person=cast.asha)
    assert client_for(cast.asha).post(f"/me/notices/{notice.pk}/read/", {"open": "yes"}).url == "/me/notices/"


@pytest.mark.parametrize(("url", "most"), [("/dashboard/", 15), ("/me/notices/", 6), ("/me/", 6), ("/me/privacy/", 5), ("/me/preferences/", 5)])
def test_own_pages_cost_the_same_for_few_and_many(cast, client_for, queries_of, url, most):
    give_notices(cast.asha, 1)
    few = queries_of(client_for(cast.asha), url)
    assert few.response.status_code == 200
    assert few.count <= most, few
    give_notices(cast.asha, 25)
    for _ in range(4):
        TeamManager.objects.create(person=PersonFactory(), team=cast.team)
    assert queries_of(client_for(cast.asha), url).count <= few.count + 1, "one more, to count the pages of notices, at most"


def test_notices_come_in_pages(cast, client_for):
    give_notices(cast.asha, 45)
    client = client_for(cast.asha)
    assert b"Page 1 of 3" in client.get("/me/notices/").content
    assert b"Page 3 of 3" in client.get("/me/notices/?page=99").content


def test_a_teams_page_is_for_its_managers(cast, client_for):
    url = f"/teams/{cast.team.slug}/"
    for who, person in cast.everyone().items():
        assert client_for(person).get(url).status_code == (200 if who == "ben" else 404), who


def test_a_former_manager_is_shut_out_with_the_next_request(cast, client_for):
    from datetime import timedelta

    from django.utils import timezone

    client = client_for(cast.ben)
    assert client.get(f"/teams/{cast.team.slug}/").status_code == 200
    TeamManager.objects.filter(person=cast.ben).update(ended_on=timezone.localdate() - timedelta(days=1))
    assert client.get(f"/teams/{cast.team.slug}/").status_code == 404
    assert client.get(f"/teams/{cast.team.slug}/people/").status_code == 404


def test_a_teams_page_costs_the_same_for_more_people(cast, client_for, queries_of):
    few = queries_of(client_for(cast.ben), f"/teams/{cast.team.slug}/")
    for _ in range(10):
        Membership.objects.create(person=PersonFactory(), team=cast.team)
    assert queries_of(client_for(cast.ben), f"/teams/{cast.team.slug}/").count == few.count, few


def test_the_dashboard_asks_its_questions_and_offers_a_first_step(cast, client_for):
    page = client_for(cast.dev).get("/dashboard/").content.decode()
    places = [page.index(words) for words in ("What was I doing?", "What is asked of me, and why?", "What could help", "What is coming up?")]
    assert places == sorted(places)
    assert "/learning/" in page


def test_who_wants_in_stands_on_the_managers_dashboard(cast, client_for):
    from home.actions.joining import ask_to_join

    ask_to_join(person=cast.dev, team=cast.team)
    assert f"{cast.dev.name} asks to join" in client_for(cast.ben).get("/dashboard/").content.decode()
    assert "asks to join" not in client_for(cast.frank).get("/dashboard/").content.decode()
