"""Queries that are worked out once and asked many times.

To build a queryset with subqueries and turn it into SQL takes Django longer than the database takes to answer: on a lesson's page it was a third of
all the work, on a dashboard more than half. Where every request asks the same about another person or page, the statement is kept for the day (what
holds "today" stands in it) and asked with that request's values. What comes back are the same objects as from the queryset.
"""

import re
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import NotSupportedError, connection
from django.db.models import QuerySet
from django.utils import timezone

from home.plans import Planned

#: What stands in a statement where a request's value will; nothing in any column has these values, and no part of a word is escaped in a search.
NUMBERS = (2_000_000_017, 2_000_000_033, 2_000_000_049)
WORDS = ("~first~value~", "~second~value~", "~third~value~")
MOMENTS = tuple(datetime(9871, 5, day, 1, 2, 3, 456789, UTC) for day in (7, 8, 9))
MANY = tuple(range(2_000_010_000, 2_000_040_000, 10_000))  # the first number of a list; the others follow it
NOBODY = -1  # no key: what an empty list holds
SHAPES = 32  # kept of one question: one for each length of its lists, which are powers of four
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")  # as SQLite has it

Value = int | str | datetime | tuple[int, ...]


class Somebody(int):
    """A person of whom nothing is known but the key: all that a queryset needs to know of somebody who is signed in."""

    is_authenticated = True

    @property
    def pk(self) -> int:
        """The key."""
        return int(self)


@dataclass(frozen=True)
class _Statement:
    """A queryset as SQL; `compiler` knows how to read what comes back, `places` which value stands where: its number, and its place where it is a list."""

    day: date
    vendor: str
    compiler: Any
    sql: str
    params: tuple
    places: dict[int, tuple[int, int]]
    converters: dict
    rows: Callable[[Any], Iterable]

    def filled(self, values: tuple[Value, ...]) -> tuple:
        """The parameters with a request's values in their places."""
        params = list(self.params)
        for place, (number, at) in self.places.items():
            stood, value = params[place], values[number]
            if isinstance(value, str):
                for each, word in enumerate(WORDS[: len(values)]):
                    stood = stood.replace(word, str(values[each]))
                params[place] = stood
            elif isinstance(value, datetime):
                params[place] = connection.ops.adapt_datetimefield_value(value)
            else:
                params[place] = type(stood)(value[at] if isinstance(value, tuple) else value)  # the driver's own kind of number, where it has one
        return tuple(params)


@dataclass(frozen=True)
class _Asked:
    """What Django's own reading of rows needs to know of a queryset."""

    compiler: Any
    db: str

    @property
    def query(self) -> "_Asked":
        """Itself: it has the compiler."""
        return self

    @property
    def _known_related_objects(self) -> dict:
        return {}

    def get_compiler(self, using: str | None = None) -> Any:
        """The compiler, which has nothing left to work out."""
        return self.compiler


class Prepared:
    """A question with values that change: `build(*values)` is the queryset, of rows or of `values_list`.

    Values are numbers, words, moments or tuples of numbers, each always of the same kind. A moment is always a value: `ValueError` where the queryset
    looks at the clock itself, since the statement would hold that moment for the rest of the day.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._kept: dict[tuple[int, ...], _Statement] = {}

    def all(self, *values: Value) -> list[Any]:
        """Every row, by one query; a request's values stand where the queryset has them."""
        values = tuple(_filled_up(value) if isinstance(value, tuple) else value for value in values)
        shape = tuple(len(value) for value in values if isinstance(value, tuple))
        kept = self._kept.get(shape)
        if kept is None or kept.day != timezone.localdate() or kept.vendor != connection.vendor:
            if len(self._kept) >= SHAPES:
                self._kept.clear()
            kept = self._kept[shape] = self._worked_out(values)
        try:
            return self._rows(kept, values)
        except NotSupportedError:  # a migration has changed a column since the database planned it
            if connection.in_atomic_block:
                raise
            connection.close()
            return self._rows(kept, values)

    def _rows(self, kept: _Statement, values: tuple[Value, ...]) -> list[Any]:
        compiler, params = copy(kept.compiler), kept.filled(values)
        by_time = any(isinstance(value, datetime) for value in values)  # how many rows come after a moment, only that moment tells
        compiler.connection, compiler.as_sql = connection if by_time else Planned(connection), lambda *args, **kwargs: (kept.sql, params)
        compiler.get_converters = lambda expressions: kept.converters
        return list(kept.rows(_Asked(compiler, connection.alias)))

    def first(self, *values: Value) -> Any:
        """The first row, or nothing."""
        return next(iter(self.all(*values)), None)

    def _worked_out(self, values: tuple[Value, ...]) -> _Statement:
        queryset: Any = self._build(*(_stand_in(number, value) for number, value in enumerate(values)))
        if queryset._prefetch_related_lookups:
            raise ValueError("What is fetched after the rows is a question of its own.")
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        places = dict(_places(params, values))
        converters = compiler.get_converters([column[0] for column in compiler.select])  # what each column's values go through, as they come
        rows = queryset._iterable_class
        return _Statement(timezone.localdate(), connection.vendor, compiler, sql, tuple(params), places, converters, rows)


def _filled_up(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The same numbers, the last of them as often as makes their count a power of four: few lengths, so few statements."""
    numbers, length = numbers or (NOBODY,), 1
    while length < len(numbers):
        length *= 4
    return numbers + numbers[-1:] * (length - len(numbers))


def _stand_in(number: int, value: Value) -> Any:
    if isinstance(value, str):
        return WORDS[number]
    if isinstance(value, datetime):
        return MOMENTS[number]
    return tuple(range(MANY[number], MANY[number] + len(value))) if isinstance(value, tuple) else NUMBERS[number]


def _places(params: Any, values: tuple[Value, ...]):
    """Which parameter is which of `values`, and which of a list."""
    known: dict[Any, tuple[int, int]] = {}
    for number, value in enumerate(values):
        if isinstance(value, datetime):
            known[connection.ops.adapt_datetimefield_value(MOMENTS[number])] = (number, 0)
        elif isinstance(value, tuple):
            known |= {MANY[number] + at: (number, at) for at in range(len(value))}
        elif isinstance(value, int):
            known[NUMBERS[number]] = (number, 0)
    for place, param in enumerate(params):
        word = next((number for number, word in enumerate(WORDS) if isinstance(param, str) and word in param), None)
        if word is not None:
            yield place, (word, 0)
        elif isinstance(param, int | str | datetime) and param in known:
            yield place, known[param]
        elif isinstance(param, datetime) or (isinstance(param, str) and A_MOMENT.match(param)):
            raise ValueError("A moment stands in the statement: give it as a value.")
