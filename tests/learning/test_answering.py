"""Answering: what is kept, what is said, and what becomes of an answer that cannot be kept."""

import pytest

from learning.models import Answer, BlockState, QuestionVersion
from tests.learning.factories import CHECKS, RIGHT, WRONG, block, check, first, make_module, posted, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(cast, client_for):
    """A lesson with one question of each kind, and Asha in it."""
    _, (lesson,) = make_module(1, [check(kind) for kind in CHECKS])
    client = client_for(cast.asha)
    client.get(url_of(lesson))
    return lesson, client


def send(client, lesson, kind, value, **more):
    raw = first(lesson, "check", kind)
    return client.post(f"{url_of(lesson)}answer/{raw['id']}/", {**posted(raw, value), **more})


@pytest.mark.parametrize("kind", sorted(CHECKS))
def test_wrong_first_then_right(place, kind):
    lesson, client = place
    sent = send(client, lesson, kind, WRONG[kind])
    assert sent.status_code == 302
    assert sent["Location"] == f"{url_of(lesson)}#at-{first(lesson, 'check', kind)['id'][:13]}"
    page = client.get(url_of(lesson)).content.decode()
    if kind == "short":
        assert "By saying who I am." in page
        assert "Anyhow</textarea>" in page
    else:
        assert "feedback not-quite" in page
        assert "Try again" in page
    send(client, lesson, kind, RIGHT[kind])
    page = client.get(url_of(lesson)).content.decode()
    assert "feedback right" in page
    assert "feedback not-quite" not in page
    assert Answer.objects.count() == 2
    assert Answer.objects.newest().get().value == RIGHT[kind]


def test_feedback_is_for_the_answer_that_was_given(place):
    lesson, client = place
    send(client, lesson, "one", 0)
    page = client.get(url_of(lesson)).content.decode()
    assert "Asking again may bring the alarm back." in page
    assert "Choice comes back first." not in page


@pytest.mark.parametrize("kind", sorted(CHECKS))
def test_an_answer_that_is_not_whole_is_told_and_keeps_nothing(place, kind):
    lesson, client = place
    raw = first(lesson, "check", kind)
    response = client.post(f"{url_of(lesson)}answer/{raw['id']}/", {"digest": posted(raw, RIGHT[kind])["digest"]})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Answer.objects.exists()


def test_half_an_order_is_told_and_keeps_what_was_chosen(place):
    lesson, client = place
    raw = first(lesson, "check", "order")
    name = f"a-{raw['id'][:8]}"
    sent = {"digest": posted(raw, RIGHT["order"])["digest"], f"{name}-0": "1:Make the room safe", f"{name}-1": "1:Say who you are", f"{name}-2": ""}
    page = client.post(f"{url_of(lesson)}answer/{raw['id']}/", sent).content.decode()
    assert "Give each thing a place." in page
    assert 'value="1:Make the room safe" selected' in page


def test_the_same_submit_twice_is_kept_once(place):
    lesson, client = place
    for _ in range(3):
        assert send(client, lesson, "several", RIGHT["several"]).status_code == 302
    assert Answer.objects.count() == 1
    send(client, lesson, "several", WRONG["several"])
    send(client, lesson, "several", RIGHT["several"])
    assert Answer.objects.count() == 3


def test_the_question_is_kept_as_it_was_asked(place):
    lesson, client = place
    send(client, lesson, "one", 1)
    kept = QuestionVersion.objects.get()
    assert kept.content["question"] == CHECKS["one"]["question"]
    assert kept.content["options"][1]["text"] == "Offer a pause"
    assert Answer.objects.get().question == kept


def change_question(lesson, **changes):
    raw = list(lesson.body.raw_data)
    for each in raw:
        if each["type"] == "check" and each["value"]["type"] == "one":
            each["value"] = {**each["value"], **changes}
    lesson.body = lesson.body.stream_block.to_python(raw)
    lesson.save()


