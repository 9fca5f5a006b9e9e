"""A day on a form."""

from datetime import date
from typing import Any

from django import forms

FIRST, LAST = date(1950, 1, 1), date(2100, 12, 31)


class DayField(forms.DateField):
    """A day from 1950 to 2100. The calendar goes on to 9999, where no week can be added and no hour moved, and nobody means it."""

    default_error_messages = {
        "invalid": "Write a whole date, such as 30/11/2026.",
        "far": f"Choose a day between the years {FIRST.year} and {LAST.year}.",
    }

    def to_python(self, value: Any) -> date | None:
        """The day; raises `ValidationError` for what is no day, or far away."""
        day = super().to_python(value)
        if day is not None and not FIRST <= day <= LAST:
            raise forms.ValidationError(self.error_messages["far"], code="far")
        return day
