"""Forms for offering a placement, its times, asking for a place, answering, and what follows a visit."""

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from capability.models import Capability
from home.forms.days import DayField
from home.forms.identifying import check_free_text, identifies_nobody
from home.models import Membership, Service, Team, User
from home.wording import span_words
from practice.actions.shadowing.sponsors import Sponsors
from practice.models import Placement, PreparationItem, Slot
from practice.rules.places import places_left, places_words
from practice.rules.shadowing import ABSENCE_WORDS

NO_NAMES = "Nothing that could identify a person who uses services."
TIME = {"type": "time"}
DATE = {"type": "date"}


def words(label: str, *, most: int, rows: int = 4, hint: str = "", missing: str = "") -> forms.CharField:
    """A field for several sentences, with the standing notice and its check; required where `missing` says what to do."""
    return forms.CharField(
        label=label, max_length=most, validators=[identifies_nobody], required=bool(missing), widget=forms.Textarea(attrs={"rows": rows}),
        help_text=f"{hint} {NO_NAMES}".strip(), error_messages={"required": missing} if missing else None,
    )  # fmt: skip


class PlacementForm(forms.Form):
    """What a service offers. `placement` is the one that is changed, where one is."""

    title = forms.CharField(label="What it is called", max_length=120, help_text="Such as: A day with Early Intervention. " + NO_NAMES)
    service = forms.ModelChoiceField(Service.objects.none(), label="Which service hosts", empty_label=None)
    host = forms.ModelChoiceField(User.objects.none(), label="Who hosts", help_text="Somebody who works in the service and will be there.")
    see = words("What people will see and learn", most=2000, rows=5, missing="Say what people will see and learn.")
    capabilities = forms.ModelMultipleChoiceField(
        Capability.objects.none(), label="Which capabilities it builds", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Choose a few. People find the placement by them, and a visit stands as evidence on them.",
    )  # fmt: skip
    suits = words("Who it suits", most=1000, rows=3)
    not_permitted = words("What is not possible", most=1000, rows=3, hint="Such as: sitting in on a first assessment, or reading notes.")
    area = forms.CharField(label="Part of town", max_length=120, help_text="Everyone who is signed in sees this: the part of town, not the building.")
    address = words("Address, and where to come in", most=500, rows=3, hint="Shown only to people whose place is confirmed.", missing="Write the address.")
    travel = words("How to get there", most=1000, rows=3, hint="Everyone who is signed in sees this: buses and stops, not the door.")
    access = words("Access", most=1000, rows=3, hint="Steps, lifts, parking, quiet rooms, prayer room, whatever helps somebody to decide.")
    holds_working_days = forms.IntegerField(
        label="How many working days a request holds its place", min_value=1, max_value=20, initial=5,
        help_text="After that it runs out and the next person is offered the place. Bank holidays do not count.",
    )  # fmt: skip
    agreement = words("Confidentiality agreement", most=1500, hint="Leave it empty where you need none. Otherwise its whole text: people agree to these words.")
    agreement_reason = forms.CharField(label="Why you need the agreement", max_length=500, required=False)
    induction = words("Induction", most=1500, rows=3, hint="Leave it empty where there is none.")
    induction_reason = forms.CharField(label="Why you need the induction", max_length=500, required=False)
    check = words("A check you need", most=1500, rows=3, hint="Such as a DBS check. Leave it empty where you need none.")
    check_reason = forms.CharField(label="Why you need the check", max_length=500, required=False)
    check_decides = forms.CharField(label="Who decides on what the check shows", max_length=200, required=False)
    check_other_way = forms.CharField(
        label="Another way in for somebody who does not pass it", max_length=500, required=False,
        help_text="A conviction should not quietly bar a peer. Such as: a talk with the team lead, or a visit on a day without clinics.",
    )  # fmt: skip
    other = words("Anything else to do first", most=1500, rows=3)
    other_reason = forms.CharField(label="Why that is needed", max_length=500, required=False)
    published = forms.BooleanField(label="Show it on the board", required=False, initial=True)

    def __init__(self, *args, person: User, placement: Placement | None = None, **kwargs) -> None:
        if placement is not None:
            kwargs["initial"] = self.facts_of(placement)
        super().__init__(*args, **kwargs)
        services = Service.objects.filter(pk=placement.service_id) if placement else Service.objects.filter(teams__in=Team.objects.of(person)).distinct()
        cast(forms.ModelChoiceField, self.fields["service"]).queryset = services
        there = Membership.objects.current().filter(team__service__in=services).values("person")
        workers = User.objects.active().filter(pk__in=there).order_by("name")
        cast(forms.ModelChoiceField, self.fields["host"]).queryset = workers
        cast(forms.ModelMultipleChoiceField, self.fields["capabilities"]).queryset = Capability.objects.in_force()
        check_free_text(self)
        if placement is None:
            self.fields["host"].initial = person.pk
            self.fields["service"].initial = services.first()

    @staticmethod
    def facts_of(placement: Placement) -> dict:
        """What stands already, by the names of the fields."""
        facts = {
            name: getattr(placement, name)
            for name in ("title", "see", "suits", "not_permitted", "area", "address", "travel", "access", "holds_working_days", "published")
        }
        facts |= {"service": placement.service_id, "host": placement.host_id, "capabilities": [capability.pk for capability in placement.capabilities.all()]}
        for item in placement.preparation.all():
            facts |= {item.kind: item.what, f"{item.kind}_reason": item.reason}
            if item.kind == PreparationItem.Kind.CHECK:
                facts |= {"check_decides": item.decides, "check_other_way": item.other_way}
        return facts

    def clean(self) -> dict:
        """Whatever is needed first has its reason; a check says who decides and what other way in there is."""
        data = super().clean() or {}
        for kind in PreparationItem.Kind.values:
            if data.get(kind) and not data.get(f"{kind}_reason"):
                self.add_error(f"{kind}_reason", "Say why it is needed.")
        if data.get("check"):
            if not data.get("check_decides"):
                self.add_error("check_decides", "Say who decides.")
            if not data.get("check_other_way"):
                self.add_error("check_other_way", "Say what other way in there is.")
        return data

    def wishes(self) -> dict:
        """What was said, as arguments of `offer_placement` and `edit_placement` (without the service)."""
        data = self.cleaned_data
        preparation = {
            kind: {
                "what": data[kind],
                "reason": data[f"{kind}_reason"],
                "decides": data.get(f"{kind}_decides", ""),
                "other_way": data.get(f"{kind}_other_way", ""),
            }
            for kind in PreparationItem.Kind.values
            if data[kind]
        }
        aside = {"service", *PreparationItem.Kind.values}
        facts = {name: value for name, value in data.items() if name not in aside and not name.endswith(("_reason", "_decides", "_other_way"))}
        return {**facts, "preparation": preparation}


