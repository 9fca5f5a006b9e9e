"""The fixed lists that communities and their sessions choose from."""

from django.db import models


class Audience(models.TextChoices):
    """Whom a session is for."""

    EVERYONE = "everyone", "Everyone in the community"
    STATED = "stated", "A group it is for, such as women only: people say themselves that they belong to it"
    INVITED = "invited", "Only people whom a facilitator invites; nobody else sees it"


class CameBy(models.TextChoices):
    """How somebody came to stand in the register."""

    LIST = "list", "Ticked by a facilitator"
    CODE = "code", "Checked in with the code"
    WALK_IN = "walk_in", "Came without registering"


class MaterialKind(models.TextChoices):
    """What is kept of a session afterwards."""

    SUMMARY = "summary", "Summary"
    RECORDING = "recording", "Recording"
    SLIDES = "slides", "Slides"
    OTHER = "other", "Something else"


class Audiences(models.TextChoices):
    """To whom a facilitator writes."""

    CONFIRMED = "confirmed", "Everyone who has a place"
    WAITING = "waiting", "Everyone on the waiting list"
    ALL = "all", "Everyone who registered"
