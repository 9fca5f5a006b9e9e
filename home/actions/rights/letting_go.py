"""What goes by itself when its time is over, kind by kind, as the privacy page says; and a list of what went, for administrators."""

import logging
import time
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import FileField, ProtectedError
from django.utils import timezone

from home.models import Removal
from home.seams.privacy import Goes, Kept, all_kept

log = logging.getLogger("alongside")
AT_ONCE = 500
SECONDS = 40.0  # a run's length; the queue stops a task at 60, and the next night does the rest


def let_go(now: datetime | None = None) -> int:
    """Delete every row whose time is over; how many. What went stands in the list of removals."""
    now, stop_at = now or timezone.now(), time.monotonic() + SECONDS
    total = 0
    for kind in all_kept():
        if isinstance(kind.how_long, Goes):
            total += _let_go(kind, kind.how_long, now, stop_at)
    return total


def went(kind: str, rule: str, count: int) -> None:
    """Put into the list of removals that `count` of `kind` went under `rule`; nothing for none."""
    if count:
        Removal.objects.create(kind=kind[:120], rule=rule[:120], count=count)


def _let_go(kind: Kept, rule: Goes, now: datetime, stop_at: float) -> int:
    over = kind.rows.filter(rule.only, **{f"{rule.since}__lt": now - rule.age}).order_by("pk")
    files = [field.name for field in kind.model_class._meta.concrete_fields if isinstance(field, FileField)]
    gone, last = 0, None
    while time.monotonic() < stop_at:
        batch = list((over if last is None else over.filter(pk__gt=last)).values_list("pk", *files)[:AT_ONCE])
        if not batch:
            break
        last = batch[-1][0]
        try:
            with transaction.atomic():
                kind.rows.filter(pk__in=[pk for pk, *_ in batch]).order_by().delete()
        except ProtectedError:
            log.error("retention: some of %s cannot go, because other rows need them", kind.model)
            continue
        gone += len(batch)
        for name in {name for _, *names in batch for name in names if name}:
            default_storage.delete(name)
    went(f"{kind.group}: {kind.title}", rule.words, gone)
    if gone:
        log.info("retention: %d of %s", gone, kind.model)
    return gone
