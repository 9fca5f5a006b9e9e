"""Forms for publishing a session, changing it, registering, and what a facilitator does around it."""

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from wagtail.models import Page

from capability.models import Capability
from home.forms.days import DayField
from practice.actions.sessions.scheduling import FACTS, MOST_PLACES, WORDS
from practice.enums.communities import Audience, Audiences
from practice.forms.shadowing import TIME, TimeForm, words
from practice.models import Session, SessionPage, SessionTemplate

ONLINE, IN_PERSON = "online", "in_person"
LINK = {"inputmode": "url", "autocomplete": "off"}
TIMES_LABEL = "How many sessions"


class WordsForm(forms.Form):
    """What a session says of itself. The fields in `REQUIRED` are all that must be filled in."""

    REQUIRED: tuple[str, ...] = ("title", "summary", "where")

    title = forms.CharField(
        label="The topic, as a question", max_length=150, help_text="Such as: Who goes with somebody to the first appointment?",
        error_messages={"required": "Write the topic, as a question."},
    )  # fmt: skip
    summary = forms.CharField(label="What it is about, in a sentence", max_length=300, error_messages={"required": "Say in a sentence what it is about."})
    where = forms.ChoiceField(
        label="Where people meet", choices=[(ONLINE, "Online"), (IN_PERSON, "In a room")], initial=ONLINE, widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is online or in a room."},
    )  # fmt: skip
    place = forms.CharField(label="The room: address, and where to come in", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    questions = words("Questions to think about, one a line", most=2000, rows=4)
    agenda = words("What happens when, one a line", most=3000, rows=5)
    who_for = words("Who it is for", most=1000, rows=2)
    content_note = words("What is ahead", most=1000, rows=2, hint="Say what may be hard to hear, and what people can do then.")
    captions = forms.BooleanField(label="There are captions", required=False)
    bsl = forms.BooleanField(label="There is a British Sign Language interpreter", required=False)
    quiet_space = forms.BooleanField(label="There is a quiet space", required=False)
    childcare = forms.BooleanField(label="There is childcare", required=False)
    travel_costs = forms.BooleanField(label="Travel costs are paid", required=False)
    access = words("More about access", most=1000, rows=2)
    capabilities = forms.ModelMultipleChoiceField(
        Capability.objects.none(), label="Which capabilities it builds", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Choose a few. People find the session by them, and having been there stands as evidence on them.",
    )  # fmt: skip
    preparation = forms.ModelMultipleChoiceField(Page.objects.none(), label="Modules to look at first", required=False, widget=forms.CheckboxSelectMultiple)
    audience = forms.ChoiceField(label="Whom it is for", choices=Audience.choices, initial=Audience.EVERYONE, required=False, widget=forms.RadioSelect)
    audience_words = forms.CharField(
        label="If it is for a group: what people say of themselves", max_length=200, required=False,
        help_text="Such as: I am a woman. Nothing else is asked or checked, and only that they registered is kept.",
    )  # fmt: skip
    link_minutes = forms.IntegerField(label="How many minutes before the start the join link is shown", min_value=0, max_value=240, initial=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["capabilities"]).queryset = Capability.objects.in_force().select_related("domain")
        modules = Page.objects.live().filter(url_path__regex=r"^/[^/]+/learning/[^/]+/$").exclude(slug="pathways").order_by("title")
        cast(forms.ModelMultipleChoiceField, self.fields["preparation"]).queryset = modules

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that must be filled in, and the room, which is needed only in a room."""
        return [self[name] for name in self.fields if name in (*self.REQUIRED, "place")]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The fields that may be left as they are."""
        return [self[name] for name in self.fields if name not in (*self.REQUIRED, "place")]

    @property
    def rest_is_wrong(self) -> bool:
        """Whether something is wrong with one of those."""
        return any(field.errors for field in self.rest)

    def clean(self) -> dict:
        """A room has an address; a group says who it is."""
        data = super().clean() or {}
        if data.get("where") == IN_PERSON and not data.get("place"):
            self.add_error("place", "Write where the room is.")
        if data.get("audience") == Audience.STATED and not data.get("audience_words"):
            self.add_error("audience_words", "Write what people say of themselves, such as: I am a woman.")
        return data

    def said_words(self) -> dict[str, Any]:
        """What goes on the page."""
        return {name: self.cleaned_data[name] for name in (*WORDS, "capabilities", "preparation")}

    def said_facts(self) -> dict[str, Any]:
        """What is the session's own."""
        data = self.cleaned_data
        minutes = data["link_minutes"]
        facts = {
            "is_online": data["where"] == ONLINE,
            "place": data["place"] if data["where"] == IN_PERSON else "",
            "audience": data["audience"] or Audience.EVERYONE,
            "audience_words": data["audience_words"],
            "link_minutes": 30 if minutes is None else minutes,
        }
        return facts | ({"capacity": data["capacity"]} if "capacity" in data else {})

    @staticmethod
    def facts_of(session: Session) -> dict[str, Any]:
        """What stands already, by the names of the fields."""
        page = SessionPage.objects.get(pk=session.page_id)
        found = {name: getattr(page, name) for name in WORDS} | {name: getattr(session, name) for name in FACTS}
        found |= {"title": page.title, "where": ONLINE if session.is_online else IN_PERSON}
        return found | {"capabilities": [row.pk for row in page.capabilities.all()], "preparation": [row.pk for row in page.preparation.all()]}


class PublishForm(WordsForm):
    """A new session: seven fields that must be filled in, the rest from the template."""

    REQUIRED = ("title", "summary", "day", "begins", "ends", "capacity", "where")

    day = DayField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose a day.", "invalid": "Write a whole date, such as 30/11/2026."},
    )  # fmt: skip
    begins = forms.TimeField(
        label="Begins at", widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
        error_messages={"required": "Say when it begins.", "invalid": "Write a time such as 10:00."},
    )  # fmt: skip
    ends = forms.TimeField(
        label="Ends at", widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
        error_messages={"required": "Say when it ends.", "invalid": "Write a time such as 11:30."},
    )  # fmt: skip
    capacity = forms.IntegerField(label="How many places", min_value=1, max_value=MOST_PLACES, error_messages={"required": "Say how many people can come."})
    join_address = forms.URLField(
        label="The join link, if there is one already", max_length=1000, required=False, assume_scheme="https", widget=forms.URLInput(attrs=LINK),
        help_text="Shown on the page only, only to people who have a place, and only shortly before it begins. You can add it later.",
    )  # fmt: skip
    times = forms.IntegerField(label=TIMES_LABEL, min_value=1, max_value=12, initial=1, required=False, help_text="More than one makes a series.")
    every_weeks = forms.IntegerField(label="If several: how many weeks apart", min_value=1, max_value=26, initial=5, required=False)

    field_order = [
        "title", "summary", "day", "begins", "ends", "capacity", "where", "place", "join_address", "times", "every_weeks", "questions", "agenda", "who_for",
    ]  # fmt: skip

    @staticmethod
    def from_template(template: SessionTemplate | None) -> dict[str, Any]:
        """What a template fills in."""
        if template is None:
            return {"capacity": 30}
        ends = datetime(2026, 1, 5, 10) + timedelta(minutes=template.minutes)
        return {**template.words, "capacity": template.capacity, "begins": "10:00", "ends": f"{ends:%H:%M}"}


