"""The fixed lists of a community's ledger."""

from django.db import models


class AgendaSource(models.TextChoices):
    """Where something on a session's agenda comes from."""

    CRITERIA = "criteria", "The service map: criteria"
    TURN_AWAYS = "turn_aways", "People who were turned away"
    BLOCKS = "blocks", "What blocks people from getting better at something"
