"""The background worker's tasks in words: what waits, what runs by the clock, what failed."""

import pydoc
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task

OUR_TASKS = tuple(f"{app}.tasks." for app in ("home", "capability", "learning", "practice"))
OUR_FOLDERS = ("home/", "capability/", "learning/", "practice/")
MOST = 50  # that a page lists


@dataclass(frozen=True)
class Waiting:
    """What waits: how many tasks, since when the oldest does, how many a worker holds or will try again, and what they are, by words."""

    waiting: int
    oldest: datetime | None
    held: int
    kinds: dict[str, int]

    @property
    def seconds(self) -> float:
        """How long the oldest has waited."""
        return max((timezone.now() - self.oldest).total_seconds(), 0.0) if self.oldest else 0.0


@dataclass(frozen=True)
class Failure:
    """Work that failed: once, or each time it came by the clock. `pk` is the last of them; `worked_since` says that it mended itself."""

    pk: str
    words: str
    last: datetime
    times: int
    kind: str
    place: str
    worked_since: bool
    tries_left: bool


@dataclass(frozen=True)
class Recurring:
    """A task that comes by the clock: when it ran last and how long, what came of it, and when it comes next."""

    words: str
    last: datetime | None
    seconds: float
    outcome: str
    failed: bool
    following: datetime | None


def waiting(*, named: bool = False) -> Waiting:
    """What waits now; one query, and one more where what it is should be `named`."""
    now = timezone.now()
    free, held = Q(lock__lte=now) | Q(lock__isnull=True), Q(lock__gt=now)
    found = OrmQ.objects.aggregate(waiting=Count("pk", filter=free), oldest=Min("lock", filter=free), held=Count("pk", filter=held))
    kinds: dict[str, int] = {}
    if named:
        for row in OrmQ.objects.order_by("pk")[:200]:
            words = words_for(str(row.task.get("func", "")))
            kinds[words] = kinds.get(words, 0) + 1
    return Waiting(found["waiting"], found["oldest"], found["held"], kinds)


def worker_seen() -> datetime | None:
    """When the worker last put a task that comes by the clock on its list; nothing where none does so every few minutes.

    It looks twice a minute, so this is never long ago while it lives. One query.
    """
    rows = Schedule.objects.filter(schedule_type=Schedule.MINUTES).values_list("next_run", "minutes")
    return max((next_run - timedelta(minutes=minutes or 1) for next_run, minutes in rows if next_run), default=None)


def failures() -> list[Failure]:
    """What failed, the latest first. What comes by the clock is one line, whose failure is over once it has worked again. Three queries."""
    clock = dict(Schedule.objects.values_list("func", "name"))
    rows = list(Task.objects.filter(success=False).order_by("-stopped").only("id", "func", "stopped", "result", "attempt_count")[:500])
    worked = Task.objects.filter(success=True, func__in={row.func for row in rows} & clock.keys()).values("func").annotate(last=Max("stopped"))
    since = {row["func"]: row["last"] for row in worked}
    found: dict[str, list[Task]] = {}
    for row in rows:
        found.setdefault(row.func if row.func in clock else row.id, []).append(row)
    return [_failure(group, clock, since) for group in found.values()]


def _failure(rows: list[Task], clock: dict[str, str], since: dict[str, datetime]) -> Failure:
    last = rows[0]
    kind, *places = str(last.result or "").splitlines() or [""]
    return Failure(
        pk=last.id, words=clock.get(last.func) or words_for(last.func), last=last.stopped, times=len(rows), kind=kind[:80],
        place=next((place for place in reversed(places) if place.startswith(OUR_FOLDERS)), ""),
        worked_since=last.func in since and since[last.func] > last.stopped,
        tries_left=last.attempt_count < settings.Q_CLUSTER["max_attempts"],
    )  # fmt: skip


def recurring() -> list[Recurring]:
    """Every task that comes by the clock, by name, with its last run. Three queries."""
    schedules = list(Schedule.objects.order_by("name"))
    latest = Task.objects.filter(group__in=[row.name for row in schedules]).values("group").annotate(last=Max("stopped"))
    moments = {row["group"]: row["last"] for row in latest}
    runs = {row.group: row for row in Task.objects.filter(group__in=moments, stopped__in=moments.values()) if row.stopped == moments[row.group]}
    return [_recurring(row, runs.get(row.name)) for row in schedules]


def _recurring(schedule: Schedule, run: Task | None) -> Recurring:
    if run is None:
        return Recurring(schedule.name, None, 0, "", failed=False, following=schedule.next_run)
    outcome = _outcome(run.result, schedule.func) if run.success else "It failed"
    return Recurring(schedule.name, run.stopped, run.time_taken(), outcome, failed=not run.success, following=schedule.next_run)


def _outcome(result: Any, func: str) -> str:
    """What a run says that it did: "12 (the number of letters that went)"."""
    meaning = _sentences(func)[1]
    if isinstance(result, bool):
        return "Something was done" if result else "Nothing was to be done"
    if isinstance(result, int):
        return f"{result} ({meaning})" if meaning else str(result)
    return "Done"


def words_for(func: str) -> str:
    """What a task does, in the words of its own code."""
    return _sentences(func)[0] or func or "A task that cannot be read"


@cache
def _sentences(func: str) -> tuple[str, str]:
    """What a task says it does, and what the number means that it gives back: the two halves of its docstring's first sentence."""
    if not func.startswith(OUR_TASKS):
        return "", ""
    first = (getattr(pydoc.locate(func), "__doc__", "") or "").strip().partition("\n")[0].partition(". ")[0].rstrip(".")
    does, _, gives = first.partition(";")
    return does.strip(), gives.strip()


def forget_done(*, days: int = 8) -> int:
    """Forget work that was done well more than `days` ago; how many tasks. What failed stays until it is looked at or too old to keep."""
    return Task.objects.filter(success=True, stopped__lt=timezone.now() - timedelta(days=days)).delete()[0]


def failing_now(found: Iterable[Failure]) -> list[Failure]:
    """Those that nobody and nothing has mended."""
    return [failure for failure in found if not failure.worked_since]
