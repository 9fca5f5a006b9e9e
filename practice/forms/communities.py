"""Forms for founding a community, changing what it says of itself, and inviting people to it."""

from typing import cast

from django import forms

from home.models import User
from practice.forms.shadowing import words


class FoundForm(forms.Form):
    """A new community and who runs it first."""

    title = forms.CharField(label="What it is called", max_length=120, error_messages={"required": "Give it a name."})
    summary = forms.CharField(label="What it is for, in a sentence", max_length=300, error_messages={"required": "Say what it is for."})
    facilitator = forms.EmailField(label="Who runs it first", help_text="Their e-mail address here.", error_messages={"required": "Name somebody who runs it."})

    def clean_facilitator(self) -> User:
        """The person with this address."""
        return _person(self.cleaned_data["facilitator"])


class CommunityForm(forms.Form):
    """What a community says of itself."""

    title = forms.CharField(label="What it is called", max_length=120, error_messages={"required": "Give it a name."})
    summary = forms.CharField(label="What it is for, in a sentence", max_length=300, error_messages={"required": "Say what it is for."})
    purpose = words("What it is for, in more words", most=3000, rows=5)
    who_for = words("Who it is for", most=1000, rows=3)
    agreement = words("How we are with each other", most=3000, rows=5, hint="Such as: what is said here stays here, what is learned here leaves here.")


class InviteForm(forms.Form):
    """Somebody to invite."""

    email = forms.EmailField(label="Their e-mail address", error_messages={"required": "Write their e-mail address."})
    name = forms.CharField(label="Their name, if you know how they like it written", max_length=120, required=False)
    message = forms.CharField(label="A few words from you", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class FacilitatorForm(forms.Form):
    """Somebody who is to run the community too."""

    person = forms.EmailField(label="Their e-mail address here", error_messages={"required": "Write their e-mail address."})

    def clean_person(self) -> User:
        """The person with this address."""
        return _person(self.cleaned_data["person"])


def _person(email: str) -> User:
    found = User.objects.active().filter(email__iexact=email.strip(), waits_for_welcome=False).first()
    if found is None:
        raise forms.ValidationError("Nobody signs in with this address. Check it, or invite them first.")
    return cast(User, found)
