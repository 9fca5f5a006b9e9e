"""When a lesson is finished and a module complete, and what that leaves."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from capability.models import Capability, Evidence
from home.models import Notice
from learning.models import Certificate, Completion, LessonProgress, ModuleProgress
from learning.rules.completion import LessonStanding, checks_left, score_of, standing_of, what_is_left
from learning.rules.resuming import carry_on_at
from tests.factories.learning import LessonFactory
from tests.learning.factories import RIGHT, WRONG, check, first, make_module, posted, url_of

A = LessonStanding("One", True, ("a", "b"))
NOTED = LessonStanding("Hard", True, ("c",), noted=True)


@pytest.mark.parametrize(
    ("lessons", "best", "score"),
    [
        ([A], {"a": 1.0, "b": 0.5}, 75),
        ([A], {"a": 1.0}, 50),
        ([A], {}, 0),
        ([A, NOTED], {"a": 1.0, "b": 1.0}, 100),
        ([A, NOTED], {"a": 1.0, "b": 1.0, "c": 0.0}, 66),
        ([NOTED], {}, None),
        ([LessonStanding("Reading", True)], {}, None),
        ([A], {"a": 0.7, "b": 0.7}, 70),
    ],
)
def test_the_score(lessons, best, score):
    assert score_of(lessons, best) == score


def test_complete_needs_every_lesson_and_the_pass_mark():
    assert standing_of([A], {"a": 1.0, "b": 0.4}, 70).is_complete
    assert not standing_of([A], {"a": 1.0, "b": 0.3}, 70).is_complete
    assert not standing_of([A, LessonStanding("Two", False)], {"a": 1.0, "b": 1.0}, 70).is_complete
    assert not standing_of([], {}, 0).is_complete


def test_what_is_left_is_a_sentence():
    assert what_is_left(standing_of([A, LessonStanding("Two", False)], {}, 70), 70) == "One lesson still to finish: “Two”."
    assert "come to 50 per cent" in what_is_left(standing_of([A], {"a": 1.0}, 70), 70)
    assert "no lessons" in what_is_left(standing_of([], {}, 70), 70)
    assert what_is_left(standing_of([A], {"a": 1.0, "b": 1.0}, 70), 70) == ""
    assert checks_left(1).startswith("One question is still open")


class Stop:
    def __init__(self, pk, finished=False):
        self.pk, self.my_finished_at = pk, finished or None


@pytest.mark.parametrize(
    ("finished", "last", "expected"),
    [((), None, 1), ((), 2, 2), ((2,), 2, 3), ((3,), 3, 1), ((1, 2, 3), 3, 3), ((), 99, 1)],
)
def test_where_one_carries_on(finished, last, expected):
    assert carry_on_at([Stop(pk, pk in finished) for pk in (1, 2, 3)], last).pk == expected


def test_there_is_nowhere_to_carry_on_in_an_empty_module():
    assert carry_on_at([], 4) is None


@pytest.fixture
def two(cast, client_for):
    """A module of two lessons with one question each, and Asha in it."""
    module, lessons = make_module(2, lambda: [check("one")], capabilities=Capability.objects.all()[:3], pass_mark=70, refresh_months=12)
    client = client_for(cast.asha)
    for lesson in lessons:
        client.get(url_of(lesson))
    return module, lessons, client


def answer(client, lesson, value=RIGHT["one"]):
    raw = first(lesson, "check")
    return client.post(f"{url_of(lesson)}answer/{raw['id']}/", posted(raw, value))


def finish(client, lesson, **fields):
    return client.post(f"{url_of(lesson)}finish/", fields)


@pytest.mark.django_db
def test_a_lesson_with_an_open_question_says_so_and_may_be_finished_all_the_same(two):
    _, lessons, client = two
    refused = finish(client, lessons[0])
    assert refused.status_code == 422
    assert "One question is still open in this lesson." in refused.content.decode()
    assert not LessonProgress.objects.finished().exists()
    assert finish(client, lessons[0], leave="yes")["Location"] == f"{url_of(lessons[1])}#main"
    assert LessonProgress.objects.finished().count() == 1


@pytest.mark.django_db
def test_completing_leaves_a_record_a_certificate_evidence_and_a_notice(two, cast):
    module, lessons, client = two
    for lesson in lessons:
        answer(client, lesson)
        last = finish(client, lesson)
    ended = client.get(last["Location"]).content.decode()
    done = Completion.objects.get(person=cast.asha)
    assert (done.module, done.module_key, done.score, done.minutes) == (module, module.key, 100, 60)
    assert done.renew_on == date(done.completed_on.year + 1, done.completed_on.month, done.completed_on.day)
    assert Certificate.objects.get().code in ended
    assert Evidence.objects.filter(person=cast.asha).count() == 3
    assert Notice.objects.filter(person=cast.asha, key=f"completed:{done.pk}").count() == 1
    assert ModuleProgress.objects.get().completed_at
    assert "You completed this module" in client.get(url_of(module)).content.decode()


@pytest.mark.django_db
def test_finishing_twice_completes_once(two, cast):
    _, lessons, client = two
    for lesson in [*lessons, lessons[1], lessons[0]]:
        answer(client, lesson)
        finish(client, lesson)
    assert Completion.objects.count() == Certificate.objects.count() == 1
    assert Evidence.objects.count() == 3


@pytest.mark.django_db
def test_under_the_pass_mark_says_what_is_left_and_a_better_answer_completes(two):
    module, lessons, client = two
    answer(client, lessons[0], WRONG["one"])
    finish(client, lessons[0])
    answer(client, lessons[1])
    ended = client.get(finish(client, lessons[1])["Location"]).content.decode()
    assert "Your answers come to 50 per cent so far, and this module asks for 70." in ended
    assert not Completion.objects.exists()
    answer(client, lessons[0])
    assert "Finish the module" in client.get(url_of(module)).content.decode()
    finish(client, lessons[1])
    assert Completion.objects.get().score == 100


@pytest.mark.django_db
def test_a_worse_later_answer_takes_nothing_away(two):
    _, lessons, client = two
    for lesson in lessons:
        answer(client, lesson)
        answer(client, lesson, WRONG["one"])
        finish(client, lesson)
    assert Completion.objects.get().score == 100


@pytest.mark.django_db
def test_a_part_with_a_content_note_costs_no_progress(cast, client_for):
    _module, lessons = make_module(2, lambda: [check("one")])
    lessons[1].content_note = "About suicide."
    lessons[1].save()
    client = client_for(cast.asha)
    answer(client, lessons[0])
    finish(client, lessons[0])
    finish(client, lessons[1], leave="yes")
    assert Completion.objects.get().score == 100


@pytest.mark.django_db
def test_finishing_only_the_last_lesson_completes_nothing(two):
    _, lessons, client = two
    answer(client, lessons[1])
    assert finish(client, lessons[1])["Location"] == f"{url_of(lessons[0])}#main"
    assert not Completion.objects.exists()


@pytest.mark.django_db
def test_a_lesson_that_was_taken_down_is_not_asked_for(two):
    _, lessons, client = two
    answer(client, lessons[0])
    lessons[1].unpublish()
    assert finish(client, lessons[0])["Location"].endswith("/finish/#main")
    assert Completion.objects.count() == 1


@pytest.mark.django_db
def test_a_lesson_that_came_later_leaves_a_completion_standing(two):
    module, lessons, client = two
    for lesson in lessons:
        answer(client, lesson)
        finish(client, lesson)
    LessonFactory(parent=module, title="Added later")
    page = client.get(url_of(module)).content.decode()
    assert "You completed this module" in page
    assert Completion.objects.count() == 1


@pytest.mark.django_db
def test_beginning_afresh_asks_for_everything_again_and_keeps_the_old_record(two, cast):
    _module, lessons, client = two
    for lesson in lessons:
        answer(client, lesson)
        finish(client, lesson)
    yesterday = timezone.now() - timedelta(days=1)
    Completion.objects.update(completed_at=yesterday, completed_on=timezone.localdate(yesterday))
    ModuleProgress.objects.update(completed_at=yesterday)
    client.post(f"{url_of(lessons[0])}again/")
    page = client.get(url_of(lessons[0])).content.decode()
    assert "Offer a pause" in page
    assert "Choice comes back first." not in page
    assert finish(client, lessons[0]).status_code == 422
    for lesson in lessons:
        answer(client, lesson)
        finish(client, lesson)
    assert Completion.objects.count() == Certificate.objects.count() == 2
    assert Evidence.objects.count() == 6


@pytest.mark.django_db
def test_nobody_else_sees_or_gains_anything(two, cast, client_for):
    module, lessons, client = two
    for lesson in lessons:
        answer(client, lesson)
        finish(client, lesson)
    frank = client_for(cast.frank)
    assert "You completed this module" not in frank.get(url_of(module)).content.decode()
    assert frank.get(f"{url_of(lessons[1])}finish/")["Location"] == url_of(module)
    assert not Completion.objects.filter(person=cast.frank).exists()
