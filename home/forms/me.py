"""Forms about oneself."""

from django import forms

from home.enums import MailRhythm, NoticeKind

MAIL_KINDS = [(kind.value, kind.label) for kind in NoticeKind if kind != NoticeKind.ACCOUNT]


class ProfileForm(forms.Form):
    """What colleagues see of somebody."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As you would like colleagues to see it.",
        error_messages={"required": "Write the name that colleagues should see."},
    )
    pronouns = forms.CharField(
        label="Your pronouns", max_length=40, required=False, help_text="Shown beside your name, such as she/her or they/them. Leave it empty to show none."
    )


class PreferencesForm(forms.Form):
    """When mail may come, and about what."""

    rhythm = forms.ChoiceField(label="How often may ordinary news come by mail", choices=MailRhythm.choices, widget=forms.RadioSelect)
    quiet_from = forms.TimeField(
        label="Quiet from", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), error_messages={"invalid": "Write a time such as 18:00."}
    )
    quiet_until = forms.TimeField(
        label="Quiet until",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="The same time twice means that no hour is quiet.",
        error_messages={"invalid": "Write a time such as 08:00."},
    )
    quiet_weekends = forms.BooleanField(label="No mail at weekends and on bank holidays", required=False)
    mail_about = forms.MultipleChoiceField(
        label="What may come by mail",
        choices=MAIL_KINDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Notices on the site come in any case.",
    )

    def wishes(self) -> dict:
        """What was chosen, as fields of Preferences."""
        kept = {name: self.cleaned_data[name] for name in ("rhythm", "quiet_from", "quiet_until", "quiet_weekends")}
        return kept | {"no_mail_about": [kind for kind, _ in MAIL_KINDS if kind not in self.cleaned_data["mail_about"]]}
