"""Forms of the register: who came without registering, the check-in code, and whom to invite."""

from typing import cast

from django import forms

from home.models import Service


class WalkInForm(forms.Form):
    """Somebody who came without registering."""

    email = forms.EmailField(label="Their e-mail address, if they sign in here", required=False)
    name = forms.CharField(label="Or their name, if they do not", max_length=120, required=False)
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Where they work, if anywhere", required=False, empty_label="Nowhere here, or not said",
        help_text="For counts of which services come, shown only where they can be traced to nobody.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["service"]).queryset = Service.objects.order_by("name")

    def clean(self) -> dict:
        """One of the two."""
        data = super().clean() or {}
        if not self.errors and not data.get("email") and not data.get("name"):
            self.add_error("email", "Write their e-mail address here, or their name.")
        return data


class CodeForm(forms.Form):
    """The code that is said in the session."""

    code = forms.CharField(
        label="The code", max_length=12, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Write the code that is said in the session."},
    )  # fmt: skip


class InviteeForm(forms.Form):
    """Somebody to invite to a closed session."""

    email = forms.EmailField(label="Their e-mail address here", error_messages={"required": "Write their e-mail address."})
