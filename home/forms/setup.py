"""Forms of setting a site up, one for each part."""

from django import forms

from home.models import Sector

LINES = "One a line: the name, a bar (|), the number or address, a bar, when it is open."


class NameForm(forms.Form):
    """What the site is called."""

    name = forms.CharField(label="The site's name", max_length=80, error_messages={"required": "Give the site a name."})
    area = forms.CharField(label="The area's name", max_length=80, required=False, help_text="A town, a county, a partnership.")
    strapline = forms.CharField(label="A line under the name", max_length=160, required=False)
    contact_email = forms.EmailField(
        label="Who answers questions about the site",
        required=False,
        help_text="An address that everyone sees at the foot of each page.",
        error_messages={"invalid": "Write an address such as hello@wenbridge.example."},
    )


class SupportForm(forms.Form):
    """Where people find help near them."""

    local_support = forms.CharField(label="Local support lines", required=False, max_length=4000, help_text=LINES, widget=forms.Textarea(attrs={"rows": 4}))
    staff_support = forms.CharField(
        label="Support for staff", required=False, max_length=4000, help_text="In the same form.", widget=forms.Textarea(attrs={"rows": 4})
    )
    safeguarding = forms.CharField(
        label="What to do when you fear for somebody's safety", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_local_support(self) -> str:
        """The lines; each needs a name and a way to reach it."""
        return _lines(self.cleaned_data["local_support"])

    def clean_staff_support(self) -> str:
        """The lines; each needs a name and a way to reach it."""
        return _lines(self.cleaned_data["staff_support"])


def _lines(text: str) -> str:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and (line.count("|") not in (1, 2) or not all(part.strip() for part in line.split("|")[:2])):
            raise forms.ValidationError(f"Line {number}: write the name, a bar (|), the number or address, and, after another bar, when it is open.")
    return text


class SectorsForm(forms.Form):
    """The area's sectors."""

    names = forms.CharField(
        label="Sectors",
        max_length=2000,
        help_text="One a line, in the order in which they are shown.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Name at least one sector."},
    )

    def clean_names(self) -> list[str]:
        """The names, each once."""
        names = list(dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["names"].splitlines() if line.strip()))
        if any(len(name) > 80 for name in names):
            raise forms.ValidationError("Keep each name under 80 characters.")
        if len({name.lower() for name in names}) != len(names):
            raise forms.ValidationError("One of the sectors is there twice.")
        return names


class DomainsForm(forms.Form):
    """Who may ask to join without an invitation."""

    domains = forms.CharField(
        label="Approved e-mail domains",
        required=False,
        max_length=4000,
        help_text="One a line: what stands after the @. People there may make an account and ask a team; its manager decides. Leave it empty, and people join by invitation only.",  # noqa: E501 - one sentence
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_domains(self) -> list[str]:
        """The domains in lower case, each once."""
        return list(dict.fromkeys(line.strip().lower().lstrip("@") for line in self.cleaned_data["domains"].splitlines() if line.strip()))


class MapForm(forms.Form):
    """Who may read the service map."""

    services_public = forms.BooleanField(
        label="Everyone may read the service map, without signing in", required=False,
        help_text="Also as open data at /services.json. Otherwise people sign in to read it. What is unclear in it stays for people who sign in.",
    )  # fmt: skip


class KeepingForm(forms.Form):
    """How long things are kept."""

    retention_months = forms.IntegerField(
        label="Months a leaver's learning is kept",
        min_value=1,
        max_value=120,
        help_text="In case they come back. Then it is erased.",
        error_messages={"required": "Write a number of months.", "invalid": "Write a whole number of months."},
    )


class ServiceForm(forms.Form):
    """One service."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Write the service's name."})
    sector = forms.ModelChoiceField(label="Sector", queryset=Sector.objects.all(), empty_label="Choose one", error_messages={"required": "Choose its sector."})
    place = forms.CharField(
        label="Place", max_length=120, help_text="A town or part of it, as people say it.", error_messages={"required": "Say where it is, as people would."}
    )


ServicesForm = forms.formset_factory(ServiceForm, extra=3, max_num=30, validate_max=True)
