"""Checking a new password beyond Django's own checks."""

from django.core.exceptions import ValidationError

from home.context import site_settings
from home.models import User
from home.rules.passwords import says_the_place


class NotThePlace:
    """Refuses what is little more than the names of the site, its area, or of the product."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise `ValidationError` with a sentence."""
        site = site_settings()
        if says_the_place(password, ["alongside", site.name, site.area, "password", "welcome"]):
            raise ValidationError("Somebody who knows this site could guess it. Take words that have nothing to do with it.", code="says_the_place")

    def get_help_text(self) -> str:
        """What the form says beforehand."""
        return "It is not made of the name of this site or this area."