def test_an_answer_to_a_question_that_was_changed_meanwhile(place):
    lesson, client = place
    sent = posted(first(lesson, "check", "one"), 1)
    name = next(key for key in sent if key.startswith("a-"))
    sent[name] = "1:Offer a pause"
    change_question(lesson, question="Someone falls silent. What would you try?", options=[*reversed(CHECKS["one"]["options"])])
    response = client.post(f"{url_of(lesson)}answer/{first(lesson, 'check', 'one')['id']}/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "This question was changed while you were reading" in page
    assert "What would you try?" in page
    assert "<li>Offer a pause</li>" in page
    assert not Answer.objects.exists()


def test_words_written_for_a_question_that_was_changed_stay_in_their_box(place):
    lesson, client = place
    raw = first(lesson, "check", "short")
    sent = {**posted(raw, "Slowly and gently"), "digest": "0" * 64}
    page = client.post(f"{url_of(lesson)}answer/{raw['id']}/", sent).content.decode()
    assert "Slowly and gently</textarea>" in page


def test_an_earlier_answer_to_a_question_that_was_changed_still_counts(place):
    lesson, client = place
    send(client, lesson, "one", 1)
    change_question(lesson, question="Another?")
    page = client.get(url_of(lesson)).content.decode()
    assert "Your earlier answer still counts." in page
    assert "Choice comes back first." not in page


def test_a_part_that_was_taken_out_promises_words_only_where_there_are_some(place):
    lesson, client = place
    gone = f"{url_of(lesson)}answer/{'0' * 8}-0000-4000-8000-{'0' * 12}/"
    empty = client.post(gone, {"digest": "x"})
    assert empty.status_code == 409
    assert "is below" not in empty.content.decode()
    page = client.post(gone, {"digest": "x", "a": "Slowly and gently"}).content.decode()
    assert "is below" in page
    assert "Slowly and gently</textarea>" in page


def test_an_answer_to_a_question_that_was_taken_out_is_shown_to_be_kept(place):
    lesson, client = place
    raw = first(lesson, "check", "short")
    lesson.body = lesson.body.stream_block.to_python([])
    lesson.save()
    response = client.post(f"{url_of(lesson)}answer/{raw['id']}/", posted(raw, "Slowly and gently"))
    assert response.status_code == 409
    assert "Slowly and gently" in response.content.decode()


@pytest.mark.parametrize("path", ["answer", "choose", "reflect", "tick", "vote"])
def test_a_block_that_never_was_is_no_fault(place, path):
    lesson, client = place
    assert client.post(f"{url_of(lesson)}{path}/00000000-0000-0000-0000-000000000000/", {"text": "x", "choice": "0"}).status_code in (404, 409)
    assert client.get(f"{url_of(lesson)}{path}/00000000-0000-0000-0000-000000000000/").status_code == 405


def test_ticks_are_kept_and_nobody_elses(cast, client_for):
    _, (lesson,) = make_module(1, [block("checklist", {"title": "Before", "items": ["One", "Two"]})])
    raw = first(lesson, "checklist")
    asha, frank = client_for(cast.asha), client_for(cast.frank)
    asha.post(f"{url_of(lesson)}tick/{raw['id']}/", {"item": ["1", "9"]})
    assert BlockState.objects.get().state == {"ticked": [1]}
    assert 'value="1" checked' in asha.get(url_of(lesson)).content.decode()
    assert "checked" not in frank.get(url_of(lesson)).content.decode()
    asha.post(f"{url_of(lesson)}tick/{raw['id']}/", {})
    assert "checked" not in asha.get(url_of(lesson)).content.decode()


def test_a_poll_shows_nothing_until_it_may(cast, client_for):
    from datetime import date

    from learning.models import PollResult
    from learning.rules.questions import poll_digest

    _, (lesson,) = make_module(1, [block("poll", {"question": "Asked?", "options": ["Often", "Never"]})])
    raw, client = first(lesson, "poll"), client_for(cast.asha)
    digest = poll_digest("Asked?", ["Often", "Never"])
    assert "What people said" not in client.get(url_of(lesson)).content.decode()
    assert "Choose what comes closest" in client.post(f"{url_of(lesson)}vote/{raw['id']}/", {"poll": digest}).content.decode()
    client.post(f"{url_of(lesson)}vote/{raw['id']}/", {"poll": digest, "choice": "0"})
    assert "There are not enough answers yet" in client.get(url_of(lesson)).content.decode()
    PollResult.objects.create(block_id=raw["id"], digest=digest, shares=["most", None], frozen_on=date(2026, 11, 1), answered=12)
    page = client.get(url_of(lesson)).content.decode()
    assert "Often: Most" in page
    assert "Never: Not enough answers yet" in page
    PollResult.objects.update(digest="other")
    assert "There are not enough answers yet" in client.get(url_of(lesson)).content.decode()


def test_another_persons_answers_are_never_shown(place, cast, client_for):
    lesson, client = place
    frank = client_for(cast.frank)
    frank.get(url_of(lesson))
    send(client, lesson, "one", 1)
    assert "Choice comes back first." in client.get(url_of(lesson)).content.decode()
    assert "Choice comes back first." not in frank.get(url_of(lesson)).content.decode()
