"""Lived-experience reviewers of a module: who was asked, how they are credited, and what they said to exactly which text."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from home.enums import Naming
from learning.models.pages import ModulePage
from learning.querysets import ModuleReviewerQuerySet


class ModuleReviewer(models.Model):
    """Somebody whose yes a module needs before it, or a lesson of it, goes live. They choose how they are credited, or not at all."""

    module = models.ForeignKey(ModulePage, on_delete=models.CASCADE, related_name="named_reviewers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    credit = models.CharField("how you are credited", max_length=12, choices=Naming.choices, default=Naming.NOBODY)
    pseudonym = models.CharField("the name you choose", max_length=80, blank=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ModuleReviewerQuerySet.as_manager()

    class Meta:
        ordering = ["named_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["module", "person"], condition=Q(ended_at__isnull=True), name="module_reviewer_once"),
            models.CheckConstraint(condition=~Q(credit=Naming.PSEUDONYM) | ~Q(pseudonym=""), name="module_reviewer_pseudonym_has_name"),
        ]

    @property
    def credit_words(self) -> str:
        """The name that readers see; empty where they are not named."""
        names = {Naming.REAL: str(self.person), Naming.FIRST: str(self.person).split()[0], Naming.PSEUDONYM: self.pseudonym}
        return names.get(Naming(self.credit), "")


class ReviewersWord(models.Model):
    """What a reviewer said to one exact text of one page: a yes, or what should change. Never altered; the latest counts."""

    reviewer = models.ForeignKey(ModuleReviewer, on_delete=models.CASCADE, related_name="words")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    is_yes = models.BooleanField()
    text = models.TextField(blank=True, max_length=2000)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(is_yes=True) | ~Q(text=""), name="reviewers_word_says_what_should_change"),
        ]
