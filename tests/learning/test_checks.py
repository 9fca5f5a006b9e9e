"""Knowledge checks: marking, and reading an answer from a form."""

from contextlib import suppress

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from learning.forms.answers import LONGEST_SHORT, answer_in, fields_of
from learning.rules.checks import AnswerProblem, check_of, mark, shown_order
from learning.rules.questions import digest_of, find_block, scored_checks
from tests.learning.factories import CHECKS, RIGHT, WRONG, block

kinds = st.sampled_from(sorted(CHECKS))
anything = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=6), max_leaves=8)


@pytest.mark.parametrize("kind", sorted(CHECKS))
def test_the_right_answer_is_wholly_right(kind):
    marked = mark(check_of(CHECKS[kind]), RIGHT[kind])
    assert marked.is_right
    assert marked.share_right == (None if kind == "short" else 1.0)
    assert all(line.text for line in marked.lines)


@pytest.mark.parametrize("kind", sorted(set(CHECKS) - {"short"}))
def test_a_wrong_answer_is_not_quite_and_is_told_why(kind):
    marked = mark(check_of(CHECKS[kind]), WRONG[kind])
    assert not marked.is_right
    assert marked.share_right < 1
    assert any(not line.right and line.text for line in marked.lines)


@given(kinds, anything)
def test_marking_raises_nothing_but_a_sentence(kind, value):
    try:
        marked = mark(check_of(CHECKS[kind]), value)
    except AnswerProblem:
        return
    assert marked.share_right is None or 0 <= marked.share_right <= 1


@given(st.lists(st.booleans(), min_size=2, max_size=8).filter(any))
def test_choosing_exactly_what_is_right_is_right(flags):
    check = check_of({"type": "several", "question": "?", "options": [{"text": str(n), "correct": flag, "feedback": "f"} for n, flag in enumerate(flags)]})
    assert mark(check, [n for n, flag in enumerate(flags) if flag]).share_right == 1


@given(st.permutations(range(5)))
def test_an_order_is_right_only_when_it_is(order):
    items = [{"text": str(n), "feedback": "f"} for n in range(5)]
    check = check_of({"type": "order", "question": "?", "items": items, "feedback_right": "r", "feedback_wrong": "w"})
    assert (mark(check, list(order)).share_right == 1) == (list(order) == list(range(5)))


@pytest.mark.parametrize("kind", sorted(CHECKS))
@pytest.mark.parametrize("answers", [RIGHT, WRONG])
def test_what_a_form_shows_is_what_it_reads(kind, answers):
    check = check_of(CHECKS[kind])
    posted = QueryDict(mutable=True)
    for name, values in fields_of(check, answers[kind], "a").items():
        posted.setlist(name, [f"{value}:words: and more" if kind != "short" else value for value in values])
    assert answer_in(posted, check, "a") == answers[kind]


@given(kinds, st.dictionaries(st.sampled_from(["a", "a-0", "a-1", "a-2"]), st.text(max_size=12)))
def test_reading_a_form_raises_nothing_but_a_sentence(kind, fields):
    posted = QueryDict(mutable=True)
    posted.update(fields)
    check = check_of(CHECKS[kind])
    with suppress(AnswerProblem):
        mark(check, answer_in(posted, check, "a"))


def test_two_things_in_one_place_are_refused():
    with pytest.raises(AnswerProblem, match="same place"):
        answer_in(QueryDict("a-0=0&a-1=0&a-2=1"), check_of(CHECKS["order"]), "a")


def test_a_long_short_answer_is_refused_with_its_length():
    posted = QueryDict(mutable=True)
    posted["a"] = "x" * (LONGEST_SHORT + 1)
    with pytest.raises(AnswerProblem, match="5,001"):
        answer_in(posted, check_of(CHECKS["short"]), "a")


@given(st.integers(2, 12), st.text(max_size=20))
def test_things_are_never_shown_in_the_right_order(count, seed):
    shown = shown_order(count, seed)
    assert sorted(shown) == list(range(count))
    assert shown != list(range(count))


def test_a_digest_changes_with_the_question_and_not_with_its_wrapping():
    plain = CHECKS["one"]
    wrapped = {**plain, "options": [{"type": "item", "value": option, "id": "x"} for option in plain["options"]]}
    assert digest_of(wrapped) == digest_of(plain)
    assert digest_of({**plain, "question": "Another?"}) != digest_of(plain)
    assert digest_of({**plain, "options": [{**option, "feedback": "Other"} for option in plain["options"]]}) != digest_of(plain)
    assert digest_of({**plain, "model_answer": "left over from another type"}) == digest_of(plain)


def test_blocks_are_found_by_kind_and_id():
    raw = [block("check", CHECKS["one"]), block("check", CHECKS["short"])]
    assert find_block(raw, raw[0]["id"], "check") == CHECKS["one"]
    assert find_block(raw, raw[0]["id"], "poll") is None
    assert scored_checks(raw) == [raw[0]["id"]]
