"""What waits for an editor in the CMS: modules whose review is due, and readers' notes that nobody has answered."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from laces.components import Component

from learning.models import LessonNote, ModulePage

AHEAD = timedelta(days=60)


class WhatWaits(Component):
    """The panel on the CMS's first page."""

    order = 50
    template_name = "learning/panels/what_waits.html"

    def get_context_data(self, parent_context: Any = None) -> dict:
        """The modules whose review is due within 60 days, and how many notes wait."""
        today = timezone.localdate()
        due = ModulePage.objects.live().filter(review_due_on__lte=today + AHEAD).order_by("review_due_on")
        notes = LessonNote.objects.filter(outcome="").count()
        return {"due": [(module, module.review_due_on < today) for module in due[:20]], "notes": notes, "notes_url": reverse("learning:notes")}
