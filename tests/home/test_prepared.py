"""A query that is worked out once answers each request with its own values, and what holds today."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.accounts import ACTIVE_PERSON
from home.context import unread_of
from home.enums import NoticeKind
from home.models import Notice, Team, TeamManager, User
from home.prepared import Prepared

pytestmark = pytest.mark.django_db


def test_it_answers_as_the_queryset_does_for_each_of_the_cast(cast):
    asked = Prepared(lambda key: User.objects.with_standing().filter(pk=key))
    for person in User.objects.with_standing():
        with CaptureQueriesContext(connection) as caught:
            found = asked.first(person.pk)
        assert len(caught) == 1
        assert {name: value for name, value in vars(found).items() if name != "_state"} == {n: v for n, v in vars(person).items() if n != "_state"}
    assert asked.first(0) is None


def test_words_and_several_values_stand_where_the_queryset_has_them(cast):
    asked = Prepared(lambda beginning, service: Team.objects.filter(name__startswith=beginning, service=service).select_related("service"))
    for team in Team.objects.all():
        found = asked.all(team.name[:4], team.service_id)
        assert found == list(Team.objects.filter(name__startswith=team.name[:4], service=team.service_id))
        with CaptureQueriesContext(connection) as caught:
            assert found[0].service.pk == team.service_id
        assert not caught.captured_queries
    assert asked.all("nowhere", 1) == []


def test_somebody_whose_time_as_manager_is_over_is_none_the_next_day(cast):
    row = TeamManager.objects.filter(person=cast.ben).first()
    TeamManager.objects.filter(person=cast.ben).update(ended_on=timezone.localdate())
    assert row and ACTIVE_PERSON.first(cast.ben.pk).standing_manager
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert not ACTIVE_PERSON.first(cast.ben.pk).standing_manager


def test_unread_notices_are_counted_for_their_person_alone(cast, client_for):
    for key in ("one", "two"):
        Notice.objects.create(person=cast.asha, kind=NoticeKind.ANSWER, key=key, title="Something", why="You did something.")
    assert (ACTIVE_PERSON.first(cast.asha.pk).unread, ACTIVE_PERSON.first(cast.ben.pk).unread) == (2, None)
    Notice.objects.filter(key="one").update(read_at=timezone.now())
    assert ACTIVE_PERSON.first(cast.asha.pk).unread == 1
    assert [unread_of(one) for one in (ACTIVE_PERSON.first(cast.asha.pk), User.objects.get(pk=cast.asha.pk), ACTIVE_PERSON.first(cast.ben.pk))] == [1, 1, 0]
    assert client_for(cast.asha).get("/dashboard/").context["unread_notices"] == 1
