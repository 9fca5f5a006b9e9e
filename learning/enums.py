"""The fixed lists of learning."""

from django.db import models


class CheckType(models.TextChoices):
    """The kinds of knowledge check."""

    ONE = "one", "One answer"
    SEVERAL = "several", "Several answers"
    TRUE_FALSE = "true_false", "True or false"
    ORDER = "order", "Put in order"
    MATCH = "match", "Match"
    SHORT = "short", "In your own words, with a model answer"


class StateKind(models.TextChoices):
    """What a person's place in a block is about."""

    SCENARIO = "scenario", "Scenario"
    CHECKLIST = "checklist", "Checklist"
    POLL = "poll", "Poll"


class Audience(models.TextChoices):
    """Whom a manager asks."""

    TEAM = "team", "Everyone in the team"
    JOB_ROLE = "job_role", "Everyone in one job role"
    PERSON = "person", "One person"


class Standing(models.TextChoices):
    """How far somebody is with what was asked; all that a manager sees."""

    NOT_STARTED = "not_started", "Not started"
    STARTED = "started", "Started"
    DONE = "done", "Done"
