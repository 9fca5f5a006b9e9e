"""People who were turned away: recording without a word about them, figures that are frozen, and the reply."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from home.actions.refusals import Refused
from practice.actions.turning_away import freeze_turn_aways, record_turn_away, reply
from practice.enums.services import Refusal
from practice.models import TurnAway, TurnAwayFigure
from practice.rules.turning_away import first_month
from tests.factories import MembershipFactory, PersonFactory
from tests.practice.services import make_entry

pytestmark = pytest.mark.django_db
WHERE = "/services/riverside-recovery/turned-away/"
FIGURES = "/services/riverside-recovery/turn-aways/"


@pytest.fixture
def entry(cast):
    return make_entry(cast.service)


@pytest.fixture
def colleagues(cast) -> list:
    """Three people of another service."""
    return [MembershipFactory(team=cast.other_team, person=PersonFactory(name=f"Colleague {number}")).person for number in range(3)]


def recorded(entry, people, count: int, reason: str = Refusal.STILL_USING) -> None:
    """`count` records of yesterday, by `people` in turn."""
    yesterday = timezone.localdate() - timedelta(days=1)
    for number in range(count):
        TurnAway.objects.create(entry=entry, reason=reason, month=first_month(yesterday, 0), recorded_by=people[number % len(people)], recorded_on=yesterday)


def freeze_later(days: int) -> int:
    return freeze_turn_aways(timezone.localdate() + timedelta(days=days))


def test_a_refusal_is_recorded_once_with_no_word_about_the_person(cast, entry, client_for):
    sent = {"reason": "still_using", "month": first_month(timezone.localdate(), 1).isoformat(), "key": str(uuid.uuid4()), "text": "Their name is"}
    for _ in range(2):
        assert client_for(cast.eve).post(WHERE, sent).status_code == 302
    row = TurnAway.objects.get()
    assert (row.reason, row.month, row.recorded_by) == ("still_using", first_month(timezone.localdate(), 1), cast.eve)
    assert {field.name for field in TurnAway._meta.get_fields()} == {"id", "entry", "reason", "month", "recorded_by", "recorded_on", "key"}
    assert "<textarea" not in client_for(cast.eve).get(WHERE).content.decode()


def test_what_is_missing_is_said_and_people_outside_services_record_nothing(cast, entry, client_for):
    answer = client_for(cast.eve).post(WHERE, {"month": "", "key": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "Choose the reason that was given." in answer.content.decode()
    assert client_for(cast.dev).post(WHERE, {}).status_code == 404
    with pytest.raises(Refused):
        record_turn_away(by=cast.dev, entry=entry, reason="full", month=timezone.localdate(), key=uuid.uuid4())
    with pytest.raises(Refused):
        record_turn_away(by=cast.eve, entry=entry, reason="full", month=timezone.localdate() + timedelta(days=40), key=uuid.uuid4())


def test_what_is_shown_is_frozen_and_never_a_count(cast, entry, colleagues, client_for):
    recorded(entry, colleagues, 7)
    assert freeze_later(0) == 1
    assert "Not enough to show yet" in client_for(cast.ben).get(FIGURES).content.decode()
    recorded(entry, colleagues, 2, Refusal.MISSED)
    assert freeze_later(1) == 0  # only two have changed
    recorded(entry, colleagues, 1, Refusal.MISSED)
    assert "Not enough to show yet" in client_for(cast.ben).get(FIGURES).content.decode()  # never live
    assert freeze_later(2) == 1
    page = client_for(cast.ben).get(FIGURES).content.decode()
    assert "They still drink or use drugs" in page
    assert "Most (two thirds or more)" in page
    assert "Few (under a third)" in page
    assert TurnAwayFigure.objects.get().bands == {"still_using": "most", "missed": "few"}
    assert not any(str(person) in page for person in colleagues)


def test_one_colleague_alone_makes_no_figure(cast, entry, colleagues):
    recorded(entry, colleagues[:2], 20)
    freeze_later(0)
    assert TurnAwayFigure.objects.get().bands is None


def test_what_was_recorded_today_waits_for_tomorrow(cast, entry, colleagues):
    recorded(entry, colleagues, 9)
    TurnAway.objects.update(recorded_on=timezone.localdate())
    freeze_later(0)
    assert TurnAwayFigure.objects.get().bands is None


@pytest.mark.parametrize("who", ["asha", "carys", "dev", "eve", "frank", "editor", "admin"])
def test_only_keepers_and_leads_see_figures(cast, entry, client_for, who):
    assert client_for(getattr(cast, who)).get(FIGURES).status_code == 404
    assert client_for(getattr(cast, who)).post(FIGURES, {"text": "x"}).status_code == 404
    with pytest.raises(Refused):
        reply(by=getattr(cast, who), entry=entry, text="x")


def test_the_service_replies_and_leads_read_only(cast, entry, client_for):
    assert client_for(cast.lead).get(FIGURES).status_code == 200
    assert client_for(cast.lead).post(FIGURES, {"text": "x"}).status_code == 404
    assert client_for(cast.ben).post(FIGURES, {"text": " "}).status_code == 422
    for _ in range(2):
        assert client_for(cast.ben).post(FIGURES, {"text": "We have changed how we ask."}).status_code == 302
    assert entry.replies.count() == 1
    assert "We have changed how we ask." in client_for(cast.eve).get(entry.url).content.decode()
