"""Forms for what comes back to contributors: thanks, payments, and how they can be reached safely."""

import uuid
from decimal import Decimal

from django import forms
from django.utils import timezone

from home.actions.contributing.caring import Wishes
from home.enums import AfterDeath, PaidBy
from home.forms.days import DayField
from home.models.contributions.returning import LONGEST_THANKS


class ThanksForm(forms.Form):
    """What a reader says to whoever wrote a contribution."""

    text = forms.CharField(
        label="What you want to say", max_length=LONGEST_THANKS, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="A few lines are enough. Leave out what would say who you are, or who somebody else is.",
    )  # fmt: skip


class KeepBackForm(forms.Form):
    """Why thanks are not passed on."""

    because = forms.CharField(label="Why it is not passed on", max_length=400, help_text="Whoever wrote it reads this. Its author hears nothing of it.")


class WishesForm(forms.Form):
    """How somebody can be reached safely, and what becomes of their words when they have died."""

    never_by_mail = forms.BooleanField(label="Never by mail", required=False, help_text="You then find everything here, when you sign in.")
    how = forms.CharField(label="How you can be reached safely", max_length=400, required=False, help_text="Such as “ring my support worker, not my home”.")
    when = forms.CharField(label="When you can be reached safely", max_length=400, required=False, help_text="Such as “weekday mornings”.")
    after_death = forms.ChoiceField(
        label="What becomes of your words if you die", choices=[("", "I have not decided"), *AfterDeath.choices], required=False, widget=forms.RadioSelect
    )
    if_i_die = forms.CharField(label="Whom to ask then, or what else we should know", max_length=400, required=False)

    @property
    def wishes(self) -> Wishes:
        """What was said."""
        return Wishes(**self.cleaned_data)


class PaymentForm(forms.Form):
    """What was agreed with a contributor."""

    what = forms.CharField(label="What it is for", max_length=200, help_text="Such as “two hours of writing, and the bus”.")
    amount = forms.DecimalField(label="How much, in pounds", min_value=Decimal("0.01"), max_digits=7, decimal_places=2)
    paid_by = forms.ChoiceField(label="How it is paid", choices=PaidBy.choices, widget=forms.RadioSelect)
    due_on = DayField(label="By which day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class PaidForm(forms.Form):
    """When it was paid."""

    made_on = DayField(label="On which day it was paid", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("made_on", timezone.localdate())


class DiedForm(forms.Form):
    """That a contributor has died, and what was decided where they left it to others."""

    how_known = forms.CharField(label="How you know, and from whom", max_length=200)
    then = forms.ChoiceField(
        label="What becomes of their words", choices=[choice for choice in AfterDeath.choices if choice[0] != AfterDeath.ASK], widget=forms.RadioSelect
    )

    def __init__(self, *args, chosen: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if chosen in (AfterDeath.TAKE_BACK, AfterDeath.LET_STAND):
            del self.fields["then"]
        self.chosen = chosen

    @property
    def decided(self) -> AfterDeath:
        """What they chose, or what was decided for them."""
        return AfterDeath(self.cleaned_data.get("then") or self.chosen)
