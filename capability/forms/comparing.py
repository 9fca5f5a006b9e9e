"""Bringing another area's published file."""

from django import forms

CHOOSE = "Choose the file that the other area published."


class CompareForm(forms.Form):
    """The file, as the other area published it."""

    file = forms.FileField(
        label="Their published file (HDF5)",
        widget=forms.ClearableFileInput(attrs={"accept": ".h5,application/x-hdf5"}),
        help_text="It is read once and not kept.",
        error_messages={"required": CHOOSE, "empty": f"This file is empty. {CHOOSE}"},
    )
