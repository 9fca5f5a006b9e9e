"""Offering a self-assessment to whoever has an address: nothing opens or shows before they say yes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from capability.actions import sharing
from capability.actions.assessing import AssessingProblem
from capability.actions.sharing import forget_lapsed_offers, offer_to_read, share, take_up, tell_of_offer
from capability.models import Sharing, SharingOffer
from home.models import Notice
from tests.capability.population import finished, the_framework

pytestmark = pytest.mark.django_db
NOBODY = "nobody-here@elsewhere.example"


@pytest.fixture
def assessment(cast):
    the_framework()
    return finished(cast.asha, {"B3": 1, "A5": 3})


def normal(html: str, address: str) -> str:
    return html.replace(address, "ADDRESS")


def test_the_answer_is_the_same_whether_or_not_anybody_has_the_address(cast, assessment, client_for, monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr(sharing, "async_task", lambda *args: asked.append(args))
    pages, counts = [], []
    for address in (cast.eve.email, NOBODY):
        client = client_for(cast.asha)
        with django_capture_on_commit_callbacks(execute=True):
            said = client.post(f"/capability/me/{assessment.pk}/offer/", {"address": address.upper()}, follow=True)
        offer = SharingOffer.objects.get()
        pages.append(normal(said.content.decode(), address).replace(f"offers/{offer.pk}/", "offers/N/"))
        counts.append((len(asked), Sharing.objects.count(), Notice.objects.count()))
        client.post(f"/capability/me/offers/{offer.pk}/take-back/")
        asked.clear()
    assert "If somebody here has the address ADDRESS" in pages[0]
    without_token = [page.partition("<main")[2].replace("\n", "") for page in pages]
    assert len({re.sub(r'value="[A-Za-z0-9]{64}"', "", page) for page in without_token}) == 1
    assert counts == [(1, 0, 0), (1, 0, 0)]


def test_the_worker_tells_whoever_has_it_and_they_say_yes(cast, assessment, client_for):
    offer = offer_to_read(cast.asha, assessment, cast.eve.email)
    assert tell_of_offer(offer.pk)
    assert tell_of_offer(offer.pk)
    assert "Asha Rahman would like you to read" in Notice.objects.get(person=cast.eve).title
    assert not tell_of_offer(offer_to_read(cast.asha, assessment, NOBODY).pk)
    eve = client_for(cast.eve)
    assert eve.get(f"/capability/shared/{assessment.pk}/").status_code == 404
    assert "would like you to read a self-assessment" in eve.get("/capability/shared/").content.decode()
    said = eve.post(f"/capability/shared/offers/{offer.pk}/", {"yes": "1"}, follow=True)
    assert "Trauma and complex trauma" in said.content.decode()
    assert "Eve Lindqvist</strong> can read" in client_for(cast.asha).get("/capability/me/").content.decode()
    assert Notice.objects.filter(person=cast.asha, title="Eve Lindqvist reads your self-assessment").count() == 1
    assert not Sharing.objects.get().as_manager
    assert not SharingOffer.objects.filter(address=cast.eve.email).exists()
    client_for(cast.asha).post(f"/capability/me/sharing/{Sharing.objects.get().pk}/stop/")
    assert eve.get(f"/capability/shared/{assessment.pk}/").status_code == 404


def test_a_no_looks_like_no_answer(cast, assessment, client_for):
    offer = offer_to_read(cast.asha, assessment, cast.eve.email)
    asha = client_for(cast.asha)
    before = asha.get("/capability/me/").content.decode().partition('id="sharing"')[2].partition("Let a supervisor")[0]
    client_for(cast.eve).post(f"/capability/shared/offers/{offer.pk}/", {"no": "1"})
    after = asha.get("/capability/me/").content.decode().partition('id="sharing"')[2].partition("Let a supervisor")[0]
    assert cast.eve.email in before
    assert re.sub(r'value="[A-Za-z0-9]{64}"', "", before) == re.sub(r'value="[A-Za-z0-9]{64}"', "", after)
    assert "would like you to read" not in client_for(cast.eve).get("/capability/shared/").content.decode()
    with pytest.raises(AssessingProblem):
        take_up(cast.eve, offer)
    assert not Notice.objects.filter(person=cast.asha).exists()


def test_nobody_else_takes_it_up_and_it_lapses(cast, assessment, client_for):
    offer = offer_to_read(cast.asha, assessment, cast.eve.email)
    for person in (cast.frank, cast.ben, cast.lead, cast.admin, cast.asha):
        assert client_for(person).post(f"/capability/shared/offers/{offer.pk}/", {"yes": "1"}).status_code == 404
    assert client_for(cast.frank).post(f"/capability/me/offers/{offer.pk}/take-back/").status_code == 404
    SharingOffer.objects.update(made_at=timezone.now() - timedelta(days=32))
    assert client_for(cast.eve).post(f"/capability/shared/offers/{offer.pk}/", {"yes": "1"}).status_code == 404
    assert forget_lapsed_offers() == 1


def test_an_address_must_be_one_and_not_ones_own(cast, assessment, client_for):
    asha = client_for(cast.asha)
    for address, words in (("not an address", "whole e-mail address"), ("", "e-mail address"), (cast.asha.email, "your own address")):
        page = asha.post(f"/capability/me/{assessment.pk}/offer/", {"address": address})
        assert page.status_code == 422
        assert words in page.content.decode()
        assert address in page.content.decode()
    assert client_for(cast.frank).post(f"/capability/me/{assessment.pk}/offer/", {"address": NOBODY}).status_code == 404
    with pytest.raises(AssessingProblem):
        offer_to_read(cast.frank, assessment, NOBODY)
    for number in range(10):
        assert offer_to_read(cast.asha, assessment, f"someone-{number}@elsewhere.example") == offer_to_read(
            cast.asha, assessment, f"SOMEONE-{number}@elsewhere.example"
        )
    with pytest.raises(AssessingProblem, match="Take one of these back"):
        offer_to_read(cast.asha, assessment, NOBODY)


def test_who_it_is_shared_with_is_told_once(cast, assessment):
    for _ in range(2):
        share(cast.asha, assessment, cast.ben)
    assert Notice.objects.filter(person=cast.ben, title="Asha Rahman lets you read a self-assessment").count() == 1


def test_finishing_asks_and_defaults_to_nobody(cast, assessment, client_for):
    asha = client_for(cast.asha)
    asha.post("/capability/assess/begin/", {"by": "one"})
    page = asha.get("/capability/assess/review/").content.decode()
    assert "Who may read it, besides you?" in page
    assert "Two answers stand as you said last time" in page
    assert re.search(r'<input type="radio" name="reader" value=""[^>]* checked', page), "nobody is chosen to begin with"
    asha.post("/capability/assess/finish/")
    assert not Sharing.objects.exists()
    asha.post("/capability/assess/begin/", {"by": "one"})
    asha.post("/capability/assess/finish/", {"reader": cast.frank.pk})
    assert not Sharing.objects.exists(), "only managers of one's team can be chosen there"
    asha.post("/capability/assess/begin/", {"by": "one"})
    for _ in range(2):
        asha.post("/capability/assess/finish/", {"reader": cast.ben.pk})
    assert Sharing.objects.get().reader == cast.ben