class TimeForm(forms.Form):
    """When a time begins and ends, on the clock on the wall."""

    day = DayField(
        label="Day", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        error_messages={"required": "Choose a day.", "invalid": "Write a whole date, such as 30/11/2026."},
    )  # fmt: skip
    begins = forms.TimeField(label="Begins at", widget=forms.TimeInput(attrs=TIME, format="%H:%M"), error_messages={"invalid": "Write a time such as 09:30."})
    ends = forms.TimeField(
        label="Ends at", widget=forms.TimeInput(attrs=TIME, format="%H:%M"), help_text="Earlier than it begins means the next day, as for a night shift.",
        error_messages={"invalid": "Write a time such as 16:30."},
    )  # fmt: skip


class NewTimesForm(TimeForm):
    """One time, or the same one for several weeks."""

    capacity = forms.IntegerField(label="How many people at once", min_value=1, max_value=200, initial=1)
    weeks = forms.IntegerField(
        label="For how many weeks", min_value=1, max_value=52, initial=1, help_text="1 is a single day. 6 is the same day for six weeks."
    )


class RoomForm(forms.Form):
    """How many places a time has."""

    capacity = forms.IntegerField(label="How many people at once", min_value=1, max_value=200)


class TimeChoice(forms.ModelChoiceField):
    """Times of a placement, each with when it is and what is left."""

    def label_from_instance(self, obj: Slot) -> str:
        """Such as "Thursday 3 December, 9.30 am to 4 pm. Two places left"."""
        starts, ends = timezone.localtime(obj.starts_at), timezone.localtime(obj.ends_at)
        left = places_words(obj.capacity, obj.taken, obj.waiting)
        line = "" if places_left(obj.capacity, obj.taken, obj.waiting) else ". You would join the waiting list"
        return f"{span_words(starts, ends, this_year=timezone.localdate().year)}. {left}{line}"


