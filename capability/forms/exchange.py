"""Forms of the framework's import."""

import base64
import binascii

from django import forms

from capability.rules.exchange import LONGEST_FILE

MEGABYTES = LONGEST_FILE // 1024 // 1024


class ImportForm(forms.Form):
    """The file to look at, and what the version is called."""

    file = forms.FileField(
        label="The file",
        help_text=f"A CASE package (JSON) or CSV, at most {MEGABYTES} MB.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty.", "missing": "Choose a file.", "invalid": "Choose a file."},
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.csv,application/json,text/csv"}),
    )
    version = forms.CharField(label="What the version is called", required=False, max_length=20, help_text="Left empty, a CASE file's own is taken.")
    title = forms.CharField(label="What the framework is called", required=False, max_length=160, help_text="Left empty, it keeps its title.")

    def clean_file(self) -> bytes:
        """The file's bytes; refused by its size before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LONGEST_FILE:
            raise forms.ValidationError(f"The file is larger than {MEGABYTES} MB.")
        return file.read()


class CarryOutForm(forms.Form):
    """The file that was looked at, and what binds it to what was shown."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_FILE * 4 // 3 + 100)
    token = forms.CharField(widget=forms.HiddenInput, max_length=500)
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    title = forms.CharField(widget=forms.HiddenInput, required=False, max_length=160)

    def clean_content(self) -> bytes:
        """The file's bytes."""
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError) as fault:
            raise forms.ValidationError("The file did not arrive whole. Choose it again.") from fault
