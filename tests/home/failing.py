"""Letters and tasks that failed, for tests."""

from datetime import timedelta
from itertools import count

from django.utils import timezone
from django_q.models import Task

from home.enums import NoticeKind
from home.models import Letter

NUMBERS = count(1)
THING = {"kind": NoticeKind.TEAM, "title": "News", "why": "You are in it.", "url": "/learning/", "urgent": True}


def fail(*keys: str, fault: str = "SMTPRecipientsRefused", ago: timedelta = timedelta(hours=2)) -> None:
    """Have every letter that waits have failed, or those of `keys`."""
    waiting = Letter.objects.waiting()
    then = timezone.now() - ago
    (waiting.filter(key__in=keys) if keys else waiting).update(dropped_at=then, attempts=3, last_error=fault, created_at=then)


def task(func: str, *, ok: bool = False, minutes: float = 1, args=(), group=None, result=None) -> Task:
    number = next(NUMBERS)
    then = timezone.now() - timedelta(minutes=minutes)
    told = result if result is not None else (3 if ok else "OperationalError\nhome/actions/sending.py:41 send_due\nsqlite3/x.py:2 f")
    return Task.objects.create(
        id=f"{number:032d}", name=f"task-{number}", func=func, started=then, stopped=then, success=ok, args=args, kwargs={}, group=group,
        attempt_count=3, result=told,
    )  # fmt: skip
