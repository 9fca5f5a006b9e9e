"""A check for every field in which somebody may write about others."""

from django import forms
from django.core.exceptions import ValidationError

from home.rules.identifying import problems_with


def identifies_nobody(text: str) -> None:
    """Refuse text with a number or a date that says who somebody is, with a sentence for each kind. See `home.rules.identifying`."""
    if found := problems_with(text):
        raise ValidationError(found)


def check_free_text(form: forms.BaseForm) -> None:
    """Have every field of `form` in which people write freely refuse what says who somebody is."""
    for field in form.fields.values():
        if type(field) is forms.CharField and identifies_nobody not in field.validators and not isinstance(field.widget, forms.HiddenInput):
            field.validators.append(identifies_nobody)
