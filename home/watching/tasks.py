"""Each task of the background worker, told of in one line; and of one that failed, nothing kept that its error quoted."""

import logging
import re
import time

from django.dispatch import receiver
from django.utils import timezone
from django_q.signals import post_execute_in_worker, pre_execute

from home.watching.logs import around, short

log = logging.getLogger("alongside.tasks")

FRAME = re.compile(r'^ {2}File "(?P<file>[^"\n]+)", line (?P<line>\d+), in (?P<name>[\w<>.]+)$', re.MULTILINE)
KIND = re.compile(r"^(?P<kind>[A-Za-z_][\w.]*)(?::|$)", re.MULTILINE)
_began: dict[str, float] = {}


@receiver(pre_execute, dispatch_uid="home.watching.tasks")
def begin(sender, func, task: dict, **_) -> None:
    """Have every line of this task carry its id."""
    _began.clear()
    _began[task["id"]] = time.perf_counter()
    around.set({"task_id": task["id"][:12]})


@receiver(post_execute_in_worker, dispatch_uid="home.watching.tasks")
def end(sender, func, task: dict, **_) -> None:
    """Write the line of a task; of a fault keep the kind and the place, because its message may quote what somebody wrote."""
    if not task["success"]:
        task["result"] = without_its_message(str(task["result"]))
    seconds = time.perf_counter() - _began.pop(task["id"], time.perf_counter())
    waited = (timezone.now() - task["started"]).total_seconds() - seconds
    told = {"task": name_of(task["func"]), "ok": task["success"], "ms": round(seconds * 1000, 1), "waited_ms": round(max(waited, 0) * 1000)}
    if not task["success"]:
        told["error"], *told["where"] = task["result"].splitlines()
    log.log(logging.INFO if task["success"] else logging.ERROR, "task", extra=told)
    around.set(None)


def name_of(func) -> str:
    """Where a task's function stands: "home.tasks.send_due_letters"."""
    return func if isinstance(func, str) else f"{func.__module__}.{func.__qualname__}"


def without_its_message(fault: str) -> str:
    """What django-q keeps of a fault, without what the fault quoted: its kind, and a line for each place in the code that it passed through."""
    frames = list(FRAME.finditer(fault))
    after = KIND.search(fault, frames[-1].end() + 1) if frames else None
    kind = after["kind"].rpartition(".")[2] if after else "Fault"
    return "\n".join([kind, *(f"{short(frame['file'])}:{frame['line']} {frame['name']}" for frame in frames[-12:])])
