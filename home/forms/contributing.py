"""Forms for contributors, their helpers, editors and the safeguarding lead."""

from datetime import date

from django import forms
from django.utils import timezone

from home.actions.contributing.consenting import THE_PUBLIC, Terms
from home.actions.contributing.deciding import HERE, How
from home.actions.contributing.editing import Suggested
from home.enums import Afterwards, ContactRoute, Given, Naming
from home.forms.days import DayField
from home.models.contributions.writing import LONGEST_TRANSCRIPT, LONGEST_WORDS
from home.rules.contributing import first_until


class BeginForm(forms.Form):
    """What is read before anyone writes."""

    for_somebody = forms.ChoiceField(
        label="Who writes",
        choices=[("", "I write for myself"), ("yes", "I write down the words of somebody who has no account here, and they are with me in it")],
        widget=forms.RadioSelect,
        required=False,
    )
    has_read = forms.BooleanField(label="I have read what must be passed on, and what is offered")


class WordsForm(forms.Form):
    """The draft."""

    title = forms.CharField(label="What you call it", max_length=120, required=False, help_text="You can leave this for later.")
    words = forms.CharField(
        label="Your words",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="As much or as little as you want. Leave out what would tell who somebody else is.",
    )
    content_note = forms.CharField(
        label="Is anything in it hard to read or hear",
        max_length=300,
        required=False,
        help_text="Say it in a few words, such as “being turned away at a hospital”. Readers then choose whether to open it.",
    )

    def __init__(self, *args, autosave: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if autosave:
            self.fields["words"].widget.attrs["data-autosave-url"] = autosave


class FileForm(forms.Form):
    """A picture, sound or film; a phone records where it is asked to."""

    file = forms.FileField(
        label="From this phone or computer",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,audio/*,video/*"}),
        help_text="A picture (JPEG, PNG, WebP), a sound (MP3, M4A, OGG) or a film (MP4), at most 20 MB.",
    )
    sound = forms.FileField(label="Record sound now", required=False, widget=forms.FileInput(attrs={"accept": "audio/*", "capture": "user"}))
    film = forms.FileField(label="Record film now", required=False, widget=forms.FileInput(attrs={"accept": "video/*", "capture": "user"}))

    def clean(self) -> dict:
        """One of the three."""
        found = super().clean() or {}
        if not self.errors and not self.given:
            raise forms.ValidationError("Choose or record something first.")
        return found

    @property
    def given(self) -> list:
        """The files that were sent."""
        return [self.cleaned_data[name] for name in ("file", "sound", "film") if self.cleaned_data.get(name)]


class DescribeForm(forms.Form):
    """What a picture shows, or a recording says."""

    description = forms.CharField(label="What it shows", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    transcript = forms.CharField(label="What is said, in writing", max_length=LONGEST_TRANSCRIPT, required=False, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args, picture: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["transcript" if picture else "description"]


class HelperForm(forms.Form):
    """Whom to write with."""

    address = forms.EmailField(label="The address they sign in with here", help_text="They read and write in your draft until you, or they, stop it.")


class DecisionForm(forms.Form):
    """A decision; where somebody has no account, how they gave it and before whom."""

    def __init__(self, *args, witnessed: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if witnessed:
            told = [(each.value, each.label) for each in (Given.PAPER, Given.SPOKEN)]
            self.fields["given"] = forms.ChoiceField(label="How they told you", choices=told, widget=forms.RadioSelect)
            self.fields["witness"] = forms.CharField(label="Who was there as a witness", max_length=120)

    @property
    def how(self) -> How:
        """How it was given."""
        return How(self.cleaned_data["given"], self.cleaned_data["witness"]) if "given" in self.cleaned_data else HERE


class OfferForm(DecisionForm):
    """That the offer was read."""

    offer_read = forms.BooleanField(label="I have read this. It is not a yes to anything")


class NamingForm(DecisionForm):
    """How the author is named."""

    naming = forms.ChoiceField(label="How are you named beside your words", choices=[(each.value, each.label) for each in Naming], widget=forms.RadioSelect)
    shown_as = forms.CharField(label="The name to show", max_length=80, required=False, help_text="Exactly as it should stand. Empty for no name at all.")


class PlacesForm(DecisionForm):
    """Where it may stand, one by one."""

    places = forms.MultipleChoiceField(label="Where may it stand", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, places, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        open_to = {True: "anyone can open it", False: "for people who are signed in"}
        choices = [(str(place.page_id), f"{place.kind}: {place.title} ({open_to[place.open_to_all]})") for place in places]
        self.fields["places"].choices = [*choices, (THE_PUBLIC, "Anyone, on any page of this site that is open to all")]  # type: ignore[attr-defined]  # a choice field, which the form's mapping does not know


class UntilForm(DecisionForm):
    """Until when it may stand, and when to look at it again."""

    until = DayField(
        label="Until which day may it stand",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Two years unless you choose otherwise. We remind you 30 and 7 days before.",
    )
    review_on = DayField(
        label="When do you want to look at it again",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="We ask you on that day whether it is still right.",
    )


class TermsForm(UntilForm):
    """Until when, and how the author is reached."""

    afterwards = forms.ChoiceField(label="When the time is over", choices=Afterwards.choices, widget=forms.RadioSelect)
    route = forms.ChoiceField(label="How can you be reached about it", choices=ContactRoute.choices, widget=forms.RadioSelect)
    reach_by = forms.CharField(label="Anything we should know about reaching you safely", max_length=400, required=False)

    @property
    def terms(self) -> Terms:
        """What was chosen."""
        given = self.cleaned_data
        return Terms(given["until"], given["review_on"], Afterwards(given["afterwards"]), ContactRoute(given["route"]), given["reach_by"])


class NamedForm(DecisionForm):
    """Somebody who may take it back for the author."""

    called = forms.CharField(label="Who they are", max_length=120, help_text="In your words, such as “my sister”. They need no account here.")


class YesForm(DecisionForm):
    """The yes to exactly these words, in the places that are ticked."""

    digest = forms.CharField(widget=forms.HiddenInput)
    purposes = forms.TypedMultipleChoiceField(
        label="Yes, these words may stand", coerce=int, widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick at least one place."}
    )

    def __init__(self, *args, purposes, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        named = [(each.pk, f"in “{each.page.title}”" if each.page else "on any page that is open to all") for each in purposes]
        self.fields["purposes"].choices = named  # type: ignore[attr-defined]  # a choice field, which the form's mapping does not know


class SuggestForm(forms.Form):
    """What an editor would say in other words."""

    passage = forms.CharField(label="The words it is about", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="Copied exactly.")
    instead = forms.CharField(
        label="What could stand there", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Empty: leave these words out."
    )
    why = forms.CharField(label="Why", max_length=400, help_text="For its author, who decides. Words about themselves are theirs to choose.")

    @property
    def suggested(self) -> Suggested:
        """What was suggested."""
        return Suggested(self.cleaned_data["passage"], self.cleaned_data["instead"], self.cleaned_data["why"])


class SendBackForm(forms.Form):
    """A word to go with it."""

    words = forms.CharField(label="A word to its author", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class ConcernForm(forms.Form):
    """What somebody is worried about."""

    about = forms.CharField(label="What are you worried about", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    author_told = forms.BooleanField(label="The person who wrote it knows that I pass this on", required=False)


class OutcomeForm(forms.Form):
    """What the lead did."""

    outcome = forms.CharField(label="What was done", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))


def first_terms() -> dict[str, date | str]:
    """What stands in the form of terms before anything is chosen."""
    return {"until": first_until(timezone.localdate()), "afterwards": Afterwards.GONE.value, "route": ContactRoute.SITE.value}
