"""One at a time, on all machines of a site together."""

import fcntl
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold what is called `name` until the block ends; whoever else wants it waits, on whatever machine.

    PostgreSQL keeps the lock, and gives it back when a process dies; on SQLite, which is one machine, a file does. The block
    stands in a transaction, so that a pool of connections in between keeps to one of them.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_number(name)])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(name)])
    else:
        with _file(name).open("a") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield


@contextmanager
def one_at_a_time_for_long(name: str, *, waiting: Callable[[], None]) -> Iterator[None]:
    """The same for what takes minutes and opens transactions of its own; `waiting` is called once where somebody else holds it.

    On PostgreSQL the lock has a connection of its own.
    """
    if connection.vendor == "postgresql":
        holding = connection.copy()
        try:
            with holding.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(name)])
                if not cursor.fetchone()[0]:
                    waiting()
                    cursor.execute("SELECT pg_advisory_lock(%s)", [_number(name)])
            yield
        finally:
            holding.close()  # and the lock with it
    else:
        with _file(name).open("a") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting()
                fcntl.flock(held, fcntl.LOCK_EX)
            yield


def _number(name: str) -> int:
    return zlib.crc32(f"alongside {name}".encode())


def _file(name: str) -> Path:
    folder = Path(settings.VAR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f".{name}.lock"
