"""Contributions on the page of a session: as their authors agreed for its community, and gone with the yes."""

import pytest

from home.actions.contributing import leaving
from home.models import Contribution
from home.seams.places import places
from tests.contributions.lives import WORDS, agreed, decided, place_in, read_back
from tests.practice.communities import make_community, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast):
    return make_meeting(make_community(cast.carys), title="Who holds the door?")


def seen(client, session) -> str:
    return client.get(session.page.get_url()).content.decode()


def test_it_stands_in_the_session_for_as_long_as_its_author_says(cast, session, client_for, settings, tmp_path):
    settings.LEDGER = tmp_path
    assert session.community.pk in {place.page_id for place in places()}
    made = agreed(cast, [session.community.pk])
    asha = client_for(cast.asha)
    assert WORDS not in seen(asha, session)
    place_in(session.page, made, "voices")
    assert WORDS in seen(asha, session)
    assert "Sam from the river" in seen(asha, session)
    receipt = leaving.withdraw_by_author(made, cast.dev).receipt
    assert receipt["places"] == ["Who holds the door?"]
    assert WORDS not in seen(asha, session)


def test_its_author_sees_it_there_before_they_say_yes(cast, session, client_for):
    made = read_back(decided(cast.dev, [session.community.pk]), cast.dev, cast.editor)
    place_in(session.page, made, "voices")
    page = client_for(cast.dev).get(f"/contributions/{made.public_id}/preview/{made.purposes.get().pk}/").content.decode()
    assert WORDS in page
    assert "Who holds the door?" in page
    assert WORDS not in seen(client_for(cast.asha), session)
    assert Contribution.objects.get().words == WORDS


def test_one_that_was_given_for_another_place_is_not_shown(cast, session, client_for):
    other = make_community(cast.carys, title="Windows")
    place_in(session.page, agreed(cast, [other.pk]), "voices")
    assert WORDS not in seen(client_for(cast.asha), session)


def test_many_cost_what_one_does(cast, session, client_for, queries_of):
    asha = client_for(cast.asha)
    place_in(session.page, agreed(cast, [session.community.pk]), "voices")
    few = queries_of(asha, session.page.get_url())
    for _ in range(3):
        place_in(session.page, agreed(cast, [session.community.pk]), "voices")
    many = queries_of(asha, session.page.get_url())
    assert many.count == few.count <= 20, many
