"""How the site's own parts are: the worker and its queue, letters, and what failed. Each is cheap enough to be measured often."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from home.models import Letter
from home.seams.status import Report, tells_how_it_is
from home.watching import work
from home.wording import count_words

AWAY = timedelta(minutes=3)  # the worker shows itself twice a minute
SLOW = 5 * 60  # seconds that a task may wait
LATE = timedelta(minutes=15)  # that a letter may wait after its time
RESTART = "Start the worker: manage.py qcluster, under its supervisor. Until then letters wait; nothing is lost."


def ago(moment: datetime) -> str:
    """How long ago, roughly: "12 seconds ago", "3 hours ago"."""
    return f"{length_words((timezone.now() - moment).total_seconds())} ago"


def length_words(seconds: float) -> str:
    """A length of time in its largest unit: "one minute", "3 days"."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return count_words(int(seconds // size), unit)
    return count_words(max(int(seconds), 1), "second")


@tells_how_it_is(measured=True)
def the_worker() -> Iterator[Report]:
    """Whether the background worker lives, by what it last did by the clock."""
    seen = work.worker_seen()
    alive = seen is not None and timezone.now() - seen < AWAY
    words = "It has not been seen yet." if seen is None else f"It {'works' if alive else 'is away'}; it was last seen {ago(seen)}."
    numbers = {"worker_up": float(alive)} | ({"worker_seen_timestamp_seconds": seen.timestamp()} if seen else {})
    yield Report("worker", "The worker", words, well=alive, todo=RESTART, numbers=numbers)


@tells_how_it_is(measured=True)
def the_queue() -> Iterator[Report]:
    """What waits for the worker, and how long the oldest has."""
    found = work.waiting()
    words = f"{count_words(found.waiting, 'task').capitalize()} {'waits' if found.waiting == 1 else 'wait'}"
    words += f", the oldest for {length_words(found.seconds)}." if found.waiting else "."
    if found.held:
        words += f" The worker has {count_words(found.held, 'task')} in hand, or will try again soon."
    todo = "If the worker works, it has more to do than it can: give WORKERS one more, and restart it. If it is away, start it."
    numbers = {"tasks_waiting": float(found.waiting), "tasks_held": float(found.held), "tasks_oldest_waiting_seconds": found.seconds}
    yield Report("queue", "Work that waits", words, well=found.seconds < SLOW, todo=todo, numbers=numbers)


@tells_how_it_is(measured=True)
def what_failed() -> Iterator[Report]:
    """Work that failed and that nothing has mended."""
    failing = work.failing_now(work.failures())
    words = f"{count_words(len(failing), 'task').capitalize()} failed and did not work since." if failing else "Nothing failed that did not work later."
    todo = "See what it was below. When the cause is mended, have it done again."
    url = f"{reverse('status')}#work"
    yield Report("failed", "Work that failed", words, well=not failing, todo=todo, url=url, numbers={"tasks_failed": float(len(failing))})


@tells_how_it_is(measured=True)
def letters() -> Iterator[Report]:
    """Letters that wait, letters that are late, and letters that could not be sent."""
    now = timezone.now()
    waits, failed = Q(sent_at__isnull=True, dropped_at__isnull=True), Q(sent_at__isnull=True, dropped_at__isnull=False) & ~Q(text="")
    found = Letter.objects.filter(sent_at__isnull=True).aggregate(
        waiting=Count("pk", filter=waits), due=Count("pk", filter=waits & Q(send_after__lte=now)),
        oldest=Min("send_after", filter=waits & Q(send_after__lte=now)), failed=Count("pk", filter=failed),
    )  # fmt: skip
    late = found["oldest"] is not None and now - found["oldest"] > LATE
    if late:
        words = f"{count_words(found['due'], 'letter').capitalize()} should have gone, the first of them {ago(found['oldest'])}."
    elif found["waiting"]:
        words = f"On their way or waiting for their time: {count_words(found['waiting'], 'letter')}."
    else:
        words = "None waits."
    todo = "Look whether the mail server of MAIL_URL can be reached, and whether the worker works. The letters go by themselves when both do."
    numbers = {"letters_waiting": float(found["waiting"]), "letters_due": float(found["due"]), "letters_failed": float(found["failed"])}
    yield Report("letters", "Letters", words, well=not late, todo=todo, numbers=numbers)
    words = f"{count_words(found['failed'], 'letter').capitalize()} could not be sent." if found["failed"] else "None of them failed."
    todo = "See why below, mend the cause, and send them again."
    yield Report("failed_letters", "Letters that failed", words, well=not found["failed"], todo=todo, url=f"{reverse('status')}#letters")
