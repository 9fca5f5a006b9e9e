"""What can become of an action, when its owner is reminded, and what opens a session."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from practice.rules.ledger import CLOSED, NEXT, OPEN, State, may_become, opening, problem_with_due, reminder_stage

TODAY = date(2026, 11, 23)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@dataclass
class Row:
    pk: int
    state: str
    due_on: date
    closed_on: date | None = None


def test_what_is_closed_only_opens_again():
    assert OPEN | CLOSED == set(State) == set(NEXT)
    assert all(NEXT[state] == {State.UNDER_WAY} for state in CLOSED)
    assert may_become("agreed", "done") and not may_become("done", "dropped") and not may_become("under_way", "agreed")


@pytest.mark.parametrize(("ahead", "stage"), [(8, None), (7, 0), (0, 0), (-1, 1), (-14, 1), (-15, 2), (-29, 3)])
def test_reminders_come_a_week_before_and_every_two_weeks_after(ahead, stage):
    assert reminder_stage(day(ahead), TODAY) == stage


@pytest.mark.parametrize(("ahead", "wrong"), [(0, ""), (30, ""), (-1, "Choose today or a day to come."), (731, "Choose a day within the next two years.")])
def test_a_day_that_is_past_or_too_far_is_refused(ahead, wrong):
    assert problem_with_due(day(ahead), TODAY) == wrong


def test_a_session_opens_with_what_was_done_since_then_what_is_late_then_what_is_due():
    rows = [
        Row(1, "done", day(-40), day(-35)),
        Row(2, "done", day(-5), day(-10)),
        Row(3, "agreed", day(-1)),
        Row(4, "under_way", day(3)),
        Row(5, "agreed", day(40)),
        Row(6, "dropped", day(40), day(-30)),
        Row(7, "agreed", day(-3)),
    ]
    found = opening(rows, today=TODAY, since=day(-30), session_on=day(14))
    assert [[row.pk for row in part] for part in (found.closed, found.overdue, found.due, found.later)] == [[2, 6], [7, 3], [4], [5]]
    assert not opening([rows[0]], today=TODAY, since=day(-30), session_on=day(14))
    assert opening([rows[0]], today=TODAY, since=None, session_on=day(14)).closed == [rows[0]]
