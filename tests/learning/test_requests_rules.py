"""The rules of what a manager asks: who is asked, how far somebody is, dates in words."""

from datetime import date

import pytest

from learning.rules.requests import Ask, Done, Place, due_words, people_asked, problem_with_date, standing

TODAY = date(2026, 11, 23)
DUE = date(2026, 12, 14)
PLACES = [Place(1, 10), Place(2, 20), Place(3, None), Place(1, 20)]


@pytest.mark.parametrize(
    ("ask", "people"),
    [
        (Ask("team", TODAY, DUE), [1, 2, 3]),
        (Ask("job_role", TODAY, DUE, job_role=20), [2, 1]),
        (Ask("job_role", TODAY, DUE, job_role=99), []),
        (Ask("person", TODAY, DUE, person=3), [3]),
        (Ask("person", TODAY, DUE, person=9), []),
    ],
)
def test_who_is_asked(ask, people):
    assert people_asked(ask, PLACES) == people


@pytest.mark.parametrize(
    ("done", "started", "today", "expected"),
    [
        ([], False, TODAY, "not_started"),
        ([], True, TODAY, "started"),
        ([Done(TODAY)], False, TODAY, "done"),
        ([Done(date(2025, 1, 1))], False, TODAY, "done"),
        ([Done(date(2025, 1, 1), date(2026, 11, 22))], False, TODAY, "not_started"),
        ([Done(date(2025, 1, 1), date(2026, 11, 23))], False, TODAY, "done"),
        ([Done(date(2025, 1, 1), date(2026, 11, 22))], True, TODAY, "started"),
        ([Done(date(2025, 12, 20), date(2026, 12, 20))], False, date(2027, 1, 5), "done"),
        ([Done(date(2026, 11, 25), date(2026, 12, 1))], False, date(2026, 12, 10), "done"),
    ],
)
def test_how_far_somebody_is(done, started, today, expected):
    assert standing(Ask("team", TODAY, DUE), done, started=started, today=today) == expected


def test_dates_in_words():
    assert due_words(DUE, TODAY) == "by Monday 14 December 2026, in 21 days"
    assert due_words(TODAY, TODAY) == "by today, Monday 23 November 2026"
    assert due_words(TODAY, date(2026, 11, 30)) == "was asked for by Monday 23 November 2026"
    assert problem_with_date(date(2026, 11, 22), TODAY)
    assert problem_with_date(date(2030, 1, 1), TODAY)
    assert not problem_with_date(TODAY, TODAY)
