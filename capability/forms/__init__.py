"""What people fill in about their capabilities."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone

from capability.actions.assessing import Given
from capability.enums import BarrierKind, Level, Sureness
from capability.models import Capability, LevelDescriptor, Rating
from home.forms.days import DayField

NOT_MY_ROLE = "not_my_role"
NOTE_NOBODY = "Only you read this, unless you share the finished self-assessment. Name nobody who uses services."


class RatingForm(forms.Form):
    """One capability: the words that fit best, how sure, and a note."""

    level = forms.ChoiceField(
        label="Which fits you best today?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the words that fit you best, or say that this is not part of your role."},
    )
    sure = forms.TypedChoiceField(
        label="How sure are you?",
        choices=Sureness.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text="You can leave this.",
    )
    note = forms.CharField(label="A note to yourself", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=NOTE_NOBODY)

    def __init__(self, data=None, *, capability: Capability, rating: Rating | None = None, required: bool = True) -> None:
        """`capability` comes with its descriptors; `rating` is what was said before."""
        initial = {"level": self.said(rating), "sure": rating.sure if rating else None, "note": rating.note if rating else ""}
        super().__init__(data, initial=initial, prefix=capability.code)
        self.capability = capability
        level = cast(forms.ChoiceField, self.fields["level"])
        level.choices = choices_of(capability.descriptors.all())
        level.required = required

    @staticmethod
    def said(rating: Rating | None) -> str | None:
        """What was said before, as a choice of this form."""
        if rating is None:
            return None
        return NOT_MY_ROLE if rating.level is None else str(rating.level)

    @property
    def is_answered(self) -> bool:
        """Whether something was chosen; a whole domain on a page may leave some."""
        return bool(self.cleaned_data.get("level"))

    @property
    def given(self) -> Given:
        """What was filled in, for the action."""
        said = self.cleaned_data["level"]
        not_mine = said == NOT_MY_ROLE
        return Given(level=None if not_mine else int(said), not_my_role=not_mine, sure=self.cleaned_data["sure"], note=self.cleaned_data["note"])


def choices_of(descriptors: Iterable[LevelDescriptor]) -> list[tuple[str, str]]:
    """The levels to choose between, each with its descriptor; "not yet" before them, "not part of my role" after."""
    levels = [(str(descriptor.level), f"{descriptor.get_level_display()}: {descriptor.text}") for descriptor in descriptors]
    return [(str(Level.NOT_YET.value), "Not yet: none of these fits me so far."), *levels, (NOT_MY_ROLE, "This is not part of my role.")]


class ShareForm(forms.Form):
    """With whom to share one finished self-assessment."""

    reader = forms.ModelChoiceField(queryset=get_user_model().objects.none(), label="Who may read it?", widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args, readers, **kwargs) -> None:
        """`readers` are the people who manage a team of this person."""
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["reader"]).queryset = readers


class FinishForm(forms.Form):
    """Asked before finishing: who may read it. Nobody, unless somebody is chosen."""

    reader = forms.ModelChoiceField(
        queryset=get_user_model().objects.none(),
        label="Who may read it, besides you?",
        widget=forms.RadioSelect,
        required=False,
        blank=True,
        empty_label="Nobody for now",
    )

    def __init__(self, *args, readers, **kwargs) -> None:
        """`readers` are the people who manage a team of this person."""
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["reader"]).queryset = readers


class OfferForm(forms.Form):
    """To which address to offer one finished self-assessment."""

    address = forms.EmailField(
        label="Their work e-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Write their e-mail address.", "invalid": "Write a whole e-mail address, such as name@example.org."},
        help_text="If somebody here has it, they are asked. You are not told whether they are here until they say yes.",
    )


class PlanForm(forms.Form):
    """Something somebody plans to do."""

    text = forms.CharField(label="What I will do", max_length=300)
    due_on = DayField(
        label="By",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="You can leave this.",
        error_messages={"invalid": "Write a whole date, such as 30/11/2026."},
    )


class BarrierForm(forms.Form):
    """What blocks somebody beside one gap."""

    kinds = forms.MultipleChoiceField(label="What stands in the way?", choices=BarrierKind.choices, required=False, widget=forms.CheckboxSelectMultiple)


class ConfirmationForm(forms.Form):
    """What a supervisor says beside one rating."""

    agrees = forms.TypedChoiceField(
        label="How do you see it?",
        choices=[("yes", "The same way"), ("no", "Differently"), ("", "I would only like to comment")],
        coerce=lambda said: {"yes": True, "no": False}.get(said),
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(label="What you would like to say", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class OwnEvidenceForm(forms.Form):
    """Something done elsewhere: a course, a case discussion."""

    title = forms.CharField(label="What it was", max_length=200)
    dated = DayField(
        label="When",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say when it was.", "invalid": "Write a whole date, such as 30/11/2026."},
    )
    minutes = forms.IntegerField(label="About how many minutes it took", min_value=0, max_value=6000, required=False)
    capabilities = forms.ModelMultipleChoiceField(queryset=Capability.objects.none(), label="What it builds", widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label="A short note",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only you read this. Name nobody who uses services.",
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        """The capabilities are those in force."""
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["capabilities"]).queryset = Capability.objects.in_force()

    def clean_dated(self):
        """A day that has been."""
        dated = self.cleaned_data["dated"]
        if dated > timezone.localdate():
            raise forms.ValidationError("That day is still to come. Add it when it is done, or put it into your plan.")
        return dated

    @property
    def facts(self) -> dict:
        """What was filled in, for the action."""
        said = self.cleaned_data
        return {
            "capabilities": list(said["capabilities"]),
            "title": said["title"],
            "dated": said["dated"],
            "minutes": said["minutes"] or 0,
            "note": said["note"],
        }
