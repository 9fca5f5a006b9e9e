"""Every component on one page, for designers and for tests. Only served where the site is being built or demonstrated."""

from datetime import datetime

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.templatetags.components import VOCABULARY


class SampleForm(forms.Form):
    """One field of each kind, filled in wrongly so that every error is seen."""

    name = forms.CharField(label="What should we call you", help_text="Write it as you want others to see it.")
    email = forms.EmailField(label="Email address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput, help_text="At least 12 characters. Three words are fine.")
    day = forms.DateField(label="From which day", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    service = forms.ChoiceField(label="Service", choices=[("", "Choose one"), ("a", "Wenbridge Drug and Alcohol Service")])
    level = forms.ChoiceField(
        label="Where are you with this now",
        choices=[("1", "Core"), ("2", "Practitioner"), ("3", "Specialist")],
        widget=forms.RadioSelect,
        help_text="There is no wrong answer.",
    )
    days = forms.MultipleChoiceField(
        label="Which days suit you", choices=[("mon", "Monday"), ("thu", "Thursday")], widget=forms.CheckboxSelectMultiple, required=False
    )
    words = forms.CharField(label="Anything you want to add", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    picture = forms.FileField(label="A picture", required=False, help_text="JPEG or PNG, up to 5 MB.")
    agreed = forms.BooleanField(label="I have read the code of conduct")

    def clean(self) -> dict:
        """Says one thing about the whole form."""
        raise forms.ValidationError("This place was taken a moment ago. Choose another day.")


def sample_page() -> Page:
    """The second page of three."""
    return Paginator(range(30), 10).page(2)


def gallery_context() -> dict:
    """What ``home/gallery.html`` shows."""
    return {
        "form": SampleForm(),
        "wrong_form": SampleForm({"email": "asha", "level": ""}, auto_id="id_wrong_%s"),
        "page": sample_page(),
        "arts": VOCABULARY["cover"]["art"],
        "icons": VOCABULARY["icon"]["name"],
        "tones": VOCABULARY["tag"]["tone"],
        "crumbs": [("Learning", "/learning/"), ("Understanding complex trauma", "/learning/understanding-complex-trauma/"), ("What the body remembers", "")],
        "facts": [
            ("Who can come", "Anyone over 18 who lives in Wenbridge"),
            ("What you need to know first", "People can come while they use substances."),
            ("How to refer", "Ring, or write to the front desk. People can come by themselves."),
        ],
        "capabilities": [
            (
                "Trauma and complex trauma",
                "Practitioner",
                [(2, "Practitioner", 0), (1, "Core", 1), (1, "Core", 1), (2, "Practitioner", 0), (3, "Specialist", 0)],
            ),
            ("Psychosis and substances", "Practitioner", [(1, "Core", 1), (0, "Not yet", 2), (1, "Core", 1), (1, "Core", 1), (2, "Practitioner", 0)]),
            ("No wrong door: joint working", "Core", [(1, "Core", 0), (1, "Core", 0), (2, "Practitioner", 0), (0, "Not yet", 1), (1, "Core", 0)]),
        ],
        "people": ["Asha", "Jo", "Malik", "Siân", "Tom"],
        "start": datetime(2026, 11, 26, 10, 0),
        "end": datetime(2026, 11, 26, 11, 30),
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery; ``?layout=reading`` shows a lesson's blocks instead."""
    template = "home/gallery_lesson.html" if request.GET.get("layout") == "reading" else "home/gallery.html"
    return render(request, template, gallery_context())
