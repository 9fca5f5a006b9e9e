"""Plans that PostgreSQL keeps: a statement that every request asks, with other values, is read and planned once by each connection and not each time.

For a lesson's page that is more than half of what the database does. Django sends values within the words of a statement, where every value makes
another; the cursors here send them apart.

One plan serves every value (`plan_cache_mode`, in the settings), as it should for what is found by keys: to weigh another plan anew each time would
cost what is saved. Where a moment decides how many rows there are, `Prepared` asks as ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings

MOST_KEPT = 500  # by each connection; psycopg forgets the oldest


class Planned:
    """A database connection, as what reads rows asks it, whose cursors have their plans kept. Anything but PostgreSQL is asked as ever.

    So it is where statements are written down one by one, since one that is kept cannot be told with its values.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Any:
        """A cursor for one statement, with all that Django puts around one."""
        if self._connection.vendor != "postgresql" or not settings.DATABASE_KEEPS_PLANS or self._connection.queries_logged:
            return self._connection.cursor()
        self._connection.ensure_connection()
        with _cursors_of(self._connection.connection, _planned_cursor()):
            return self._connection.cursor()


@contextmanager
def _cursors_of(raw: Any, kind: type) -> Iterator[None]:
    before, raw.cursor_factory = raw.cursor_factory, kind
    raw.prepare_threshold, raw.prepared_max = 0, MOST_KEPT  # Django's own cursors send no statement that could be kept
    try:
        yield
    finally:
        raw.cursor_factory = before


@cache
def _planned_cursor() -> type:
    from django.db.backends.postgresql.base import ServerBindingCursor  # only where there is PostgreSQL

    class PlannedCursor(ServerBindingCursor):
        """Has the server keep the plan of whatever it executes."""

        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            return super().execute(query, params, prepare=True, **more)  # type: ignore[misc]  # psycopg's, which Django's types do not know

    return PlannedCursor
