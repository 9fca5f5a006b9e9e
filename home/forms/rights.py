"""Forms of people's rights: asking to be erased, and writing down that somebody asked."""

from django import forms

from home.rules.rights import DAYS_TO_THINK
from home.wording import number_words

IN_A_WEEK, NOW = "week", "now"


class EraseMeForm(forms.Form):
    """When, and that it has been read what goes."""

    when = forms.ChoiceField(
        label="When",
        choices=[
            (IN_A_WEEK, f"In {number_words(DAYS_TO_THINK)} days, so that I can change my mind with one button"),
            (NOW, "Today, at once. I know that it cannot be undone"),
        ],
        initial=IN_A_WEEK,
        widget=forms.RadioSelect,
    )
    read = forms.BooleanField(label="I have read what goes and what stays", error_messages={"required": "Read what goes and what stays, then tick this."})


class FindPersonForm(forms.Form):
    """Whose written request it is."""

    email = forms.EmailField(
        label="The e-mail address they sign in with",
        error_messages={"required": "Write the address.", "invalid": "Write a whole address such as asha@example.org."},
    )


class EraseThemForm(forms.Form):
    """What an administrator has made sure of before somebody is erased on a written request."""

    sure = forms.BooleanField(
        label="They asked for it in writing, and I have made sure that it was they",
        help_text="Ring them, or see them: anybody can write a letter.",
        error_messages={"required": "Make sure that it was they, then tick this."},
    )
