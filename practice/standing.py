"""Who of practice sees or changes more than their own, and so needs a second factor; registered when the app is ready."""

from django.db.models import Exists, OuterRef

from home.querysets import on_day
from home.seams.standing import trusts
from practice.models import Facilitator


@trusts
def facilitators() -> Exists:
    """People who run a community today: they see who registers and who comes."""
    return Exists(Facilitator.objects.filter(on_day(), person=OuterRef("pk")))
