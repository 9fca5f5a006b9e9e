"""A session that ended while somebody wrote: what they wrote is given back, and nothing is kept or done."""

import pytest

from practice.models import PlacementReflection

pytestmark = pytest.mark.django_db
WORDS = "I had never seen how calm it is after one. The checks are a kind of care."
ADDRESS = "/shadowing/bookings/1/reflection/"


def test_words_sent_after_the_session_ended_are_shown_to_be_copied(client):
    answer = client.post(ADDRESS, {"text": WORDS}, headers={"referer": "http://testserver/shadowing/bookings/1/"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f"\n{WORDS}</textarea>" in page
    assert "/accounts/login/?next=%2Fshadowing%2Fbookings%2F1%2F" in page
    assert not PlacementReflection.objects.exists()


def test_what_is_no_writing_goes_to_the_sign_in(client):
    for sent in ({}, {"text": "short"}, {"new_password": "correct horse battery staple"}):
        assert client.post(ADDRESS, sent).url.startswith("/accounts/login/"), sent


def test_the_way_back_leads_nowhere_else(client):
    page = client.post(ADDRESS, {"text": WORDS}, headers={"referer": "http://elsewhere.example/trap/"}).content.decode()
    assert "elsewhere" not in page
    assert "next=%2Fdashboard%2F" in page
