"""Forms of reading criteria, and of a service that closes."""

from django import forms

from home.forms.days import DayField
from home.forms.identifying import check_free_text
from home.models import User


class AskReviewForm(forms.Form):
    """Whom to ask, and what is offered for it."""

    email = forms.EmailField(
        label="Their e-mail address", help_text="The one they sign in with. Speak with them first: this only follows it up.",
        error_messages={"required": "Write their address.", "invalid": "Write an address such as name@example.org."},
    )  # fmt: skip
    time = forms.CharField(label="How long it takes", max_length=200, help_text="Such as: about an hour, by the end of January.")
    fee = forms.CharField(label="Fee and expenses", max_length=300, help_text="How much, how and when it is paid. Nobody should be worse off for helping.")
    support = forms.CharField(label="Who supports them before and after", max_length=200, help_text="A name, and how to reach them.")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, missing in (("time", "Say how long it takes."), ("fee", "Say what is paid, or that nothing is."), ("support", "Name who supports them.")):
            self.fields[name].error_messages["required"] = missing
        check_free_text(self)

    def clean_email(self) -> str:
        """The address of somebody who can sign in."""
        said = self.cleaned_data["email"].strip().lower()
        self.reviewer = User.objects.active().filter(email__iexact=said, waits_for_welcome=False).first()
        if self.reviewer is None:
            raise forms.ValidationError("Nobody signs in with this address. Invite them first.")
        return said

    @property
    def offer(self) -> str:
        """What is offered, in lines."""
        said = self.cleaned_data
        return f"How long it takes: {said['time']}\nFee and expenses: {said['fee']}\nWho supports you: {said['support']}"


class ReviewForm(forms.Form):
    """What somebody says about criteria, and as whom."""

    text = forms.CharField(
        label="What would these rules mean for somebody like you?", max_length=3000, widget=forms.Textarea(attrs={"rows": 7}),
        help_text="What is clear, what would have kept you out, what you would say instead. Your own words stand as you write them.",
        error_messages={"required": "Write what you think, or say that you would rather not."},
    )  # fmt: skip
    named_as = forms.CharField(
        label="What stands under it", max_length=80, required=False,
        help_text="A first name, another name, or nothing: then it says “Somebody with experience of services”.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        check_free_text(self)


class AnswerForm(forms.Form):
    """What the service says to it."""

    answer = forms.CharField(
        label="What the service says", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you change, and by when; or why not.", error_messages={"required": "Write what the service says."},
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        check_free_text(self)


class CloseForm(forms.Form):
    """When a service closes, and where people go then."""

    last_day = DayField(
        label="Its last day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose its last day.", "invalid": "Write a whole date, such as 30/11/2026."},
    )  # fmt: skip
    after_closing = forms.CharField(
        label="Where people can go then", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everyone who looks for the service reads this, and whoever booked a visit.", error_messages={"required": "Say where people can go then."},
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        check_free_text(self)
