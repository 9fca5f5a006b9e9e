"""Having done again what failed: letters, and tasks of the worker. Each at most once, and nothing that is not true any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django_q.models import Task
from django_q.tasks import async_task
from wagtail.log_actions import log

from home.actions.setting_up import the_settings
from home.actions.telling import goes_at, wake_sender
from home.letters.writing import letter_key
from home.models import ErasureWish, Invitation, Letter, Notice, Preferences, User
from home.permissions import may_look_after_site
from home.seams.again import take_back_what_is_past
from home.watching import work

TOO_OLD = timedelta(days=14)
CODES_HOLD = timedelta(hours=1)  # letters of signing in hold a code or a link that soon runs out
MUST_STAND = ("invitation", "erasure")  # letters of what may have been taken back
TOLD_OF = ("notice:", "urgent:")  # letters that tell of a notice


@dataclass(frozen=True)
class SentAgain:
    """How many letters go again, and how many do not because they are not true or not wanted any more."""

    going: int
    past: int


def send_again(*, by: User, pk: int | None = None) -> SentAgain:
    """Send letters that failed again: the one with `pk`, or all. Pressed twice, it happens once.

    How things stand is read anew: a letter goes to the address that its person has now, as they want mail now, and not at all where its matter is
    past, read or called off.
    """
    _check(by)
    now = timezone.now()
    with transaction.atomic():
        failed = Letter.objects.failed().select_for_update(of=("self",)).select_related("person")
        letters = list(failed.filter(pk=pk) if pk is not None else failed)
        if not letters:
            return SentAgain(0, 0)
        times = _times(letters, now)
        for letter in letters:
            _put_back(letter, times.get(letter.pk), now)
        take_back_what_is_past()
        going = Letter.objects.waiting().filter(pk__in=[letter.pk for letter in letters]).count()
        log(instance=the_settings(), action="home.letters_sent_again", user=by, data={"going": going, "past": len(letters) - going})
        if going:
            wake_sender()
    return SentAgain(going, len(letters) - going)


def _put_back(letter: Letter, when: datetime | None, now: datetime) -> None:
    """Have a letter wait again for its time; one that has none any more is dropped, and its words with it."""
    if when is None:
        letter.dropped_at, letter.text, letter.html, letter.calendar = now, "", "", ""
    else:
        letter.dropped_at, letter.attempts, letter.send_after = None, 0, when
        if letter.person is not None and letter.key.startswith(TOLD_OF):
            letter.address = letter.person.email
    letter.last_error = ""
    letter.save(update_fields=["dropped_at", "text", "html", "calendar", "attempts", "send_after", "address", "last_error"])


def _times(letters: list[Letter], now: datetime) -> dict[int, datetime]:
    """When each of `letters` may go, by its key; those that should not go any more are left out. Four queries, whatever there is."""
    people = {letter.person_id for letter in letters if letter.person_id}
    unread = Notice.objects.filter(person__in=people, read_at__isnull=True, created_at__gt=now - TOO_OLD).values_list("person_id", "key")
    told = {letter_key(person, key, urgent=urgent) for person, key in unread for urgent in (False, True)}
    wishes = {wish.person_id: wish for wish in Preferences.objects.filter(person__in=people)}
    rests = {kind: {letter.key.partition(":")[2] for letter in letters if letter.key.startswith(f"{kind}:")} for kind in MUST_STAND}
    stands = {f"invitation:{pk}" for pk in Invitation.objects.open(now).filter(pk__in=rests["invitation"]).values_list("pk", flat=True)}
    stands |= {f"erasure:{code}" for code in ErasureWish.objects.filter(code__in=rests["erasure"]).values_list("code", flat=True)}
    times = {}
    for letter in letters:
        kind = letter.key.partition(":")[0]
        if now - letter.created_at > (CODES_HOLD if kind == "account" else TOO_OLD) or (letter.person is not None and not letter.person.is_active):
            continue
        if letter.key.startswith(TOLD_OF):
            wish = wishes.get(letter.person_id or 0) or Preferences(person=letter.person)
            when = goes_at(wish, letter.kind, urgent=kind == "urgent", now=now) if letter.key in told else None
        else:
            when = now if kind not in MUST_STAND or letter.key in stands else None
        if when is not None:
            times[letter.pk] = when
    return times


def do_again(*, by: User, pk: str | None = None) -> int:
    """Put work that failed on the worker's list again: the task with `pk`, or all that did not work since. How many; pressed twice, it happens once."""
    _check(by)
    with transaction.atomic():
        wanted = [failure.pk for failure in work.failing_now(work.failures()) if pk is None or failure.pk == pk]
        rows = [row for row in Task.objects.select_for_update().filter(pk__in=wanted, success=False) if row.func.startswith(work.OUR_TASKS)]
        for row in rows:
            async_task(row.func, *(row.args or ()), **(row.kwargs or {}), q_options={"group": row.group})
        Task.objects.filter(success=False, func__in={row.func for row in rows if not row.args}).delete()
        Task.objects.filter(pk__in=[row.pk for row in rows]).delete()
        if rows:
            log(instance=the_settings(), action="home.work_done_again", user=by, data={"tasks": len(rows)})
    return len(rows)


def _check(by: User) -> None:
    if not may_look_after_site(by):
        raise PermissionDenied
