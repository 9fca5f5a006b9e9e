"""Writing down that somebody saw or changed something personal of somebody else's, for the person it concerns."""

from typing import Any

from django.utils import timezone

from home.enums import Touched
from home.models import AccessEntry, User, new_secret


def note(*, person: User | None, by: User | None, what: Touched, about: str = "", key: str = "") -> None:
    """Keep that `by` did `what`; what people do with their own is nobody's business. `about` names no person. One `key` is one entry.

    `by` is nobody where it was done at the server. One statement, in the caller's transaction.
    """
    if person is None or (by is not None and by.pk == person.pk):
        return
    entry = AccessEntry(person_id=person.pk, by_id=by.pk if by else None, what=what, about=about[:200], key=key or new_secret())
    AccessEntry.objects.bulk_create([entry], ignore_conflicts=True)


def note_reading(*, person: User, by: User, what: Touched, about: str, thing: Any) -> None:
    """Keep that `by` read `thing` of `person`'s today. It stands once a day, however often they look: nobody's clicks are counted."""
    note(person=person, by=by, what=what, about=about, key=f"{what}:{thing.pk}:{by.pk}:{timezone.localdate()}")
