"""Choosing words: the terms that an area adds to the word helper, and those that an editor looked at and let stand."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from wagtail.models import Page

from home.querysets import AreaTermQuerySet


class AreaTerm(models.Model):
    """A term that this area marks as well as those that ship."""

    name = models.CharField(max_length=80)
    forms = models.TextField(max_length=1000)
    why = models.CharField(max_length=300)
    suggestions = models.TextField(max_length=1000)
    source = models.CharField(max_length=200, blank=True)

    objects = AreaTermQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="area_term_once"),
            models.CheckConstraint(condition=~Q(forms="") & ~Q(why="") & ~Q(suggestions=""), name="area_term_says_why_and_what_else"),
        ]

    def __str__(self) -> str:
        return self.name

    def as_table(self) -> dict:
        """The term as the lexicon's files write it; its forms are plain words, so nothing in them is an expression."""
        forms = [re.escape(line).replace("\\ ", " ") for line in self.forms.splitlines() if line.strip()]
        others = [line.strip() for line in self.suggestions.splitlines() if line.strip()]
        return {"term": self.name, "forms": forms, "why": self.why, "suggestions": others, "source": self.source}


class KeptWord(models.Model):
    """A marked term in one sentence of a page that an editor decided to keep; it is not marked there again."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    sentence = models.CharField(max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "sentence"], name="kept_word_once")]
