"""What a person does with reflections they wrote: send one, stop it, keep it in the record, take it away. Logged without content."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.log_actions import log

from home.actions.rights.noticing import note_reading
from home.actions.telling import tell
from home.enums import NoticeKind, Touched
from home.models import Team, TeamManager, User
from learning.actions.problems import LearningProblem
from learning.models import Reflection, ReflectionShare

LONGEST = 20_000  # characters
TELL_TASK = "learning.tasks.tell_of_shared_reflection"


def managers_of(person: User) -> list[User]:
    """Who manages or deputises for a team that `person` is in today, by name."""
    rows = TeamManager.objects.current().filter(team__in=Team.objects.of(person)).exclude(person=person).select_related("person")
    return sorted({row.person for row in rows}, key=lambda manager: (manager.name, manager.pk))


def rewrite(*, person: User, reflection: Reflection, text: str) -> None:
    """Change the words of a person's own reflection. Whoever may read it reads the new words."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise LearningProblem("There are no words here. To take the reflection away, choose “Delete”.")
    if len(text) > LONGEST:
        raise LearningProblem(f"That is {len(text):,} characters; {LONGEST:,} is the most. Your words are still here: make them shorter.")
    with transaction.atomic():
        found = _own(person, reflection)
        found.text = text
        found.save(update_fields=["text", "updated_at"])


def keep_in_record(*, person: User, reflection: Reflection, keep: bool) -> None:
    """Show a reflection in the person's own learning record, or no longer."""
    with transaction.atomic():
        found = _own(person, reflection)
        Reflection.objects.filter(pk=found.pk).update(in_record=keep)


def send(*, person: User, reflection: Reflection, address: str = "", manager: User | None = None) -> None:
    """Let one manager, or whoever has an account at `address`, read one reflection until the person stops it.

    For an address the answer, and what is written, are the same whether or not somebody is there; the worker tells them.
    Sent twice it is sent once.
    """
    with transaction.atomic():
        found = _own(person, reflection)
        managers = managers_of(person)
        reader: User | None
        if manager is not None:
            if manager not in managers:
                raise LearningProblem("This person does not manage a team that you are in.")
            reader, address = manager, ""
        else:
            address = address.strip().lower()
            try:
                validate_email(address)
            except ValidationError as fault:
                raise LearningProblem("Write the whole e-mail address of one colleague, such as name@example.org.") from fault
            if address == person.email.lower():
                raise LearningProblem("This is your own address. You can read your reflections whenever you like.")
            reader = User.objects.active().filter(email__iexact=address).first()
        standing_shares = list(ReflectionShare.objects.open().filter(reflection=found).values_list("reader_id", "address"))
        if any(at == address if address else reader is not None and pk == reader.pk for pk, at in standing_shares):
            return
        if reader and reader.pk in {pk for pk, _ in standing_shares}:
            reader = None  # they may read it already; the address stands in the list all the same
        share = ReflectionShare.objects.create(reflection=found, reader=reader, address=address, as_manager=reader in managers if reader else False)
        log(instance=found, action="learning.reflection_sent", user=person, data={"share": share.pk})
        transaction.on_commit(lambda: async_task(TELL_TASK, share.pk), robust=True)


def tell_reader(share_pk: int) -> bool:
    """Tell the reader of a share that something waits for them, where there is one and it still stands; whether it does."""
    share = ReflectionShare.objects.in_force().filter(pk=share_pk).select_related("reader", "reflection__person").first()
    if share is None:
        return False
    person = share.reflection.person
    tell(
        person=share.reader, kind=NoticeKind.ANSWER, key=f"reflection-share:{share.pk}", url=f"/learning/reflections/{share.reflection_id}/",
        title=f"{person} has sent you a reflection to read", why=f"{person} chose you. They can stop it at any time.",
        text="It is between the two of you: do not pass it on.", subject="Somebody has sent you something to read",
    )  # fmt: skip
    return True


def stop(*, person: User, share: ReflectionShare) -> None:
    """Stop sharing at once. Twice is once."""
    with transaction.atomic():
        mine = ReflectionShare.objects.open().filter(pk=share.pk, reflection__person=person)
        if mine.update(stopped_at=timezone.now()):
            log(instance=share.reflection, action="learning.reflection_stopped", user=person, data={"share": share.pk})


def opened(reader: User, reflection: Reflection) -> None:
    """Keep, for whose it is, that `reader` opened it; once a day."""
    note_reading(person=reflection.person, by=reader, what=Touched.READ_REFLECTION, about=f"in “{reflection.module_title}”", thing=reflection)


def delete(*, person: User, reflection: Reflection) -> None:
    """Take one reflection away for good, and with it everyone's reading of it."""
    with transaction.atomic():
        found = _own(person, reflection)
        log(instance=found, action="learning.reflection_deleted", user=person, deleted=True)
        found.delete()


def delete_all(*, person: User) -> int:
    """Take all of a person's reflections away for good; how many there were."""
    with transaction.atomic():
        mine = Reflection.objects.select_for_update().filter(person=person)
        count = len(mine)
        Reflection.objects.filter(pk__in=[row.pk for row in mine]).delete()
        if count:
            log(instance=person, action="learning.reflections_deleted", user=person, data={"count": count})
    return count


def _own(person: User, reflection: Reflection) -> Reflection:
    found = Reflection.objects.select_for_update().filter(pk=reflection.pk, person=person).first()
    if found is None:
        raise LearningProblem("This reflection is not here any more.")
    return found
