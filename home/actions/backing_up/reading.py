"""Reading one database as it stood at one moment, whatever its engine: its tables, a digest of each, and the media that it names."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from django.apps import apps
from django.db.models import FileField

from home.rules.backups import Counted

Say = Callable[[str], object]
WIDTH = 1 << 256


class Reading(Protocol):
    """One moment of a database."""

    def columns(self) -> dict[str, set[str]]:
        """Its tables, each with its columns."""

    def lines(self, table: str) -> Iterable[bytes]:
        """Every row of a table in one fixed form, in any order."""

    def ask(self, sql: str) -> list[tuple]:
        """The rows that answer a question."""


def digest(lines: Iterable[bytes]) -> Counted:
    """How many rows, and a digest of them in which their order has no part."""
    rows, total = 0, 0
    for line in lines:
        rows += 1
        total += int.from_bytes(hashlib.blake2b(line, digest_size=32).digest(), "big")
    return Counted(rows, f"{total % WIDTH:064x}")


def count(reading: Reading) -> dict[str, Counted]:
    """Every table, with its rows and their digest."""
    return {table: digest(reading.lines(table)) for table in sorted(reading.columns())}


def media_named(reading: Reading) -> set[str]:
    """The names of all files that rows hold."""
    there = reading.columns()
    questions = [
        f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL AND "{column}" <> \'\''  # nosec B608 # noqa: S608 - names of our own models
        for table, column in file_columns()
        if column in there.get(table, ())
    ]
    return {str(name) for question in questions for (name,) in reading.ask(question)}


def file_columns() -> Iterator[tuple[str, str]]:
    """Table and column of every field that holds a file's name."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField) and not model._meta.proxy:
                yield model._meta.db_table, str(field.column)


def migrations_of(reading: Reading) -> list[tuple[str, str]]:
    """The migrations that made it what it is, as (app, name)."""
    if "django_migrations" not in reading.columns():
        return []
    return sorted((str(app), str(name)) for app, name in reading.ask("SELECT app, name FROM django_migrations"))


def waiting_letters(reading: Reading) -> int:
    """Letters that were written and had not gone."""
    there = reading.columns().get("home_letter", set())
    if not {"sent_at", "dropped_at"} <= there:
        return 0
    return int(reading.ask("SELECT count(*) FROM home_letter WHERE sent_at IS NULL AND dropped_at IS NULL")[0][0])


def differences(found: dict[str, Counted], wanted: dict[str, Counted]) -> list[str]:
    """What differs between two counts, one sentence each."""
    told = [f"The table {table} is missing." for table in sorted(wanted.keys() - found.keys())]
    told += [f"There is a table {table} that the backup does not have." for table in sorted(found.keys() - wanted.keys())]
    for table in sorted(found.keys() & wanted.keys()):
        if found[table].rows != wanted[table].rows:
            told.append(f"The table {table} has {found[table].rows:,} rows instead of {wanted[table].rows:,}.")
        elif found[table] != wanted[table]:
            told.append(f"The rows of the table {table} are not those of the backup.")
    return told
