"""Forms of the service map: finding, and what keepers write."""

import re
from typing import Any, cast

from django import forms
from django.utils import timezone

from home.forms.days import DayField
from home.forms.identifying import check_free_text
from home.models import Sector, Service, User
from home.querysets import on_day
from practice.enums.services import EntryKind, Need, Route
from practice.models import Criterion, ServiceEntry
from practice.rules.criteria import DEFINED, NUMBERED, RULE_WORDS, RULES_OF, SUBJECT_WORDS, Part, Rule, Said, Subject, problems

WRONG_DAY = {"invalid": "Write a whole date, such as 30/11/2026."}
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")


def day() -> forms.DateInput:
    """The control for a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def area(rows: int = 3) -> forms.Textarea:
    """A text area of `rows` rows."""
    return forms.Textarea(attrs={"rows": rows})


class FindForm(forms.Form):
    """What somebody looks for on the map. Nothing is required, and nothing is kept."""

    q = forms.CharField(label="Words", max_length=100, required=False)
    need = forms.ChoiceField(label="Help with", required=False, choices=[("", "Anything"), *Need.choices])
    place = forms.CharField(label="Place", max_length=80, required=False)
    sector = forms.ModelChoiceField(Sector.objects.all(), label="Sector", required=False, empty_label="All sectors", to_field_name="slug")
    kind = forms.ChoiceField(label="Kind of entry", required=False, choices=[("", "All kinds"), *EntryKind.choices])

    mark_optional = False


class ListForm(forms.Form):
    """A new entry on the map."""

    kind = forms.ChoiceField(label="What it is", choices=EntryKind.choices, widget=forms.RadioSelect, error_messages={"required": "Choose what it is."})
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Which service", required=False, empty_label="No service chosen", help_text="Only for a service: those you may begin."
    )
    name = forms.CharField(label="What it is called", max_length=120, required=False, help_text="For everything but a service, which has its name already.")
    place = forms.CharField(label="Where it is", max_length=120, required=False, help_text="A town or part of it, as people say it.")
    summary = forms.CharField(
        label="What it does", max_length=300, widget=area(2), help_text="One or two sentences.", error_messages={"required": "Say in a sentence what it does."}
    )

    def __init__(self, *args, services, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["service"]).queryset = services
        check_free_text(self)

    def clean(self):
        """A service is chosen, or a name given."""
        data = super().clean() or {}
        if data.get("kind") == EntryKind.SERVICE and not data.get("service") and "service" not in self.errors:
            self.add_error("service", "Choose the service that this is the entry of.")
        if data.get("kind") and data["kind"] != EntryKind.SERVICE and not (data.get("name") or "").strip():
            self.add_error("name", "Say what it is called.")
        return data


class EntryForm(forms.ModelForm):
    """What an entry says. Which fields there are depends on what it is."""

    needs = forms.MultipleChoiceField(label="What people find help with here", choices=Need.choices, widget=forms.CheckboxSelectMultiple, required=False)
    website = forms.URLField(
        label="Website", required=False, assume_scheme="https", error_messages={"invalid": "Write a web address, such as https://service.example."}
    )
    is_right = forms.BooleanField(
        label="Everything in this entry is right today", required=False, help_text="Its page then says that it was confirmed today, and its criteria too."
    )

    class Meta:
        model = ServiceEntry
        field_classes = {"review_due_on": DayField}
        fields = (
            "own_name", "own_place", "own_sector", "summary", "needs", "who_can_come", "minimum_age", "maximum_age", "know_first", "route", "how_to_refer",
            "who_decides", "wishes_heard", "wait", "hours", "phone", "email", "website", "street", "town", "county", "postcode", "review_due_on",
        )  # fmt: skip
        widgets = {
            "summary": area(2), "who_can_come": area(), "know_first": area(), "how_to_refer": area(), "who_decides": area(2), "wishes_heard": area(2),
            "route": forms.RadioSelect, "review_due_on": day(),
        }  # fmt: skip
        labels = {
            "own_name": "What it is called", "own_place": "Where it is", "summary": "What it does", "know_first": "What you need to know first",
            "minimum_age": "From what age", "maximum_age": "Up to what age", "review_due_on": "Look at it again by", "email": "E-mail",
        }  # fmt: skip
        help_texts = {
            "summary": "One or two sentences. They stand in lists and at the top of the page.",
            "who_can_come": "As you would say it to somebody at the door.",
            "know_first": "What would surprise, worry or help somebody who comes for the first time.",
            "how_to_refer": "What to do, step by step, and what happens then.",
            "who_decides": "Which services come, and whether whoever comes may decide for them.",
            "wishes_heard": "Whether the person comes, sends somebody, or is asked before and told after.",
            "wait": "At the moment, as people will find it: “about three weeks”.",
            "hours": "As on the door: “Monday to Friday, 9 am to 5 pm”.",
            "street": "The address is shown, and given out as data, once street, town, county and postcode are all there.",
            "review_due_on": "You are reminded two weeks before. Without a date it is six months after you confirm.",
        }  # fmt: skip
        error_messages = {"summary": {"required": "Say in a sentence what it does."}, "email": {"invalid": "Write an address such as hello@service.example."}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["needs"] = [row.need for row in self.instance.needs.all()]
        cast(Any, self.fields["route"]).choices = [("", "Not said yet"), *Route.choices]
        self.fields["review_due_on"].error_messages["invalid"] = WRONG_DAY["invalid"]
        if self.instance.kind == EntryKind.SERVICE:
            gone = ["own_name", "own_place", "own_sector", "who_decides", "wishes_heard"]
        else:
            gone = [] if self.instance.kind == EntryKind.MEETING else ["who_decides", "wishes_heard"]
            self.fields["own_name"].required = True
            self.fields["own_name"].error_messages["required"] = "Say what it is called."
        for name in gone:
            del self.fields[name]
        check_free_text(self)

    def clean_postcode(self) -> str:
        """A whole postcode in capitals, or none."""
        said = " ".join(self.cleaned_data["postcode"].upper().split())
        if said and not POSTCODE.fullmatch(said):
            raise forms.ValidationError("Write a whole postcode, such as WB1 2AB, or leave it empty.")
        return said

    def clean_review_due_on(self):
        """A day to come; the day that stood before may stay."""
        due = self.cleaned_data["review_due_on"]
        if due and "review_due_on" in self.changed_data and due <= timezone.localdate():
            raise forms.ValidationError("Choose a day to come, or none.")
        return due

    def clean(self):
        """Ages that are in order."""
        data = super().clean() or {}
        youngest, oldest = data.get("minimum_age"), data.get("maximum_age")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("maximum_age", "The oldest age is below the youngest. Change one of them.")
        return data

    def validate_constraints(self) -> None:
        """Left to `clean`, whose sentences say what to do."""


class CriterionForm(forms.Form):
    """One criterion about one thing."""

    rule = forms.ChoiceField(label="What you ask", widget=forms.RadioSelect, error_messages={"required": "Choose what you ask; “No requirement” is an answer."})
    parts = forms.MultipleChoiceField(
        label="What it applies to",
        choices=[(part.value, part.value.capitalize()) for part in Part],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what it applies to: one part of the service at least."},
    )
    number = forms.IntegerField(label="How many", required=False, error_messages={"invalid": "Write a whole number."})
    definition = forms.CharField(label="What it means in practice", max_length=300, required=False, widget=area(2))
    how_checked = forms.CharField(label="How it is checked", max_length=300, required=False, help_text="“We take their word for it” is an answer.")
    exceptions = forms.CharField(label="Exceptions", max_length=300, required=False)
    who_can_waive = forms.CharField(label="Who can waive it", max_length=200, required=False, help_text="A role that colleagues can ring, not a name.")
    meanwhile = forms.CharField(
        label="What is offered meanwhile", max_length=300, required=False, widget=area(2), help_text="To somebody who does not meet it yet."
    )
    review_due_on = DayField(label="Look at it again by", required=False, widget=day(), error_messages=WRONG_DAY)

    def __init__(self, *args, about: str, criterion: Criterion | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.about = Subject(about)
        rules = RULES_OF[self.about]
        cast(forms.ChoiceField, self.fields["rule"]).choices = [(rule.value, RULE_WORDS[rule]) for rule in rules]
        counted = next((NUMBERED[rule] for rule in rules if rule in NUMBERED), "")
        if counted:
            asking = next(rule for rule in rules if rule in NUMBERED)
            self.fields["number"].label = f"How many {counted}"
            self.fields["number"].help_text = f"Needed for “{RULE_WORDS[asking]}”."
        else:
            del self.fields["number"]
        defined = [RULE_WORDS[rule].strip("“”") for rule in rules if rule in DEFINED]
        needed = f" Needed for {' and '.join(f'“{words}”' for words in defined)}: without it, it can mean anything." if defined else ""
        self.fields["definition"].help_text = f"So that a colleague elsewhere would decide the same.{needed}"
        check_free_text(self)
        self.was_due = criterion.review_due_on if criterion else None

    @property
    def heading(self) -> str:
        """What the criterion is about, in words."""
        return SUBJECT_WORDS[self.about]

    def clean_review_due_on(self):
        """A day to come; the day that stood before may stay."""
        due = self.cleaned_data["review_due_on"]
        if due and due != self.was_due and due <= timezone.localdate():
            raise forms.ValidationError("Choose a day to come, or none.")
        return due

    def clean(self):
        """What a rule cannot do without is there; what it does not count is not kept."""
        data = super().clean() or {}
        if not data.get("rule"):
            return data
        if Rule(data["rule"]) not in NUMBERED and "number" not in self.errors:
            data["number"] = None
        said = Said(subject=self.about, rule=data["rule"], parts=tuple(data.get("parts", ())), number=data.get("number"), definition=data.get("definition", ""))
        for name, sentence in problems(said).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return data


class KeeperForm(forms.Form):
    """Somebody who is to keep an entry."""

    person = forms.ModelChoiceField(
        User.objects.none(), label="Who", empty_label="Choose somebody", error_messages={"required": "Choose who is to keep the entry."}
    )

    def __init__(self, *args, entry: ServiceEntry, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.active().exclude(keeping__in=entry.keepers.current())
        if entry.service:
            people = people.filter(on_day(prefix="memberships__"), memberships__team__service=entry.service)
        else:
            people = people.filter(on_day(prefix="memberships__"))
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = people.distinct().order_by("name", "pk")
