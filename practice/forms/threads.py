"""Forms for what people share in a community."""

from typing import cast

from django import forms
from django.db.models import QuerySet

from home.forms.identifying import identifies_nobody
from practice.forms.ledger import OnceForm
from practice.forms.shadowing import words
from practice.models import PostReport, Session
from practice.rules.threads import KIND_WORDS, Kind

MARKS = "An empty line begins a paragraph, a dash a list, **two stars** make bold. Write @ and a whole name to mention a member."


class PostForm(OnceForm):
    """Something new: what somebody took away, something to talk about, or a story."""

    kind = forms.ChoiceField(
        label="What it is", widget=forms.RadioSelect, error_messages={"required": "Choose what it is."},
        choices=[
            (Kind.TOOK_AWAY.value, "What I took away from a session"), (Kind.THREAD.value, "Something to talk about"),
            (Kind.STORY.value, "A story: a facilitator reads it before others do"),
        ],
    )  # fmt: skip
    session = forms.ModelChoiceField(Session.objects.none(), label="From which session", required=False, empty_label="None")
    title = forms.CharField(label="In a few words", max_length=120, required=False, validators=[identifies_nobody])
    text = words("What you want to share", most=6000, rows=8, hint=MARKS, missing="Write something first.")

    field_order = ["kind", "session", "title", "text", "key"]

    def __init__(self, *args, sessions: QuerySet[Session], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["session"]).queryset = sessions

    def clean(self) -> dict:
        """What was taken away came from a session; what is to be talked about has a title."""
        data = super().clean() or {}
        if data.get("kind") == Kind.TOOK_AWAY and not data.get("session") and "session" not in self.errors:
            self.add_error("session", "Choose the session from which you took it away.")
        if data.get("kind") in (Kind.THREAD, Kind.STORY) and not data.get("title") and "title" not in self.errors:
            self.add_error("title", "Say in a few words what it is about.")
        return data


class ReplyForm(OnceForm):
    """A reply."""

    text = words("Your reply", most=6000, rows=4, hint=MARKS, missing="Write something first.")

    field_order = ["text", "key"]


class EditForm(forms.Form):
    """One's own words again."""

    title = forms.CharField(label="In a few words", max_length=120, required=False, validators=[identifies_nobody])
    text = words("What you want to share", most=6000, rows=8, hint=MARKS, missing="Write something first.")

    def __init__(self, *args, kind: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if kind == Kind.REPLY:
            del self.fields["title"]
        elif kind in (Kind.THREAD, Kind.STORY):
            self.fields["title"].required = True


class TakeAwayForm(forms.Form):
    """That somebody wants their own words gone."""


class ReportForm(forms.Form):
    """What is wrong with something written."""

    why = forms.ChoiceField(
        label="What is wrong with it", choices=PostReport.Why.choices, widget=forms.RadioSelect, error_messages={"required": "Choose what is wrong with it."}
    )
    words = words("More, if you want to say", most=1000, rows=3)


class HideForm(forms.Form):
    """Why something is hidden."""

    because = words("Why it is hidden", most=600, rows=3, hint="Whoever wrote it reads this.", missing="Say why. Whoever wrote it reads the reason.")


class AnswerForm(forms.Form):
    """Why something that was reported stays."""

    answer = words("Why it stays", most=1000, rows=3, hint="Whoever reported it reads this.", missing="Say why it stays. Whoever reported it reads the reason.")


KINDS = [(kind.value, KIND_WORDS[kind]) for kind in (Kind.TOOK_AWAY, Kind.THREAD, Kind.STORY)]
