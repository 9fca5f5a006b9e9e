"""Forms for what a manager asks, and for a person's answer."""

from typing import cast

from django import forms
from django.utils import timezone

from home.forms.days import DayField
from home.models import JobRole, Team, User
from home.querysets import on_day
from learning.enums import Audience
from learning.models import ModulePage
from learning.rules.requests import problem_with_date


class RequestForm(forms.Form):
    """A module, whom it is for, by when and why. `before` is the request that is changed, where one is."""

    module = forms.ModelChoiceField(
        ModulePage.objects.none(), label="Which module", empty_label="Choose a module", error_messages={"required": "Choose a module."}
    )
    audience = forms.ChoiceField(
        choices=Audience.choices, widget=forms.RadioSelect, label="Whom you ask", initial=Audience.TEAM, error_messages={"required": "Choose whom you ask."}
    )
    job_role = forms.ModelChoiceField(
        JobRole.objects.none(), label="Which job role", required=False, empty_label="No job role chosen", help_text="Only where you ask one job role."
    )
    person = forms.ModelChoiceField(
        User.objects.none(), label="Which person", required=False, empty_label="Nobody chosen", help_text="Only where you ask one person."
    )
    due_on = DayField(
        label="By when",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose a day.", "invalid": "Write a whole date, such as 30/11/2026."},
    )
    reason = forms.CharField(
        label="Why you ask",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="People read this beside the request. Say what it is for, not what somebody lacks.",
        error_messages={"required": "Say why you ask. People read it beside the request."},
    )

    def __init__(self, *args, team: Team, before=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        choices = {
            "module": ModulePage.objects.listed(),
            "job_role": JobRole.objects.filter(on_day(prefix="memberships__"), memberships__team=team).distinct(),
            "person": User.objects.in_team(team),
        }
        for name, found in choices.items():
            cast(forms.ModelChoiceField, self.fields[name]).queryset = found
        if before is not None:
            del self.fields["module"]

    def clean_due_on(self):
        """A day from today on; the day that stood before may stay."""
        due_on = self.cleaned_data["due_on"]
        kept = self.before is not None and self.before.due_on == due_on
        if not kept and (problem := problem_with_date(due_on, timezone.localdate())):
            raise forms.ValidationError(problem)
        return due_on

    def clean(self):
        """One job role or one person is named where one is asked."""
        data = super().clean() or {}
        audience = data.get("audience")
        if audience == Audience.JOB_ROLE and not data.get("job_role") and "job_role" not in self.errors:
            self.add_error("job_role", "Choose the job role that you ask.")
        if audience == Audience.PERSON and not data.get("person") and "person" not in self.errors:
            self.add_error("person", "Choose the person whom you ask.")
        return data


class NotNowForm(forms.Form):
    """Why not now."""

    reason = forms.CharField(
        label="Why not now",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A sentence is enough, and when it could be instead if you know.",
        error_messages={"required": "Say in a few words why not now."},
    )
