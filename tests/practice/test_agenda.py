"""Onto the agenda: what the map, the turn-aways and the published file say, each with its source, and never a count."""

from datetime import date

import pytest
from django.utils import timezone

from capability.dataset.reading import AreaData, Figure
from home.actions.refusals import Refused
from home.models import Notice
from home.rules.disclosure import Reason
from practice import agendas
from practice.actions.ledger.agenda import put_on_agenda, take_off_agenda
from practice.models import AgendaItem, TurnAwayFigure
from tests.practice.communities import make_community, make_meeting, recommended
from tests.practice.services import make_criterion, make_entry

pytestmark = pytest.mark.django_db
HERE = "/communities/both-at-once/session-1/agenda/"


@pytest.fixture
def session(cast):
    return make_meeting(make_community(cast.carys, cast.asha))


@pytest.fixture
def entry(cast):
    return make_entry(cast.service)


def found(source: str) -> list[agendas.Candidate]:
    return [each for each in agendas.candidates() if each.source == source]


def test_what_is_unclear_is_put_there_once_with_its_source_and_the_service_is_told(cast, session, entry, client_for):
    make_criterion(entry, rule="case")
    one = found("criteria")[0]
    carys = client_for(cast.carys)
    assert one.title in carys.get(HERE).content.decode()
    for _ in range(2):
        assert carys.post(HERE, {"source": "criteria", "key": one.key}).status_code == 302
    item = AgendaItem.objects.get()
    assert (item.title, item.text, item.url, item.put_by) == (one.title, one.text, entry.url, cast.carys)
    assert Notice.objects.filter(person=cast.ben, key__startswith="agenda:").count() == 1
    entry.criteria.all().delete()
    assert item.text in carys.get(HERE).content.decode(), "the words stay as they stood"


def test_turn_aways_come_as_frozen_bands_and_only_where_there_are_any(cast, session, entry, client_for):
    figure = TurnAwayFigure.objects.create(entry=entry, bands=None, behind=7, frozen_on=timezone.localdate())
    assert not found("turn_aways")
    figure.bands, figure.behind = {"still_using": "most"}, 17
    figure.save()
    one = found("turn_aways")[0]
    assert "They still drink or use drugs: most (two thirds or more)" in one.text
    assert "17" not in one.text.replace(str(timezone.localdate().year), "")
    put_on_agenda(by=cast.carys, session=session, source="turn_aways", key=one.key)
    assert Notice.objects.get(person=cast.ben).url == f"{entry.url}turn-aways/"


def test_what_blocks_people_comes_from_the_published_file_in_bands(monkeypatch):
    said = [("There is no time for it", Figure(40, 25, Reason.SHOWN)), ("A rule stops me", Figure(0, 0, Reason.SMALL_SIDE))]
    data = AreaData("Wenbridge", "1", date(2026, 10, 1), [], [], [], said, 1)
    monkeypatch.setattr(agendas, "read_area", lambda kind: data)
    assert [(each.title, each.text.split(" (")[0]) for each in agendas.blocks()] == [("There is no time for it", "Some")]
    assert not any(number in each.text for each in agendas.blocks() for number in ("40", "25"))


def test_only_a_facilitator_of_this_community_decides_on_it(cast, session, entry, client_for):
    make_criterion(entry, rule="case")
    key = found("criteria")[0].key
    make_community(cast.eve, title="Another one")
    for person in (cast.asha, cast.eve, cast.frank, cast.lead, cast.admin):
        assert client_for(person).get(HERE).status_code == 404
        assert client_for(person).post(HERE, {"source": "criteria", "key": key}).status_code == 404
        with pytest.raises(Refused):
            put_on_agenda(by=person, session=session, source="criteria", key=key)
    assert client_for(cast.eve).get("/communities/another-one/session-1/agenda/").status_code == 404


def test_what_is_not_there_is_refused_in_a_sentence(cast, session, client_for):
    for sent in ({}, {"source": "criteria", "key": "1:x:y"}, {"source": "own", "key": "x" * 400}):
        answer = client_for(cast.carys).post(HERE, sent, follow=True)
        assert "That has changed since you opened the page" in answer.content.decode()
    assert not AgendaItem.objects.exists()


def test_the_list_of_what_is_unclear_leads_whoever_runs_a_community_to_its_next_agenda(cast, session, entry, client_for):
    make_criterion(entry, rule="case")
    assert f'href="{HERE}"' in client_for(cast.carys).get("/services/unclear/").content.decode()
    assert HERE not in client_for(cast.asha).get("/services/unclear/").content.decode()


def test_taken_off_leaves_what_was_recommended(cast, session, entry):
    make_criterion(entry, rule="case")
    item = put_on_agenda(by=cast.carys, session=session, source="criteria", key=found("criteria")[0].key)
    row = recommended(session.community, cast.asha, item=item)
    for _ in range(2):
        take_off_agenda(by=cast.carys, item=item)
    row.refresh_from_db()
    assert (row.item, row.session) == (None, session)


def test_the_page_costs_the_same_for_one_and_for_many(cast, session, entry, client_for, queries_of):
    make_criterion(entry, rule="case")
    client = client_for(cast.carys)
    put_on_agenda(by=cast.carys, session=session, source="criteria", key=found("criteria")[0].key)
    one = queries_of(client, HERE)
    for number in range(50):
        AgendaItem.objects.create(session=session, source="criteria", source_key=str(number), title="Another", put_by=cast.carys)
    many = queries_of(client, HERE)
    assert one.count == many.count <= 12, str(many)
