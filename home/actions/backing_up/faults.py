"""What a disk, a storage or a database refuses, as a sentence for the person who asked."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import Error

from home.rules.backups import BackupProblem


@contextmanager
def as_sentences(what: str) -> Iterator[None]:
    """Turn a fault inside the block into a `BackupProblem`; `what` is what was not done, such as "There is no backup"."""
    try:
        yield
    except OSError as fault:
        where = f" ({fault.filename})" if fault.filename else ""
        raise BackupProblem(f"{what}: {str(fault.strerror or fault).rstrip('.')}{where}.") from fault
    except (Error, psycopg.Error, sqlite3.Error) as fault:
        raise BackupProblem(f"{what}: the database answered: {first_line(fault)}") from fault


def first_line(fault: Exception) -> str:
    """The first line of what a fault says."""
    return str(fault).strip().partition("\n")[0]
