"""Forms about a module's lived-experience reviewers."""

from django import forms

from home.enums import Naming


class NameReviewerForm(forms.Form):
    """Whom to ask, by their address."""

    address = forms.EmailField(
        label="Their e-mail address",
        help_text="Somebody with lived experience who has an account here. Agree with them first what it takes, and how they are paid and thanked.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Write one whole e-mail address, such as name@example.org."},
    )


class CreditForm(forms.Form):
    """How a reviewer is credited on the module's page."""

    credit = forms.ChoiceField(label="How would you like to be credited?", choices=Naming.choices, widget=forms.RadioSelect)
    pseudonym = forms.CharField(label="The name you choose", required=False, max_length=80, help_text="Only if you chose a name for this.")


class ChangeForm(forms.Form):
    """What should change before a reviewer says yes."""

    text = forms.CharField(
        label="What should change",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say in a sentence or two what should change.", "max_length": "Say it in 2,000 characters at most."},
    )
