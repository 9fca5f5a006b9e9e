"""Which of practice's letters do not go late: those about visits and sessions that have begun, or were called off."""

from django.utils import timezone

from home.actions.untelling import drop_letters
from home.models import Letter
from home.seams.again import takes_back_what_is_past
from practice.actions.sessions import reminding as sessions_reminding
from practice.actions.shadowing import reminding
from practice.models import Speaker

takes_back_what_is_past(reminding.drop_past_reminders)
takes_back_what_is_past(sessions_reminding.drop_past_letters)


@takes_back_what_is_past
def drop_past_questions_to_speakers() -> int:
    """Stop letters to speakers without an account about sessions that have begun or were called off. How many."""
    keys = Letter.objects.waiting().filter(key__startswith="speaker:").values_list("key", flat=True)
    speakers = {key: int(key.split(":")[1]) for key in keys}
    to_come = Speaker.objects.filter(pk__in=speakers.values(), session__called_off_at__isnull=True, session__starts_at__gt=timezone.now())
    asked = set(to_come.values_list("pk", flat=True))
    return drop_letters(Letter.objects.filter(key__in=[key for key, speaker in speakers.items() if speaker not in asked]))
