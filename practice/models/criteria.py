"""Whom a service accepts: its criteria in structured form."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from practice.enums.services import RULES, About
from practice.models.services import ServiceEntry
from practice.rules.criteria import DEFINED, NUMBERED, RULES_OF, Part, Said


def _fits() -> Q:
    fits = Q()
    for subject, rules in RULES_OF.items():
        fits |= Q(about=subject.value, rule__in=[rule.value for rule in rules])
    return fits


class Criterion(models.Model):
    """One rule of a service about one thing, and the parts of the service that it applies to.

    Of one thing a part of a service has one rule: two would contradict each other.
    """

    entry = models.ForeignKey(ServiceEntry, on_delete=models.CASCADE, related_name="criteria")
    about = models.CharField(max_length=12, choices=About.choices)
    rule = models.CharField(max_length=12, choices=RULES)
    for_assessment = models.BooleanField("assessment", default=False)
    for_treatment = models.BooleanField("treatment", default=False)
    for_therapy = models.BooleanField("therapy", default=False)
    for_group = models.BooleanField("group", default=False)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    definition = models.CharField("what it means in practice", max_length=300, blank=True)
    how_checked = models.CharField("how it is checked", max_length=300, blank=True)
    exceptions = models.CharField(max_length=300, blank=True)
    who_can_waive = models.CharField("who can waive it", max_length=200, blank=True)
    meanwhile = models.CharField("what is offered meanwhile", max_length=300, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    review_due_on = models.DateField("to be looked at again by", null=True, blank=True)

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=_fits(), name="criterion_rule_fits_subject"),
            models.CheckConstraint(
                condition=Q(for_assessment=True) | Q(for_treatment=True) | Q(for_therapy=True) | Q(for_group=True), name="criterion_applies_to_something"
            ),
            models.CheckConstraint(condition=~Q(rule__in=[rule.value for rule in DEFINED]) | ~Q(definition=""), name="criterion_reduced_is_defined"),
            models.CheckConstraint(
                condition=~Q(rule__in=[rule.value for rule in NUMBERED]) | Q(number__isnull=False, number__gte=1), name="criterion_number_is_given"
            ),
            *(
                models.UniqueConstraint(fields=["entry", "about"], condition=Q(**{f"for_{part.value}": True}), name=f"criterion_once_for_{part.value}")
                for part in Part
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_about_display()}"

    @property
    def parts(self) -> tuple[str, ...]:
        """What it applies to, in order."""
        return tuple(part.value for part in Part if getattr(self, f"for_{part.value}"))

    @property
    def said(self) -> Said:
        """The criterion as the rules read it."""
        same = ("rule", "number", "definition", "how_checked", "exceptions", "who_can_waive", "meanwhile", "confirmed_on", "review_due_on")
        return Said(subject=self.about, parts=self.parts, **{name: getattr(self, name) for name in same})
