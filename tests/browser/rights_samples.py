"""People's rights on the demonstration: a receipt, entries of who saw what, somebody who asked to be erased, somebody who left, and what went by itself."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from uuid import uuid4

from django.utils import timezone

from home.actions.rights.erasing import CANNOT
from home.enums import ErasureCause, Touched
from home.models import AccessEntry, Erasure, ErasureWish, Leaving, PersonalCopy, Removal, User, new_secret


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


@cache
def receipt() -> str:
    """The code of a receipt; the rest of what these pages show is made with it."""
    now, today = timezone.now(), timezone.localdate()
    for what, by in ((Touched.READ_ASSESSMENT, "carys"), (Touched.PLACE_CHANGED, "admin"), (Touched.ROLE_GIVEN, "admin")):
        AccessEntry.objects.create(person=person("asha"), by=person(by), what=what, about="Community team")
    AccessEntry.objects.create(person=person("asha"), what=Touched.COPY_MADE)
    PersonalCopy.objects.create(person=person("asha"), made_at=now, size=412_000)
    PersonalCopy.objects.create(person=person("asha"))
    ErasureWish.objects.create(person=person("frank"), cause=ErasureCause.HERE, due_at=now + timedelta(days=7))
    Leaving.objects.create(person=person("frank"), left_on=today - timedelta(days=30), erase_on=today + timedelta(days=700), told_at=now)
    Removal.objects.create(kind="Notices and mail: Your notices", rule="A year", count=212)
    counts = {"removed": [["Who you are", 1], ["Your reflections", 14]], "stays": [["Turn-aways you recorded", 3]], "cannot": CANNOT}
    return Erasure.objects.create(key=uuid4(), code=new_secret(), cause=ErasureCause.WRITTEN, at=now, receipt=counts).code


RIGHTS_SAMPLES: dict[str, Callable[[], object]] = {"receipt": receipt, "person": lambda: person("eve").pk}
