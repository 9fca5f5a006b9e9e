"""Queries that are worked out once and asked many times.

To build a queryset with subqueries and turn it into SQL takes Django longer than the database takes to answer: on a lesson's page it was a third of
all the work. Where every request asks the same about another person or page, the statement is kept for the day (what holds "today" stands in it) and
asked with that request's values. What comes back are the same objects as from the queryset.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.utils import timezone

#: What stands in a statement where a request's value will; nothing in any column has these values, and no part of a word is escaped in a search.
NUMBERS = (2_000_000_017, 2_000_000_033, 2_000_000_049)
WORDS = ("~first~value~", "~second~value~", "~third~value~")


@dataclass(frozen=True)
class _Statement:
    """A queryset as SQL; `compiler` knows how to read what comes back."""

    day: date
    vendor: str
    compiler: Any
    sql: str
    params: tuple
    converters: dict

    def filled(self, values: tuple[int | str, ...]) -> tuple:
        """The parameters with a request's values in their places."""
        return tuple(self._filled(param, values) for param in self.params)

    def _filled(self, param: Any, values: tuple[int | str, ...]) -> Any:
        if isinstance(param, str) and "~" in param:
            for word, value in zip(WORDS, values, strict=False):
                param = param.replace(word, str(value))
        elif isinstance(param, int) and param in NUMBERS:
            return type(param)(values[NUMBERS.index(param)])  # the driver's own kind of number, where it has one
        return param


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
    """A question with values that change: `build(*values)` is the queryset. Values are numbers or strings, each always of the same kind."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._kept: _Statement | None = None

    def all(self, *values: int | str) -> list[Any]:
        """Every row, by one query; a request's values stand where the queryset has them."""
        kept = self._kept
        if kept is None or kept.day != timezone.localdate() or kept.vendor != connection.vendor:
            kept = self._kept = self._worked_out(values)
        compiler, params = copy(kept.compiler), kept.filled(values)
        compiler.connection, compiler.as_sql = connection, lambda *args, **kwargs: (kept.sql, params)
        compiler.get_converters = lambda expressions: kept.converters
        return list(ModelIterable(_Asked(compiler, connection.alias)))  # type: ignore[arg-type]  # all of a queryset that it looks at

    def first(self, *values: int | str) -> Any:
        """The first row, or nothing."""
        return next(iter(self.all(*values)), None)

    def _worked_out(self, values: tuple[int | str, ...]) -> _Statement:
        stand_ins = [word if isinstance(value, str) else number for value, number, word in zip(values, NUMBERS, WORDS, strict=False)]
        query = self._build(*stand_ins).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select])  # what each column's values go through, as they come
        return _Statement(timezone.localdate(), connection.vendor, compiler, sql, tuple(params), converters)
