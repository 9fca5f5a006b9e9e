"""Who has opened a lesson since a contribution stood in it; registered when the app is ready."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from home.seams.readers import knows_readers
from learning.models import LessonProgress


@knows_readers
def of_lessons(pages: Mapping[int, datetime]) -> Iterable[int]:
    """People who began or finished one of these lessons since then."""
    wanted = Q(pk__in=[])
    for page, since in pages.items():
        wanted |= Q(lesson=page) & (Q(started_at__gte=since) | Q(finished_at__gte=since))
    return LessonProgress.objects.filter(wanted).values_list("person_id", flat=True)
