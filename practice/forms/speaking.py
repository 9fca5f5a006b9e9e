"""Forms about speakers, what is kept of a session, and what people say of it."""

from typing import cast

from django import forms
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from home.actions.contributing.proposing import LONGEST_NAME
from home.forms.days import DayField
from home.models import File
from practice.enums.communities import MaterialKind
from practice.forms.shadowing import words
from practice.models import Session


class IntroductionForm(forms.Form):
    """The words that introduce a speaker."""

    name = forms.CharField(
        label="Name, as it will stand on the page", max_length=LONGEST_NAME, help_text="A first name or another name is fine.",
        error_messages={"required": "Write the name as it will stand on the page."},
    )  # fmt: skip
    role = forms.CharField(label="What they do, in a few words", max_length=120, required=False, help_text="Such as: member with lived experience, researcher.")
    words = forms.CharField(
        label="The introduction", max_length=1500, widget=forms.Textarea(attrs={"rows": 5}), error_messages={"required": "Write a few words."},
        help_text="It is shown when the speaker has said yes to exactly these words.",
    )  # fmt: skip


class SpeakerForm(IntroductionForm):
    """Somebody to ask to speak."""

    email = forms.EmailField(
        label="Their e-mail address", help_text="Whoever has no account here gets an address of their own, where they can say yes or no.",
        error_messages={"required": "Write their e-mail address."},
    )  # fmt: skip
    field_order = ["name", "email", "role", "words"]


def used_in_pages() -> list[int]:
    """The files of the library that pages hold: what is kept of a session waits for its speakers' yes, and no page should lose its own file by it."""
    held = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(File), base_content_type=ContentType.objects.get_for_model(Page))
    return [int(number) for number in held.values_list("to_object_id", flat=True).distinct()]


class MaterialForm(forms.Form):
    """Something that is kept of a session."""

    kind = forms.ChoiceField(label="What it is", choices=MaterialKind.choices, initial=MaterialKind.SUMMARY, widget=forms.RadioSelect)
    title = forms.CharField(label="What it is called", max_length=120, error_messages={"required": "Give it a name."})
    text = words("The summary, or a few words about it", most=8000, rows=8)
    address = forms.URLField(
        label="Where a recording or slides are", max_length=500, required=False, assume_scheme="https",
        error_messages={"invalid": "Write a whole address, beginning with https://."},
    )  # fmt: skip
    file = forms.ModelChoiceField(File.objects.none(), label="Or a file that is on this site", required=False, empty_label="None")

    def __init__(self, *args, session: Session, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        free = File.objects.exclude(pk__in=used_in_pages()).order_by("-created_at")
        cast(forms.ModelChoiceField, self.fields["file"]).queryset = free
        if not free.exists():
            del self.fields["file"]

    def clean(self) -> dict:
        """There is something to keep."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("text", "address", "file")):
            self.add_error("text", "Write something, or say where it is.")
        return data


class SayForm(forms.Form):
    """How a session was."""

    useful = words("What was useful", most=2000, rows=4)
    better = words("What would make it better", most=2000, rows=4)


class StandsForm(forms.Form):
    """Until when an introduction may stand, beside the speaker's yes."""

    until = DayField(
        label="Until which day may it stand", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Two years unless you choose otherwise. We remind you 30 and 7 days before, and you can change it or end it at any time.",
    )  # fmt: skip