class MoveForm(TimeForm):
    """Another time for a session."""

    field_order = ["day", "begins", "ends"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends"].help_text = ""


class LinkForm(forms.Form):
    """How people join online. What is kept already is never shown here."""

    address = forms.URLField(
        label="The join link", max_length=1000, required=False, assume_scheme="https", widget=forms.URLInput(attrs=LINK),
        help_text="Leave it empty to take the link away.", error_messages={"invalid": "Write a whole address, beginning with https://."},
    )  # fmt: skip
    note = forms.CharField(label="What else is needed, such as a passcode", max_length=300, required=False)


class RegisterForm(forms.Form):
    """Asking for a place."""

    says_so = forms.BooleanField(required=False)
    needs = forms.CharField(
        label="What would help you take part", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever runs the community reads this, such as: I lip-read, so please face me.",
    )  # fmt: skip

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if session.audience == Audience.STATED:
            self.fields["says_so"].label = session.audience_words
            self.fields["says_so"].required = True
            self.fields["says_so"].error_messages["required"] = f"This session is for: {session.audience_words}. Tick it if that is so."
        else:
            del self.fields["says_so"]


class MessageForm(forms.Form):
    """A message to those who registered."""

    to = forms.ChoiceField(label="To whom", choices=Audiences.choices, initial=Audiences.CONFIRMED, widget=forms.RadioSelect)
    title = forms.CharField(label="In a line", max_length=150, error_messages={"required": "Say in a line what it is about."})
    text = forms.CharField(
        label="What you want to say", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}), error_messages={"required": "Write what you want to say."},
        help_text="It stands in their notices here; the mail holds the line above and the way to it. Do not put the join link in it.",
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)