class AskForm(forms.Form):
    """What somebody hopes to see, and who says yes beside the host."""

    time = TimeChoice(
        Slot.objects.none(), label="Which time", widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": "Choose a time.", "invalid_choice": "This time cannot be booked any more. Choose another one."},
    )  # fmt: skip
    all_times = forms.BooleanField(
        label="Ask for every later time of the same series as well", required=False,
        help_text="Where a placement runs one day a week. Times that are full are left out; each can be called off by itself.",
    )  # fmt: skip
    hopes = words("What you hope to see", most=600, hint="The host and whoever says yes for your team read this.")
    team = forms.ModelChoiceField(Team.objects.none(), label="Which team is it for", empty_label=None, help_text="Its manager or deputy says yes.")
    sponsor_words = forms.CharField(
        label="Look for somebody by name, team or service", max_length=60, required=False, validators=[identifies_nobody],
        help_text="For somebody who is not in the list below.",
    )  # fmt: skip
    sponsor = forms.ModelChoiceField(
        User.objects.none(), label="Who can say yes for you", empty_label="Choose a sponsor",
        help_text="You have no manager here, so name somebody who manages a team and knows your work. They are asked.",
        error_messages={"required": "Name a sponsor: somebody who manages a team and knows your work."},
    )  # fmt: skip

    def __init__(self, *args, times, teams: list[Team], sponsors: Sponsors, possible: QuerySet[User], **kwargs) -> None:
        """`sponsors` are shown to somebody of no team, and anybody who is `possible` can be named."""
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["time"]).queryset = times
        if not any(slot.series for slot in times):
            del self.fields["all_times"]
        if teams:
            del self.fields["sponsor"], self.fields["sponsor_words"]
            cast(forms.ModelChoiceField, self.fields["team"]).queryset = Team.objects.filter(pk__in=[team.pk for team in teams])
            self.fields["team"].initial = teams[0].pk
        else:
            del self.fields["team"]
            self._show(sponsors, possible)

    def _show(self, sponsors: Sponsors, possible: QuerySet[User]) -> None:
        field = cast(forms.ModelChoiceField, self.fields["sponsor"])
        field.queryset = possible
        if sponsors.whole:
            del self.fields["sponsor_words"]
            field.choices = [("", field.empty_label), *sponsors.people]
        elif sponsors.people:
            field.widget = forms.RadioSelect()
            field.choices = sponsors.people
        else:
            del self.fields["sponsor"]
            asked = self.fields["sponsor_words"]
            asked.required, asked.error_messages["required"] = True, "Write a name or a team, and press “Look for them”."
            asked.label = "Who can say yes for you: look by name, team or service"
            asked.help_text = "You have no manager here, so name somebody who manages a team and knows your work. They are asked."


class ReasonForm(forms.Form):
    """Why something will not happen."""

    reason = words("Why", most=600, hint="The people it concerns read this.", missing="Say why.")

    def __init__(self, *args, needed: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not needed:
            self.fields["reason"].required = False
            self.fields["reason"].label = "Why, if you want to say"


class AttendanceForm(forms.Form):
    """Whether a visit took place."""

    came = forms.ChoiceField(
        label="Did it take place?", choices=[("yes", "Yes"), *((f"no:{reason.value}", f"No. {said}") for reason, said in ABSENCE_WORDS.items())],
        widget=forms.RadioSelect, error_messages={"required": "Say whether it took place."},
    )  # fmt: skip


class ReflectionForm(forms.Form):
    """What somebody keeps of a visit for themselves."""

    text = words("My reflection", most=6000, rows=7, hint="Only you read this. Leave it empty to take it away.")


class FeedbackForm(forms.Form):
    """What a visitor says to the host."""

    text = words(
        "To the host", most=3000, rows=5, hint="The host and the managers of their service read this.", missing="Write what you want the host to read."
    )


class ConcernForm(forms.Form):
    """What happened that should not have."""

    text = words(
        "What happened", most=4000, rows=7, hint="Only the area's workforce leads read this, nobody at the host service.", missing="Write what happened."
    )


class OutcomeForm(forms.Form):
    """What came of a concern."""

    outcome = words("What came of it", most=2000, rows=5, hint="The person who raised it reads this.", missing="Say what came of it.")
