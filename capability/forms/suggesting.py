"""What a manager suggests to a team from a gap."""

from collections.abc import Sequence
from typing import cast

from django import forms

from capability.seams import Offer

TEAM, SHARING = "team", "sharing"


class SuggestForm(forms.Form):
    """One of the things that would help, to whom, and a few words."""

    offer = forms.ChoiceField(label="What you suggest", widget=forms.RadioSelect, error_messages={"required": "Choose what you suggest."})
    audience = forms.ChoiceField(
        label="Whom you tell",
        widget=forms.RadioSelect,
        choices=[(TEAM, "Everyone in the team"), (SHARING, "Everyone who shares their self-assessment with me")],
        initial=TEAM,
        help_text="Never only those with the gap: being told must tell nothing about anybody.",
        error_messages={"required": "Choose whom you tell."},
    )
    words = forms.CharField(
        label="A few words of yours",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="You can leave this. Say what it is for, not what somebody lacks.",
    )

    def __init__(self, *args, offers: Sequence[Offer], **kwargs) -> None:
        """`offers` are what there is for the capability today."""
        super().__init__(*args, **kwargs)
        self.offers = {offer.url: offer for offer in offers}
        choices = [(offer.url, f"{offer.kind}: {offer.title}") for offer in offers]
        cast(forms.ChoiceField, self.fields["offer"]).choices = choices

    @property
    def chosen(self) -> Offer:
        """What was chosen."""
        return self.offers[self.cleaned_data["offer"]]
