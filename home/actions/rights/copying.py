"""A copy of everything about oneself: asked for, made by the worker, fetched within a few days."""

import logging
import tempfile
from datetime import timedelta

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_q.tasks import async_task

from home.actions.refusals import Refused
from home.actions.rights.noticing import note
from home.actions.telling import tell
from home.enums import NoticeKind, Touched
from home.models import PersonalCopy, User
from home.personal_copy.writing import write_copy
from home.rules.rights import COPIES_A_DAY, DAYS_TO_FETCH

log = logging.getLogger("alongside")
MAKE_TASK = "home.tasks.make_copy"


def ask_for_copy(person: User) -> PersonalCopy:
    """Have the worker make a copy of everything; the one that is being made where there is one. Raises `Refused` after a few in one day."""
    now = timezone.now()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if found := PersonalCopy.objects.filter(person=person, made_at=None).first():
            return found
        if PersonalCopy.objects.filter(person=person, asked_at__gt=now - timedelta(days=1)).count() >= COPIES_A_DAY:
            raise Refused("You have had three copies since yesterday. Fetch one of those, or ask for another tomorrow.")
        made = PersonalCopy.objects.create(person=person, asked_at=now)
        transaction.on_commit(lambda: async_task(MAKE_TASK, made.pk), robust=True)
    return made


def make_copy(pk: int) -> bool:
    """Make one copy that was asked for, and tell its person; whether there was anything to do. It may run twice."""
    waiting = PersonalCopy.objects.select_related("person").filter(pk=pk, made_at=None).first()
    if waiting is None:
        return False
    now = timezone.now()
    with tempfile.TemporaryFile() as packed:
        write_copy(waiting.person, packed, made_at=now)
        size = packed.tell()
        packed.seek(0)
        name = default_storage.save(PersonalCopy._meta.get_field("file").generate_filename(waiting, "copy.zip"), File(packed))
    with transaction.atomic():
        mine = PersonalCopy.objects.filter(pk=pk, made_at=None).update(made_at=now, file=name, size=size)
        if mine:
            tell(
                person=waiting.person, kind=NoticeKind.ACCOUNT, key=f"copy:{waiting.key}", title="The copy of everything about you is ready",
                text=f"It can be fetched for {DAYS_TO_FETCH} days.", why="You asked for it. If it was not you, change your password at once.",
                url=reverse("my_copy"),
            )  # fmt: skip
    if not mine:  # another worker was faster, or the person is gone
        default_storage.delete(name)
    return bool(mine)


def make_waiting_copies() -> int:
    """Make what a stopped worker left; how many. What was asked for a moment ago is on its way already."""
    waiting = PersonalCopy.objects.filter(made_at=None, asked_at__lt=timezone.now() - timedelta(minutes=5))
    return sum(make_copy(pk) for pk in list(waiting.values_list("pk", flat=True)))


def made_at_the_server(person: User) -> None:
    """Keep that somebody who looks after the server made a copy, and tell the person."""
    note(person=person, by=None, what=Touched.COPY_MADE)
    tell(
        person=person, kind=NoticeKind.ACCOUNT, key=f"copy-at-server:{timezone.now():%Y-%m-%dT%H:%M:%S}",
        title="A copy of everything about you was made at the server",
        why="Whoever looks after the server makes one where somebody asks for it in writing. If you did not, ask your administrator.",
        url=reverse("who_saw"),
    )  # fmt: skip
