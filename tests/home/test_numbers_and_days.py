"""Numbers and days as they come in a form or an address: what no table and no calendar of ours holds is nothing, or is said in a sentence."""

import importlib
import pkgutil
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

import capability.forms
import home.forms
import learning.forms
import practice.forms
from home.forms.days import DayField
from home.rules.numbers import whole_number


@given(st.text(max_size=12) | st.integers().map(str) | st.sampled_from(["²", "٣", "½", "9" * 5000, "-1", "+1", "1_0", " 1", "", "007"]))
def test_a_whole_number_is_one_that_a_key_can_be(said):
    found = whole_number(said)
    assert found is None or (0 <= found < 2**31 and said.isascii())
    assert (found is None) or said.lstrip("0") in (str(found), "")


def test_fewer_figures_may_be_asked_for():
    assert (whole_number("12345", digits=5), whole_number("123456", digits=5), whole_number(None)) == (12345, None, None)


@pytest.mark.parametrize("said", ["9999-12-31", "31/12/9999", "0001-01-01", "1949-12-31", "2101-01-01"])
def test_a_day_far_away_is_refused_in_a_sentence(said):
    with pytest.raises(ValidationError, match="Choose a day between the years 1950 and 2100"):
        DayField().clean(said)


def test_a_day_near_is_taken_and_what_is_no_day_is_told():
    assert DayField().clean("2027-03-28") == date(2027, 3, 28)
    assert DayField(required=False).clean("") is None
    with pytest.raises(ValidationError, match="Write a whole date"):
        DayField().clean("2027-02-29")


def test_no_form_of_ours_takes_just_any_day():
    """Weeks are added to days, and hours moved between zones: each day on a form must be one with which that can be done."""
    found, days = [], 0
    for package in (home.forms, capability.forms, learning.forms, practice.forms):
        for module in [package.__name__, *(each.name for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))]:
            for form in vars(importlib.import_module(module)).values():
                for name, each in getattr(form, "base_fields", {}).items() if isinstance(form, type) and issubclass(form, forms.BaseForm) else ():
                    days += isinstance(each, DayField)
                    if isinstance(each, forms.DateField | forms.DateTimeField) and not isinstance(each, DayField):
                        found.append(f"{module}: {form.__name__}.{name}")
    assert (found, days > 10) == ([], True)
