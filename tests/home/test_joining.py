"""Joining: invitations, approved addresses with a manager's yes, leaving, standing in."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.actions import joining, places, sending
from home.actions.refusals import Refused
from home.models import ApprovedDomain, Invitation, JoinRequest, Membership, TeamManager, User
from tests.factories.people import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db
GOOD = "a-long-and-calm-password"


def link_in_last_letter() -> str:
    sending.send_due()
    return re.search(r"/join/[\w-]+/", mail.outbox[-1].body)[0]


def sign_up(client, **typed):
    return client.post("/accounts/signup/", {"name": "Jo Bloggs", "pronouns": "they/them", "password1": GOOD, "agreed": "on", **typed})


def test_somebody_invited_makes_an_account_and_is_in_the_team(cast, client):
    joining.invite(by=cast.ben, email="Jo@Elsewhere.example", team=cast.team, name="Jo")
    link = link_in_last_letter()
    assert mail.outbox[-1].to == ["jo@elsewhere.example"]
    shown = client.get(link)
    assert cast.ben.name.encode() in shown.content
    assert client.post(link).url == "/accounts/signup/"
    form = client.get("/accounts/signup/").content.decode()
    assert "jo@elsewhere.example" in form
    assert 'name="team"' not in form
    assert sign_up(client, email="attacker@example.org").status_code == 302
    jo = User.objects.get(name="Jo Bloggs")
    assert (jo.email, jo.pronouns, jo.waits_for_welcome) == ("jo@elsewhere.example", "they/them", False)
    assert Membership.objects.current().filter(person=jo, team=cast.team).exists()
    assert client.get("/dashboard/").status_code == 200
    assert client.get(link).status_code == 404, "an invitation works once"
    assert cast.ben.notices.filter(title__contains="Jo Bloggs").exists()
    assert ModelLogEntry.objects.filter(action="home.agreed_to_terms").exists()


def test_only_a_digest_of_the_secret_is_kept(cast):
    joining.invite(by=cast.ben, email="jo@elsewhere.example", team=cast.team)
    secret = link_in_last_letter().split("/")[2]
    invitation = Invitation.objects.get()
    assert secret not in str(Invitation.objects.values())
    assert invitation.secret_digest == joining.digest_of(secret)


def test_signing_up_is_closed_to_everyone_else(cast, client):
    page = client.get("/accounts/signup/")
    assert b"You need an invitation" in page.content
    sign_up(client, email="jo@elsewhere.example", team=cast.team.pk)
    assert not User.objects.filter(email="jo@elsewhere.example").exists()


@pytest.mark.parametrize("state", ["expired", "revoked"])
def test_an_invitation_that_ran_out_or_was_taken_back_leads_nowhere(cast, client, state):
    invitation = joining.invite(by=cast.ben, email="jo@elsewhere.example", team=cast.team)
    link = link_in_last_letter()
    if state == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        joining.revoke(by=cast.ben, invitation=invitation)
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404


def test_a_second_invitation_takes_the_place_of_the_first(cast, client):
    joining.invite(by=cast.ben, email="jo@elsewhere.example", team=cast.team)
    first = link_in_last_letter()
    joining.invite(by=cast.ben, email="jo@elsewhere.example", team=cast.team)
    assert client.get(first).status_code == 404
    assert client.get(link_in_last_letter()).status_code == 200


def test_somebody_with_an_account_joins_by_the_same_letter(cast, client_for):
    joining.invite(by=cast.ben, email=cast.eve.email, team=cast.team)
    link = link_in_last_letter()
    assert client_for(cast.eve).post(link).url == "/dashboard/"
    assert Membership.objects.current().filter(person=cast.eve, team=cast.team).exists()


def test_an_invitation_is_for_its_own_address(cast, client_for):
    joining.invite(by=cast.ben, email=cast.eve.email, team=cast.team)
    client_for(cast.frank).post(link_in_last_letter())
    assert not Membership.objects.filter(person=cast.frank, team=cast.team).exists()
    assert Invitation.objects.open().exists()


def test_the_manager_is_told_the_same_whether_an_address_is_known_or_not(cast, client_for):
    client, answers = client_for(cast.ben), []
    for email in (cast.frank.email, "nobody@example.org"):
        response = client.post(f"/teams/{cast.team.slug}/people/", {"email": email}, follow=True)
        answers.append(response.content.decode().replace(email, "X").count("A letter is on its way to X"))
    assert answers == [1, 1]


@pytest.mark.parametrize(
    ("who", "may"),
    [("asha", False), ("ben", True), ("carys", False), ("dev", False), ("eve", False), ("frank", False), ("editor", False), ("lead", False), ("admin", True)],
)
def test_who_may_invite_to_a_team(cast, client_for, who, may):
    person = getattr(cast, who)
    assert client_for(person).get(f"/teams/{cast.team.slug}/people/").status_code == (200 if may else 404)
    if may:
        joining.invite(by=person, email="jo@elsewhere.example", team=cast.team)
    else:
        with pytest.raises(PermissionDenied):
            joining.invite(by=person, email="jo@elsewhere.example", team=cast.team)


def test_only_administrators_invite_without_a_team(cast, client_for, client):
    assert client_for(cast.ben).get("/invitations/").status_code == 404
    response = client_for(cast.admin).post("/invitations/", {"email": "peer@elsewhere.example"}, follow=True)
    assert b"on its way" in response.content
    client.post(link_in_last_letter())
    sign_up(client)
    assert not User.objects.get(email="peer@elsewhere.example").memberships.exists()
    assert client.get("/dashboard/").status_code == 200


def test_nobody_invites_without_end(cast, monkeypatch):
    monkeypatch.setattr(joining, "MOST_A_DAY", 2)
    for number in range(2):
        joining.invite(by=cast.ben, email=f"jo{number}@elsewhere.example", team=cast.team)
    with pytest.raises(Refused, match="tomorrow"):
        joining.invite(by=cast.ben, email="jo3@elsewhere.example", team=cast.team)


def test_guessing_secrets_is_stopped(cast, client):
    for _ in range(20):
        assert client.get("/join/guessing/").status_code == 404
    assert client.get("/join/guessing/").status_code == 429


def test_an_approved_address_asks_and_stays_outside_until_a_manager_says_yes(cast, client, client_for):
    ApprovedDomain.objects.create(domain="wenbridge.example")
    assert cast.team.name not in client.get("/accounts/signup/").content.decode(), "the teams are told to nobody who is not known"
    answer = sign_up(client, email="jo@wenbridge.example")
    assert answer.url == "/accounts/confirm-email/"
    client.post("/join/", {"team": cast.team.pk})
    assert not JoinRequest.objects.exists(), "nobody is asked before the address is confirmed"
    sending.send_due()
    link = re.search(r"/accounts/confirm-email/[-:\w]+/", mail.outbox[-1].body)[0]
    client.post(link)
    client.post("/accounts/login/", {"login": "jo@wenbridge.example", "password": GOOD})
    for url in ("/dashboard/", "/teams/", "/learning/", "/search/"):
        assert client.get(url).url == "/join/", url
    way_in = client.get("/join/").content.decode()
    assert cast.team.name in way_in
    assert 'href="/learning/"' not in way_in, "nothing leads where they may not go yet"
    client.post("/join/", {"team": cast.team.pk})
    assert b"Waiting for an answer" in client.get("/join/").content
    assert cast.ben.notices.filter(title="Jo Bloggs asks to join Riverside outreach").count() == 1
    wish = JoinRequest.objects.get()
    assert client_for(cast.frank).post(f"/teams/{cast.team.slug}/people/requests/{wish.pk}/", {"answer": "yes"}).status_code == 404
    client_for(cast.ben).post(f"/teams/{cast.team.slug}/people/requests/{wish.pk}/", {"answer": "yes"})
    assert client.get("/dashboard/").status_code == 200
    assert Membership.objects.current().filter(person__email="jo@wenbridge.example", team=cast.team).exists()


def test_an_address_that_is_not_approved_is_refused_whether_known_or_not(cast, client):
    ApprovedDomain.objects.create(domain="wenbridge.example")
    pages = [sign_up(client, email=email).content.decode() for email in (cast.frank.email, "nobody@example.org")]
    assert all("join by invitation" in page for page in pages)


def test_an_approved_address_with_an_account_gets_the_same_answer_as_one_without(cast, client):
    ApprovedDomain.objects.create(domain="wenbridge.example")
    PersonFactory(email="old@wenbridge.example", name="Old")
    answers = [sign_up(client, email=email) for email in ("new@wenbridge.example", "old@wenbridge.example")]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/accounts/confirm-email/")] * 2
    sending.send_due()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["new@wenbridge.example", "old@wenbridge.example"]


def test_a_no_is_told_with_its_reason_and_another_team_can_be_asked(cast, client_for):
    ApprovedDomain.objects.create(domain="example.org")
    wish = joining.ask_to_join(person=cast.dev, team=cast.team)
    joining.decide(by=cast.ben, wish=wish, yes=False, reason="You work in Northgate, I think")
    assert b"You work in Northgate" in client_for(cast.dev).get("/join/").content
    with pytest.raises(Refused):
        joining.decide(by=cast.ben, wish=wish, yes=True)
    client_for(cast.dev).post("/join/", {"team": cast.other_team.pk})
    assert JoinRequest.objects.waiting().filter(person=cast.dev, team=cast.other_team).exists()


def test_leaving_a_team_closes_it_the_day_after(cast, client_for):
    today = timezone.localdate()
    response = client_for(cast.asha).post(f"/teams/{cast.team.slug}/leave/", {"last_day": today.isoformat()})
    assert response.url == "/me/"
    place = Membership.objects.get(person=cast.asha, team=cast.team)
    assert place.ended_on == today
    assert not Membership.objects.current(today + timedelta(days=1)).filter(pk=place.pk).exists()


def test_ending_somebody_elses_place_is_for_managers(cast, client_for):
    place = Membership.objects.get(person=cast.asha, team=cast.team)
    url = f"/teams/{cast.team.slug}/people/{place.pk}/end/"
    for who in (cast.asha, cast.frank, cast.eve):
        assert client_for(who).post(url, {"last_day": "2026-11-22"}).status_code == 404
    with pytest.raises(PermissionDenied):
        places.end_membership(by=cast.frank, membership=place, last_day=timezone.localdate())
    wrong = client_for(cast.ben).post(url, {"last_day": "2020-01-01"})
    assert b"cannot be before the first" in wrong.content
    assert client_for(cast.ben).post(url, {"last_day": timezone.localdate().isoformat()}).status_code == 302
    assert cast.asha.notices.filter(title__startswith="Your place in").exists()


def test_a_deputy_sees_the_team_until_stopped_and_not_a_moment_longer(cast, client_for):
    client = client_for(cast.asha)
    assert client.get(f"/teams/{cast.team.slug}/").status_code == 404
    deputy = places.name_deputy(by=cast.ben, team=cast.team, person=cast.asha)
    TeamManager.objects.filter(pk=deputy.pk).update(started_on=timezone.localdate() - timedelta(days=3))
    from tests.cast import set_up_second_factor

    set_up_second_factor(cast.asha)
    assert client.get(f"/teams/{cast.team.slug}/").status_code == 200
    places.stop_deputy(by=cast.ben, deputy=deputy)
    assert client.get(f"/teams/{cast.team.slug}/").status_code == 404


def test_a_deputy_names_no_deputies_and_a_stranger_cannot_be_one(cast):
    places.name_deputy(by=cast.ben, team=cast.team, person=cast.asha)
    with pytest.raises(PermissionDenied):
        places.name_deputy(by=cast.asha, team=cast.team, person=cast.asha)
    with pytest.raises(Refused, match="is not in"):
        places.name_deputy(by=cast.ben, team=cast.team, person=cast.frank)


def test_the_teams_people_page_costs_the_same_for_more_people(cast, client_for, queries_of):
    few = queries_of(client_for(cast.ben), f"/teams/{cast.team.slug}/people/").count
    for number in range(5):
        Membership.objects.create(person=PersonFactory(), team=cast.team)
        joining.invite(by=cast.ben, email=f"x{number}@elsewhere.example", team=cast.team)
        joining.ask_to_join(person=PersonFactory(password=PASSWORD), team=cast.team)
    assert queries_of(client_for(cast.ben), f"/teams/{cast.team.slug}/people/").count == few
