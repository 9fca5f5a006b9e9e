"""When a letter may go: pure rules, no database."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.rules.quiet import QuietTimes, bank_holidays, first_moment, is_quiet, next_digest

USUAL = QuietTimes()
NONE = frozenset()
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (datetime(2026, 11, 26, 12), False),
        (datetime(2026, 11, 26, 7, 59), True),
        (datetime(2026, 11, 26, 8), False),
        (datetime(2026, 11, 26, 17, 59), False),
        (datetime(2026, 11, 26, 18), True),
        (datetime(2026, 11, 26, 23, 59), True),
        (datetime(2026, 11, 28, 12), True),
        (datetime(2026, 11, 29, 12), True),
        (datetime(2026, 12, 25, 12), True),
    ],
)
def test_evenings_weekends_and_bank_holidays_are_quiet(moment, quiet):
    assert is_quiet(moment, USUAL, CHRISTMAS) is quiet


def test_quiet_hours_within_one_day_and_none_at_all():
    lunch = QuietTimes(time(12), time(13), weekends=False)
    assert is_quiet(datetime(2026, 11, 28, 12, 30), lunch, NONE)
    assert not is_quiet(datetime(2026, 11, 28, 13), lunch, NONE)
    assert not is_quiet(datetime(2026, 11, 28, 3), QuietTimes(time(8), time(8), weekends=False), NONE)


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        (datetime(2026, 11, 26, 12), datetime(2026, 11, 26, 12)),
        (datetime(2026, 11, 26, 19), datetime(2026, 11, 27, 8)),
        (datetime(2026, 11, 27, 19), datetime(2026, 11, 30, 8)),
        (datetime(2026, 12, 24, 19), datetime(2026, 12, 29, 8)),
    ],
)
def test_a_letter_waits_for_the_first_moment_that_is_not_quiet(moment, goes):
    assert first_moment(moment, USUAL, CHRISTMAS) == goes


def test_the_days_one_mail_goes_as_quiet_ends_on_the_next_working_day():
    assert next_digest(datetime(2026, 11, 26, 7), USUAL, NONE) == datetime(2026, 11, 26, 8)
    assert next_digest(datetime(2026, 11, 26, 8), USUAL, NONE) == datetime(2026, 11, 27, 8)
    assert next_digest(datetime(2026, 11, 27, 9), USUAL, NONE) == datetime(2026, 11, 30, 8)


def test_english_bank_holidays_are_known_with_their_moved_days():
    assert date(2026, 12, 28) in bank_holidays()
    assert date(2026, 8, 31) in bank_holidays()
    assert date(2026, 11, 30) not in bank_holidays()


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1)),
    st.times(),
    st.times(),
    st.booleans(),
)
def test_what_goes_never_goes_in_quiet_and_never_before_it_is_told(moment, start, end, weekends):
    quiet = QuietTimes(start, end, weekends)
    goes = first_moment(moment, quiet, NONE)
    assert goes >= moment
    assert not is_quiet(goes, quiet, NONE)
