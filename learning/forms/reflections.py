"""Forms about one's own reflections and about readers' notes."""

from typing import cast

from django import forms

from home.models import User

ELSE = "else"


class WordsForm(forms.Form):
    """The words of a reflection."""

    text = forms.CharField(
        label="Your words",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "There are no words here. To take the reflection away, choose “Delete”."},
    )


class SendForm(forms.Form):
    """Whom a reflection goes to: one of the person's managers, or somebody by their whole address."""

    to = forms.ChoiceField(widget=forms.RadioSelect, label="Who may read it", error_messages={"required": "Choose who may read it."})
    address = forms.EmailField(
        label="Their whole e-mail address",
        required=False,
        help_text="Only for somebody else, such as your supervisor. We do not show who has an account here.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Write the whole e-mail address of one colleague, such as name@example.org."},
    )

    def __init__(self, *args, managers: list[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.managers = {str(manager.public_id): manager for manager in managers}
        choices = [(key, f"{manager}, who manages a team you are in") for key, manager in self.managers.items()]
        cast(forms.ChoiceField, self.fields["to"]).choices = [*choices, (ELSE, "Somebody else, by their e-mail address")]
        if not choices:
            self.fields["to"].initial = ELSE

    def clean(self):
        """An address stands where somebody else is chosen."""
        data = super().clean() or {}
        if data.get("to") == ELSE and not data.get("address") and "address" not in self.errors:
            self.add_error("address", "Write the whole e-mail address of one colleague, such as name@example.org.")
        return data

    @property
    def chosen_manager(self) -> User | None:
        """The manager who was chosen; nobody where an address was."""
        return self.managers.get(self.cleaned_data["to"])


class OutcomeForm(forms.Form):
    """What was done about a reader's note."""

    outcome = forms.CharField(
        label="What you did, or why nothing changes",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The reader gets these words.",
        error_messages={"required": "Say in a sentence or two what you did, or why nothing changes."},
    )
