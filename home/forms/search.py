"""What somebody looks for."""

from django import forms

LONGEST = 100


class SearchForm(forms.Form):
    """A few words; longer ones are cut rather than refused."""

    q = forms.CharField(
        label="What are you looking for?", required=True, widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST, "autocomplete": "off"})
    )
