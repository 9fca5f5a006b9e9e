"""Which of practice's letters do not go late: those about visits and sessions that have begun, or were called off."""

from django.utils import timezone

from home.actions.untelling import drop_letters
from home.models import Letter
from home.seams.again import takes_back_what_is_past
from practice.actions.sessions import guests
from practice.actions.sessions import reminding as sessions_reminding
from practice.actions.shadowing import reminding
from practice.models import Speaker

takes_back_what_is_past(reminding.drop_past_reminders)
takes_back_what_is_past(sessions_reminding.drop_past_letters)


@takes_back_what_is_past
def drop_past_questions_to_speakers() -> int:
    """Stop letters to speakers without an account about sessions that have begun or were called off, but not those that say that one was. How many."""
    keys = Letter.objects.waiting().filter(key__startswith="speaker:").values_list("key", flat=True)
    speakers = {key: int(key.split(":")[1]) for key in keys}
    ahead = Speaker.objects.filter(pk__in=speakers.values(), session__starts_at__gt=timezone.now())
    called_off = dict(ahead.values_list("pk", "session__called_off_at"))
    past = [key for key, pk in speakers.items() if pk not in called_off or (called_off[pk] and not key.endswith(guests.ENDED))]
    return drop_letters(Letter.objects.filter(key__in=past))
