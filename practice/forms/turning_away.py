"""Forms about people who were turned away."""

import uuid
from datetime import date

from django import forms
from django.utils import timezone

from home.forms.identifying import identifies_nobody
from practice.enums.services import Refusal
from practice.rules.turning_away import first_month


def months() -> list[tuple[str, str]]:
    """This month and the eleven before it, the latest first."""
    today = timezone.localdate()
    days = [first_month(today, back) for back in range(12)]
    return [(day.isoformat(), f"{day:%B %Y}") for day in days]


class TurnAwayForm(forms.Form):
    """That somebody was refused. There is no field for words, so that nothing about the person can be written."""

    reason = forms.ChoiceField(
        label="What reason was given", choices=Refusal.choices, widget=forms.RadioSelect, error_messages={"required": "Choose the reason that was given."}
    )
    month = forms.ChoiceField(label="In which month", error_messages={"required": "Choose a month."})
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months()  # type: ignore[attr-defined]  # a field with choices
        self.initial.setdefault("key", uuid.uuid4())

    def clean_month(self) -> date:
        """The month's first day."""
        return date.fromisoformat(self.cleaned_data["month"])


class ReplyForm(forms.Form):
    """What the service says."""

    text = forms.CharField(
        label="What the service says",
        max_length=2000,
        validators=[identifies_nobody],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you found, and what you do about it. Write nothing that identifies a person.",
        error_messages={"required": "Write what the service says."},
    )
