"""What colleagues said in polls is frozen at night under the disclosure rule, and never tells what one person said."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from learning.actions import marking_off
from learning.actions.polls import freeze_polls
from learning.enums import StateKind
from learning.models import BlockState, PollResult
from learning.rules.polls import people_changed_since, shares, should_freeze
from learning.rules.questions import poll_digest
from tests.factories import LessonFactory, PersonFactory

MONDAY = date(2026, 11, 23)
OPTIONS = ["Yes", "No", "Sometimes"]


def at(day: date, hour=12) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def body(block, question="Do you ask?", options=OPTIONS):
    return [{"type": "poll", "id": block, "value": {"question": question, "options": options}}]


@pytest.fixture
def block() -> str:
    return str(uuid4())


@pytest.fixture
def lesson(db, block):
    return LessonFactory(body=body(block))


def vote(lesson, block, choice, *, day=MONDAY, person=None, question="Do you ask?", options=OPTIONS):
    state = {"choice": choice, "digest": poll_digest(question, options)}
    person = person or PersonFactory()
    BlockState.objects.update_or_create(person=person, block_id=block, defaults={"lesson": lesson, "kind": StateKind.POLL, "state": state})
    BlockState.objects.filter(person=person, block_id=block).update(updated_at=at(day))
    return person


def test_shares_are_bands_or_nothing():
    assert shares([0] * 6 + [1, 2], 3) == ["most", "few", "few"]
    assert shares([0] * 4 + [1] * 4, 3) == ["some", "some", "few"]
    assert shares([0] * 7, 3) == [None, None, None]
    assert shares([0] * 7 + [9], 3) == [None, None, None], "an option that is gone counts nobody"
    assert shares([0] * 8, 2, least=10) == [None, None]


def test_how_many_changed_is_never_overrated():
    assert people_changed_since(answered_then=8, untouched=8, touched=2) == 2, "two new"
    assert people_changed_since(answered_then=8, untouched=5, touched=3) == 3, "three voted again"
    assert people_changed_since(answered_then=8, untouched=7, touched=1) == 1
    assert people_changed_since(answered_then=8, untouched=6, touched=0) == 2, "two left"


def test_it_is_frozen_first_for_a_new_question_and_after_three():
    say = {"answered_then": 8, "untouched": 8}
    assert should_freeze(frozen_before=False, same_question=False, answered_then=0, untouched=0, touched=1)
    assert should_freeze(frozen_before=True, same_question=False, touched=0, **say)
    assert not should_freeze(frozen_before=True, same_question=True, touched=2, **say)
    assert should_freeze(frozen_before=True, same_question=True, touched=3, **say)


def test_below_eight_nothing_is_told(lesson, block):
    for _ in range(7):
        vote(lesson, block, 0)
    freeze_polls(MONDAY + timedelta(days=1))
    assert PollResult.objects.get().shares == [None, None, None]


def test_from_eight_it_is_bands_as_of_the_start_of_the_day(lesson, block):
    for choice in (0, 0, 0, 0, 0, 0, 1, 2):
        vote(lesson, block, choice)
    vote(lesson, block, 2, day=MONDAY + timedelta(days=1))
    assert freeze_polls(MONDAY + timedelta(days=1)) == 1
    found = PollResult.objects.get()
    assert (found.shares, found.answered, found.frozen_on) == (["most", "few", "few"], 8, MONDAY + timedelta(days=1))
    assert freeze_polls(MONDAY + timedelta(days=1)) == 0, "once a day"


def test_it_is_not_frozen_again_for_one_or_two(lesson, block):
    people = [vote(lesson, block, choice) for choice in (0, 0, 0, 0, 0, 0, 1, 2)]
    freeze_polls(MONDAY + timedelta(days=1))
    first = PollResult.objects.get().shares
    vote(lesson, block, 2, person=people[0], day=MONDAY + timedelta(days=1))
    BlockState.objects.filter(person=people[1]).delete()
    assert freeze_polls(MONDAY + timedelta(days=2)) == 0
    assert PollResult.objects.get().shares == first
    vote(lesson, block, 2, person=people[2], day=MONDAY + timedelta(days=2))
    assert freeze_polls(MONDAY + timedelta(days=3)) == 1
    assert PollResult.objects.get().shares == [None, None, None], "seven are left"


def test_one_person_voting_over_and_over_changes_nothing(lesson, block):
    people = [vote(lesson, block, choice) for choice in (0, 0, 0, 0, 0, 0, 1, 2)]
    freeze_polls(MONDAY + timedelta(days=1))
    for day in range(1, 9):
        vote(lesson, block, day % 3, person=people[0], day=MONDAY + timedelta(days=day))
        assert freeze_polls(MONDAY + timedelta(days=day + 1)) == 0


def test_saying_the_same_again_is_no_change(lesson, block):
    people = [vote(lesson, block, choice) for choice in (0, 0, 0, 0, 0, 0, 1, 2)]
    freeze_polls(MONDAY + timedelta(days=1))
    for person in people:
        marking_off.vote(person, lesson, block, BlockState.objects.get(person=person).state["choice"], poll_digest("Do you ask?", OPTIONS))
    assert not BlockState.objects.filter(updated_at__gte=at(MONDAY + timedelta(days=1), 0)).exists()
    assert freeze_polls(timezone.localdate() + timedelta(days=1)) == 0
    marking_off.vote(people[0], lesson, block, 2, poll_digest("Do you ask?", OPTIONS))
    assert BlockState.objects.get(person=people[0]).state["choice"] == 2


def test_a_changed_question_starts_anew(lesson, block):
    for _ in range(8):
        vote(lesson, block, 0)
    freeze_polls(MONDAY + timedelta(days=1))
    lesson.body = lesson._meta.get_field("body").stream_block.to_python(body(block, question="Another question?"))
    lesson.save()
    assert freeze_polls(MONDAY + timedelta(days=2)) == 1
    found = PollResult.objects.get()
    assert found.shares == [None, None, None]
    assert found.digest == poll_digest("Another question?", OPTIONS)


def test_the_setting_can_ask_for_more_but_never_for_less_than_five(lesson, block, settings):
    for _ in range(8):
        vote(lesson, block, 0)
    settings.DISCLOSURE_LEAST_PEOPLE = 9
    freeze_polls(MONDAY + timedelta(days=1))
    assert PollResult.objects.get().shares[0] is None
    assert shares([0] * 4, 2, least=1) == [None, None]
