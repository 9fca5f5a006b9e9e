"""Rows by the million, straight into their tables: for invented towns, never for what a site does.

A town of 100,000 people has some eight million rows. Models, one by one, would take an hour; PostgreSQL's COPY and SQLite's
`executemany` take minutes. What a database promises (constraints, keys of other tables) it checks here as ever.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any
from uuid import UUID

import numpy as np
from django.core.management.color import no_style
from django.db import connection
from django.db.models import DateField, DateTimeField, Field, JSONField, Max, Model, UUIDField
from django.utils import timezone

A_TIME = 20_000  # rows that SQLite is given at once


def pour(model: type[Model], names: str, rows: Iterable[tuple]) -> None:
    """Insert `rows`, each with a value for every one of `names` (attribute names with spaces between, "id" among them where others refer to the rows).

    Every other column gets its default, worked out once; now, where a column fills itself when a row is saved.
    """
    columns = {field.attname: field for field in model._meta.local_concrete_fields}
    given = [columns.pop(name) for name in names.split()]
    rest = [field for field in columns.values() if not field.primary_key]
    fields = [*given, *rest]
    same = tuple(field.get_db_prep_save(_default(field), connection) for field in rest)
    ready = _ready(given, rows, same)
    try:  # what the first row needs of the database is asked before the connection is busy taking rows in
        ready = chain([next(ready)], ready)
    except StopIteration:
        return
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(str(field.column)) for field in fields)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in ready:
                    copy.write_row(row)
            return
        statement = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(fields))})"  # nosec B608 # noqa: S608 - names of our own columns, quoted; values are parameters
        while some := list(islice(ready, A_TIME)):
            cursor.executemany(statement, some)


def _ready(given: list[Field], rows: Iterable[tuple], same: tuple) -> Iterator[tuple]:
    prepare = [(place, _preparer(field)) for place, field in enumerate(given)]
    needed = [(place, change) for place, change in prepare if change is not None]
    if not needed:
        yield from (row + same for row in rows)
        return
    for row in rows:
        changed = list(row)
        for place, change in needed:
            if changed[place] is not None:
                changed[place] = change(changed[place])
        yield (*changed, *same)


def _default(field: Field) -> Any:
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return timezone.now()
    return field.get_default()


def _preparer(field: Field) -> Callable[[Any], Any] | None:
    """What turns a value into what the database's driver takes; nothing where it takes it as it is.

    Said here for the kinds that come by the million, because Django's own way there is ten times as long.
    """
    if isinstance(field, JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    if connection.vendor != "sqlite":
        return None
    if isinstance(field, DateTimeField):
        return lambda value: str(value.astimezone(UTC))[:-6]
    if isinstance(field, UUIDField):
        return lambda value: (value if isinstance(value, UUID) else UUID(value)).hex
    return str if isinstance(field, DateField) else None


def keys(model: type[Model], how_many: int) -> range:
    """The next keys of `model`, for rows that others refer to."""
    first = (model._base_manager.aggregate(last=Max("pk"))["last"] or 0) + 1
    return range(first, first + how_many)


def settle(models: Iterable[type[Model]]) -> None:
    """Let the database go on counting after keys that were given by hand, and look at what it holds now."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def look_again() -> None:
    """Have the database count its rows, so that it plans well."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def uuids(chance: np.random.Generator, how_many: int) -> list[UUID]:
    """The same identifiers from the same chance."""
    many = chance.bytes(16 * how_many)
    return [UUID(bytes=many[place : place + 16], version=4) for place in range(0, 16 * how_many, 16)]


def moments(chance: np.random.Generator, how_many: int, before: datetime, days: tuple[int, int]) -> list[datetime]:
    """Moments between `days` (the least and the most) before a moment, to the minute."""
    return [datetime_before(before, minutes) for minutes in chance.integers(days[0] * 1440, days[1] * 1440, how_many).tolist()]


def datetime_before(moment: datetime, minutes: int) -> datetime:
    """So many minutes earlier."""
    return datetime.fromtimestamp(moment.timestamp() - 60 * minutes, tz=moment.tzinfo)
