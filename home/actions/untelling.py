"""Taking back what people were told: letters that have not gone are dropped, because what they say does not hold any more."""

from django.db.models import QuerySet
from django.utils import timezone

from home.letters.writing import letter_key
from home.models import Letter, Notice


def drop_letters(letters: QuerySet[Letter]) -> int:
    """Drop those of `letters` that have not gone, with their words and calendar files, so that nobody sends a failed one again; how many."""
    there = letters.filter(sent_at__isnull=True).exclude(dropped_at__isnull=False, text="")
    return there.update(dropped_at=timezone.now(), text="", html="", calendar="", last_error="")


def untell(beginning: str, *, person: int | None = None, as_read: bool = False) -> int:
    """Drop letters that have not gone about everything whose key begins with `beginning`, to one `person` or to all; how many.

    With `as_read` the notices count as read: there is nothing left to do about them.
    """
    notices = Notice.objects.filter(key__startswith=beginning)
    if person is not None:
        notices = notices.filter(person=person)
    told = list(notices.values_list("person_id", "key"))
    if as_read:
        notices.filter(read_at__isnull=True).update(read_at=timezone.now())
    return drop_letters(Letter.objects.filter(key__in=[letter_key(who, key, urgent=urgent) for who, key in told for urgent in (False, True)]))
