"""Forms for agreed documents."""

from typing import cast

from django import forms

from home.forms.identifying import identifies_nobody
from home.models import Service
from practice.forms.ledger import OnceForm, day
from practice.forms.shadowing import words
from practice.rules.documents import KIND_WORDS

MARKS = "Begin a heading with ## and a list with a dash; an empty line begins a paragraph."


class SignatoriesForm(forms.Form):
    """Which services are asked to sign."""

    signatories = forms.ModelMultipleChoiceField(
        Service.objects.none(), label="Which services are asked to sign", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Whoever keeps a service's entry on the map signs for it, and is asked now.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["signatories"]).queryset = Service.objects.filter(entry__isnull=False)


class DocumentForm(SignatoriesForm, OnceForm):
    """A new document with its first version."""

    kind = forms.ChoiceField(
        label="What it is", choices=[(kind.value, said) for kind, said in KIND_WORDS.items()], widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is."},
    )  # fmt: skip
    title = forms.CharField(label="Title", max_length=120, validators=[identifies_nobody], error_messages={"required": "Give it a title."})
    text = words("What is agreed", most=30000, rows=16, hint=MARKS, missing="Write what is agreed.")
    review_on = day("When it is looked at again")

    field_order = ["kind", "title", "text", "review_on", "signatories", "key"]


class VersionForm(forms.Form):
    """Another version."""

    text = words("What is agreed", most=30000, rows=16, hint=MARKS, missing="Write what is agreed.")
    changed = words("What is different", most=600, rows=3, hint="For those who signed the version before.", missing="Say what is different.")
    review_on = day("When it is looked at again")


class ReviewForm(forms.Form):
    """That a document still holds."""

    review_on = day("When it is looked at next")


class EndForm(forms.Form):
    """Why a document holds no longer."""

    because = words("Why it holds no longer", most=600, rows=3, hint="Whoever reads the document reads this.", missing="Say why it holds no longer.")


class TakeBackForm(forms.Form):
    """Why a service takes its signature back."""

    because = words("Why", most=600, rows=3, hint="Whoever reads the document reads this.", missing="Say why. The other services read it.")
