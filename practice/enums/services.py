"""The fixed lists of the service map."""

from django.db import models

from practice.rules.criteria import RULE_WORDS, SUBJECT_WORDS, Part, Rule, Subject


class EntryKind(models.TextChoices):
    """What an entry on the map is: a service, or something that nobody is employed by."""

    SERVICE = "service", "Service"
    MEETING = "meeting", "Multi-agency meeting"
    MUTUAL_AID = "mutual_aid", "Mutual aid"
    ASSET = "asset", "Place or group in the community"


class Need(models.TextChoices):
    """What people look for help with."""

    CRISIS = "crisis", "A crisis, now"
    DRUGS = "drugs", "Drugs"
    ALCOHOL = "alcohol", "Alcohol"
    MENTAL_HEALTH = "mental_health", "Mental health"
    BOTH = "both", "Mental health and drugs or alcohol together"
    HOUSING = "housing", "Somewhere to live"
    HEALTH = "health", "Bodily health"
    JUSTICE = "justice", "Police, court and prison"
    FAMILY = "family", "Family and carers"
    COMPANY = "company", "Company, and people who have been there"


class Route(models.TextChoices):
    """Who can refer."""

    ANYONE = "anyone", "The person themselves, or anyone for them"
    SELF = "self", "The person themselves"
    PROFESSIONAL = "professional", "Any professional"
    GP_ONLY = "gp_only", "A GP only"


class About(models.TextChoices):
    """What a criterion is about."""

    SUBSTANCE = Subject.SUBSTANCE.value, SUBJECT_WORDS[Subject.SUBSTANCE]
    DIAGNOSIS = Subject.DIAGNOSIS.value, SUBJECT_WORDS[Subject.DIAGNOSIS]
    BEHAVIOUR = Subject.BEHAVIOUR.value, SUBJECT_WORDS[Subject.BEHAVIOUR]
    MISSED = Subject.MISSED.value, SUBJECT_WORDS[Subject.MISSED]
    GROUP_FIRST = Subject.GROUP_FIRST.value, SUBJECT_WORDS[Subject.GROUP_FIRST]


RULES = [(rule.value, RULE_WORDS[rule]) for rule in Rule]
PARTS = [(part.value, part.value.capitalize()) for part in Part]


class Refusal(models.TextChoices):
    """What somebody was told when they were turned away."""

    STILL_USING = "still_using", "They still drink or use drugs"
    INTOXICATED = "intoxicated", "They had been drinking or using that day"
    DIAGNOSIS = "diagnosis", "No diagnosis, or the wrong one"
    COMPLEXITY = "complexity", "“Too complex”, or too high a risk"
    NOT_ILL_ENOUGH = "not_ill_enough", "Not ill enough"
    OTHER_FIRST = "other_first", "Another service has to help first"
    BEHAVIOUR = "behaviour", "How they behaved, then or before"
    MISSED = "missed", "Missed appointments"
    PLACE = "place", "Where they live, or no fixed address"
    FULL = "full", "No room, or too long a wait"
    NO_REASON = "no_reason", "No reason was given"
