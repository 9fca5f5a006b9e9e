"""Forms of the roster import."""

import base64
import binascii

from django import forms

from home.rules.roster import LONGEST_FILE


class RosterForm(forms.Form):
    """The file to look at."""

    file = forms.FileField(
        label="The roster",
        help_text="A CSV file of at most 512 kB.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty.", "missing": "Choose a file.", "invalid": "Choose a file."},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> bytes:
        """The file's bytes; refused by its size before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LONGEST_FILE:
            raise forms.ValidationError("The file is larger than 512 kB. Split it into several.")
        return file.read()


class CarryOutForm(forms.Form):
    """The file that was looked at, and what binds it to what was shown."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_FILE * 4 // 3 + 100)
    token = forms.CharField(widget=forms.HiddenInput, max_length=500)

    def clean_content(self) -> bytes:
        """The file's bytes."""
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError) as fault:
            raise forms.ValidationError("The file did not arrive whole. Choose it again.") from fault
