"""The rules of shadowing, without a database."""

from datetime import date, datetime, time

import pytest

from home.rules.quiet import bank_holidays
from practice.rules.places import places_left, places_words
from practice.rules.shadowing import HOLDING, NEXT, OPEN, Side, State, may_become, open_sides, problem_with_no, problem_with_yes
from practice.rules.wall_clock import LONDON, NoSuchTime, moment, overlap, stretch, weekly
from practice.rules.working_days import held_until, is_late, remind_on, working_days_on

HOLIDAYS = bank_holidays()


@pytest.mark.parametrize(("counts", "left"), [((3, 1, 0), 2), ((3, 3, 2), 0), ((3, 2, 1), 0), ((1, 1, 0), 0), ((3, 0, 5), 0)])
def test_who_waits_counts_against_what_is_left(counts, left):
    assert places_left(*counts) == left


def test_places_are_said_in_words():
    assert places_words(3, 1) == "Two places left"
    assert places_words(1, 1) == "Full"
    assert places_words(1, 1, 1) == "Full. One person is waiting"
    assert places_words(1, 1, 3) == "Full. Three people are waiting"


def test_bank_holidays_do_not_count():
    assert working_days_on(date(2026, 12, 23), 3, HOLIDAYS) == date(2026, 12, 30)  # over Christmas, and the Monday in lieu
    assert working_days_on(date(2026, 11, 26), -3, HOLIDAYS) == date(2026, 11, 23)


def test_a_hold_ends_with_its_last_working_day_and_never_after_the_start():
    friday = datetime(2026, 11, 27, 16)
    assert held_until(friday, 2, datetime(2026, 12, 20, 9), HOLIDAYS) == datetime(2026, 12, 2)
    assert held_until(friday, 2, datetime(2026, 11, 30, 9), HOLIDAYS) == datetime(2026, 11, 30, 9)


@pytest.mark.parametrize(("on", "late"), [(date(2026, 12, 1), False), (date(2026, 12, 2), True), (date(2026, 12, 3), True)])
def test_late_is_less_than_two_working_days_before(on, late):
    assert is_late(datetime.combine(on, time(9)), datetime(2026, 12, 3, 9), HOLIDAYS) == late


def test_a_reminder_for_a_monday_comes_on_the_friday():
    assert remind_on(date(2026, 12, 3), HOLIDAYS) == date(2026, 12, 1)
    assert remind_on(date(2026, 12, 7), HOLIDAYS) == date(2026, 12, 4)


def test_a_time_that_the_clock_leaves_out_is_refused():
    with pytest.raises(NoSuchTime, match="clocks go forward"):
        moment(date(2027, 3, 28), time(1, 30))
    assert moment(date(2026, 10, 25), time(1, 30)).utcoffset().seconds == 3600  # the first of two


def test_a_night_shift_ends_on_the_next_day():
    starts, ends = stretch(date(2026, 12, 1), time(20), time(2))
    assert (starts.date(), ends.date()) == (date(2026, 12, 1), date(2026, 12, 2))


def test_a_series_is_the_same_day_of_each_week():
    assert weekly(date(2026, 10, 22), 2) == [date(2026, 10, 22), date(2026, 10, 29)]
    assert len(weekly(date(2026, 10, 22), 999)) == 52


def test_what_touches_does_not_overlap():
    def at(hour):
        return datetime(2026, 12, 3, hour, tzinfo=LONDON)

    assert overlap(at(9), at(12), at(11), at(13))
    assert not overlap(at(9), at(12), at(12), at(13))


def test_every_state_says_what_may_follow():
    assert set(NEXT) == set(State)
    assert not any(NEXT[state] for state in set(State) - OPEN - {State.NOT_ATTENDED})
    assert State.WAITING not in HOLDING
    assert may_become("requested", "confirmed")
    assert not may_become("waiting", "confirmed")
    assert not may_become("declined", "requested")


@pytest.mark.parametrize(
    ("by", "other", "entitled", "said"),
    [(1, None, True, "You asked"), (2, None, False, "somebody else to give"), (2, 2, True, "another person"), (2, 3, True, "")],
)
def test_who_may_say_a_yes(by, other, entitled, said):
    problem = problem_with_yes(by=by, requester=1, said_other=other, entitled=entitled)
    assert said in problem
    assert bool(problem) == bool(said)


@pytest.mark.parametrize(
    ("by", "may", "given", "left"),
    [
        (2, {Side.HOST}, {}, [Side.HOST]),
        (2, {Side.HOST, Side.MANAGER}, {}, [Side.HOST, Side.MANAGER]),
        (2, {Side.HOST, Side.MANAGER}, {Side.HOST: 2}, []),  # one person does not say both
        (2, {Side.MANAGER}, {Side.HOST: 3}, [Side.MANAGER]),
        (2, {Side.MANAGER}, {Side.HOST: None}, [Side.MANAGER]),  # whoever said it has left
        (2, {Side.HOST}, {Side.HOST: 3}, []),
        (2, set(), {}, []),
        (1, {Side.HOST, Side.MANAGER}, {}, []),  # their own request
    ],
)
def test_which_yeses_somebody_could_still_give(by, may, given, left):
    assert open_sides(by=by, requester=1, may=may, given=given) == left


@pytest.mark.parametrize(
    ("by", "entitled", "state", "sentence"),
    [
        (2, True, State.REQUESTED, ""),
        (1, True, State.REQUESTED, "somebody else"),
        (2, False, State.REQUESTED, "somebody else"),
        (2, True, State.CONFIRMED, "not open any more"),
        (2, True, State.LAPSED, "not open any more"),
    ],
)
def test_who_may_say_no_and_to_what(by, entitled, state, sentence):
    said = problem_with_no(by=by, requester=1, entitled=entitled, state=state)
    assert sentence in said and bool(said) == bool(sentence)
