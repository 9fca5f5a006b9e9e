"""What the web processes count of their requests, for Prometheus. Nothing is counted where no token is set with which it could be read.

Each process writes into files of its own, which whichever process is asked adds up. A process takes the first place that is free, so a new
one carries on where the one before it ended: there are never more files than there were processes at once, and no count goes down. The
files lie in memory where the machine has such a place: written on a full disk they would kill the process.
"""

import fcntl
import hashlib
import os
from functools import cache
from pathlib import Path

from django.conf import settings

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_place: dict = {"pid": 0, "number": 0, "held": None}


def count(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one request. Addresses of the editing desk are one: there are hundreds, and they are few people's."""
    if not settings.METRICS_TOKEN:
        return
    requests, durations = meters()
    route = "cms" if route.startswith("cms/") else route
    requests.labels(route, method, str(status)).inc()
    durations.labels(route).observe(seconds)


@cache
def meters():
    """The two meters: requests by route, method and status, and how long they took by route."""
    os.environ.update(PROMETHEUS_MULTIPROC_DIR=str(folder()))  # where the library looks for it
    from prometheus_client import Counter, Histogram, values

    values.ValueClass = values.MultiProcessValue(place)
    requests = Counter("alongside_requests_total", "Requests that were answered", ["route", "method", "status"], registry=None)
    durations = Histogram("alongside_request_seconds", "How long requests took", ["route"], buckets=SECONDS, registry=None)
    return requests, durations


@cache
def folder() -> Path:
    """Where the processes of this site keep their counts; for nobody else to read or write."""
    name = f"alongside-{os.getuid()}-{hashlib.sha256(str(settings.VAR).encode()).hexdigest()[:12]}"
    memory, disk = Path("/dev/shm") / name, Path(settings.VAR) / "metrics"  # nosec B108 # noqa: S108 - made for us alone, and looked at below
    for found in (memory, disk):
        try:
            found.mkdir(mode=0o700, parents=found is disk, exist_ok=True)
        except OSError:
            continue
        if not found.is_symlink() and found.stat().st_uid == os.getuid():
            return found
    raise RuntimeError("There is no place to keep counts in.")


def place() -> int:
    """The number of this process's place: the first that no living process holds, and the same for as long as it lives."""
    if _place["pid"] != os.getpid():
        number = 0
        while True:
            held = (folder() / f"{number}.held").open("w")
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                held.close()
                number += 1
        _place.update(pid=os.getpid(), number=number, held=held)
    return _place["number"]
