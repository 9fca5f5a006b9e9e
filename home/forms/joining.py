"""Forms of joining: making an account, inviting, asking, answering."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.db import transaction
from django.utils.html import format_html

from home.actions import joining
from home.forms.days import DayField
from home.models import JobRole, Team

AGREE = format_html('I agree to the <a href="{}">terms</a> and the <a href="{}">code of conduct</a>', "/about/terms/", "/about/code-of-conduct/")


class TeamChoice(forms.ModelChoiceField):
    """A team, named with its service."""

    def __init__(self, **options) -> None:
        options.setdefault("queryset", Team.objects.select_related("service"))
        super().__init__(**options)

    def label_from_instance(self, obj: Team) -> str:
        """ "Outreach, Riverside Recovery"."""
        return f"{obj.name}, {obj.service.name}"


class SignupForm(AllauthSignupForm):
    """Making an account: by an invitation, whose address is fixed, or at an approved address.

    The teams stand on the page after the address is confirmed: who works with whom is told to nobody who is not known.
    """

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As you would like colleagues to see it.",
        error_messages={"required": "Write the name that colleagues should see."},
    )
    pronouns = forms.CharField(label="Your pronouns", max_length=40, required=False, help_text="Shown beside your name, such as she/her or they/them.")
    agreed = forms.BooleanField(label=AGREE, error_messages={"required": "You need to agree to the terms and the code of conduct to make an account."})

    field_order = ["name", "pronouns", "email", "password1", "agreed"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        from allauth.core import context

        from home.accounts import invitation_of

        self.invitation = invitation_of(context.request)
        self.fields["email"].label = "Your e-mail address"
        self.fields["password1"].label = "Choose a password"
        if self.invitation is None:
            self.fields["email"].help_text = "Your work address, with which you sign in. Colleagues do not see it. You choose your team when it is confirmed."
            return
        self.initial.setdefault("name", self.invitation.name)
        self.initial["email"] = self.invitation.email
        self.fields["email"].disabled = True
        self.fields["email"].help_text = "The address that was invited. You can change it later."

    def clean_email(self) -> str:
        """The invited address; else one whose domain is approved. Says nothing of who has an account."""
        email = super().clean_email()
        if self.invitation is None and not joining.is_approved(email):
            raise forms.ValidationError("People at this address join by invitation. Ask your manager to send you one, or use your work address.")
        return email

    def save(self, request):
        """Make the account; take up the invitation, or wait for a team's yes. All of it stands or none."""
        from home.accounts import agreed, take_up

        with transaction.atomic():
            person = super().save(request)
            agreed(person)
            if self.invitation is not None:
                take_up(request, person)
            else:
                joining.await_welcome(person)
        return person


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label="E-mail address", error_messages={"required": "Write the address to invite.", "invalid": "Write an address such as asha@example.org."}
    )
    name = forms.CharField(label="Their name", max_length=120, required=False)
    job_role = forms.ModelChoiceField(label="Their job role", queryset=JobRole.objects.all(), required=False, empty_label="Leave it open")
    message = forms.CharField(
        label="A line from you",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands in the letter. They see it, and so does whoever reads their mail.",
    )


class AskForm(forms.Form):
    """Which team to ask."""

    team = TeamChoice(label="Which team are you in", empty_label="Choose your team", error_messages={"required": "Choose the team you work in."})
    job_role = forms.ModelChoiceField(label="Your job role", queryset=JobRole.objects.all(), required=False, empty_label="Leave it open")


class AnswerForm(forms.Form):
    """A reason for a no; a yes needs none."""

    reason = forms.CharField(label="A reason, if your answer is no", max_length=300, required=False, help_text="They see it.")


class LeaveForm(forms.Form):
    """The last day in a team."""

    last_day = DayField(
        label="Last day in the team",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose the last day.", "invalid": "Choose a day."},
    )


class DeputyForm(forms.Form):
    """Who stands in, and until when."""

    person: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Who stands in for you", queryset=None, empty_label="Choose somebody", error_messages={"required": "Choose somebody of your team."}
    )
    until = DayField(
        label="Until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day. Leave it empty to end it yourself when the time comes.",
    )

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # declared as a field of its own kind above
