"""Dates, names, places and suggestions, without a database."""

from datetime import date

import pytest

from home.rules import contributing as rules


@pytest.mark.parametrize(("day", "then"), [(date(2026, 11, 22), date(2028, 11, 22)), (date(2028, 2, 29), date(2030, 3, 1))])
def test_two_years_unless_its_author_says_otherwise(day, then):
    assert rules.first_until(day) == then


@pytest.mark.parametrize(("left", "due"), [(31, None), (30, 30), (29, 30), (8, 30), (7, 7), (0, 7), (-1, None)])
def test_reminders_come_at_thirty_and_seven_days_also_when_a_day_was_missed(left, due):
    assert rules.reminder_due(date.fromordinal(date(2026, 11, 22).toordinal() + left), date(2026, 11, 22)) == due


@pytest.mark.parametrize(
    ("pseudonym", "tells"),
    [("Sam", False), ("Devon", True), ("D. Mistry", True), ("mistry88", True), ("River", False), ("MISTRÝ", False), ("Dev", True)],
)
def test_a_chosen_name_must_not_hold_the_real_one(pseudonym, tells):
    assert rules.gives_away(pseudonym, "Dev Mistry", "dev@example.org") is tells


@pytest.mark.parametrize(
    ("purpose", "purpose_open", "page", "page_open", "holds"),
    [
        ("00010002", False, "00010002", False, True),  # the page itself
        ("00010002", False, "000100020001", False, True),  # a lesson of the module
        ("00010002", False, "00010003", False, False),  # a copy elsewhere
        ("00010002", False, "00010002", True, False),  # a page that was opened to everyone since
        ("00010002", True, "00010002", True, True),
        (None, True, "00010009", True, True),  # the public, on a page that is open
        (None, True, "00010009", False, False),  # the public, on a page that is not
    ],
)
def test_where_a_yes_holds(purpose, purpose_open, page, page_open, holds):
    assert rules.covers(purpose, purpose_open, page, page_open) is holds


def test_the_pages_above_a_page():
    assert rules.paths_of("000100020003") == ["0001", "00010002", "000100020003"]
    assert rules.paths_of("") == []


def test_a_suggestion_goes_where_its_passage_is_and_nowhere_else():
    assert rules.with_suggestion("a door, a door", "a door", "a gate") == "a gate, a door"
    assert rules.with_suggestion("I came, late.", ", late", "") == "I came."
    for passage in ("a gate", ""):
        with pytest.raises(rules.NotThere):
            rules.with_suggestion("a door", passage, "x")


def test_equal_words_are_equal_whatever_the_phone_sends():
    assert rules.lines_up("one \r\ntwo\r\n\r\n") == "one\ntwo"


def test_things_in_a_row():
    assert [rules.listed([]), rules.listed(["a"]), rules.listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
