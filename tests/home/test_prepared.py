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
from home.models import Membership, Notice, Team, TeamManager, User
from home.prepared import Prepared, Somebody

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


def test_a_moment_stands_where_the_queryset_has_it_and_is_another_the_next_time(cast):
    asked = Prepared(lambda person, since: Notice.objects.filter(person=Somebody(person), created_at__gt=since).values_list("key", "created_at"))
    now = timezone.now()
    for number, key in enumerate(("one", "two", "three")):
        notice = Notice.objects.create(person=cast.asha, kind=NoticeKind.ANSWER, key=key, title="Something", why="You did something.")
        Notice.objects.filter(pk=notice.pk).update(created_at=now + timedelta(minutes=number))
    for minutes, keys in ((-1, {"one", "two", "three"}), (0, {"two", "three"}), (1, {"three"}), (2, set())):
        since = now + timedelta(minutes=minutes)
        found = asked.all(cast.asha.pk, since)
        assert found == list(Notice.objects.filter(person=cast.asha, created_at__gt=since).values_list("key", "created_at"))
        assert {key for key, _ in found} == keys
    assert asked.all(cast.ben.pk, now - timedelta(days=1)) == []


def test_a_list_of_any_length_stands_where_the_queryset_has_it(cast):
    asked = Prepared(lambda keys, name: User.objects.filter(pk__in=keys).exclude(name=name))
    everyone = sorted(User.objects.values_list("pk", flat=True))
    for length in range(len(everyone) + 1):
        keys = tuple(everyone[:length])
        assert set(asked.all(keys, cast.ben.name)) == set(User.objects.filter(pk__in=keys).exclude(pk=cast.ben.pk))
    assert asked.all((), "") == []


def test_queries_put_together_are_read_as_their_rows(cast):
    def asked(person):
        manages, belongs = (model.objects.order_by().filter(person=person).values_list("team", "person") for model in (TeamManager, Membership))
        return manages.union(belongs, all=True)

    prepared = Prepared(asked)
    for person in cast.everyone().values():
        assert sorted(prepared.all(person.pk)) == sorted(asked(person.pk))
    assert prepared.all(cast.ben.pk)


def test_a_queryset_that_looks_at_the_clock_itself_is_refused(cast):
    with pytest.raises(ValueError, match="moment"):
        Prepared(lambda person: Notice.objects.filter(person=person, created_at__gt=timezone.now())).all(cast.asha.pk)


def test_a_queryset_that_fetches_more_afterwards_is_refused(cast):
    with pytest.raises(ValueError, match="question of its own"):
        Prepared(lambda key: User.objects.filter(pk=key).prefetch_related("memberships")).all(cast.asha.pk)


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
