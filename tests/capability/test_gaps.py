"""Gaps and change, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capability.rules.gaps import NOT_MY_ROLE, Position, moved, positions, summary, widest_first

answers = st.one_of(st.none(), st.just(NOT_MY_ROLE), st.integers(0, 3))


@pytest.mark.parametrize(
    ("answer", "target", "gap"),
    [(0, 2, 2), (2, 2, 0), (3, 1, 0), (1, None, 0), (None, 3, 0), (NOT_MY_ROLE, 3, 0), (0, 0, 0)],
)
def test_a_gap_is_what_the_role_needs_more(answer, target, gap):
    assert Position(1, 1, 0, answer, target).gap == gap


def test_not_my_role_and_not_answered_are_never_a_zero():
    for answer in (None, NOT_MY_ROLE):
        position = Position(1, 1, 0, answer, 3, before=2)
        assert (position.level, position.gap, position.change) == (None, 0, 0)


def test_widest_gaps_come_first_then_the_frameworks_order():
    found = positions([(10, 1), (11, 1), (12, 2)], {10: 1, 11: 0, 12: 0}, {10: 2, 11: 2, 12: 2})
    assert [position.capability for position in widest_first(found)] == [11, 12, 10]


def test_what_rose_and_what_fell():
    found = positions([(1, 1), (2, 1), (3, 1)], {1: 2, 2: 1, 3: 1}, {}, {1: 1, 2: 3, 3: NOT_MY_ROLE})
    rose, fell = moved(found)
    assert ([p.capability for p in rose], [p.capability for p in fell]) == ([1], [2])


def test_the_summary_counts_what_was_rated():
    found = positions([(1, 1), (2, 1), (3, 1)], {1: 2, 2: 0}, {1: 2, 2: 2, 3: 2})
    assert summary(found) == "You are where your role needs you, or beyond, in one of the two capabilities that you rated. One has some way to go."


@given(answers, st.one_of(st.none(), st.integers(0, 3)), answers)
def test_every_position_can_be_said_in_a_sentence(answer, target, before):
    position = Position(1, 1, 0, answer, target, before)
    assert position.why.endswith(".")
    assert 0 <= position.gap <= 3
    assert -3 <= position.change <= 3
