"""A PostgreSQL database: dumped from one moment while the site writes, and built beside what stands in a schema of its own.

A restore writes the dump in one transaction. In it the site's schema steps aside under another name, the dump fills a new one, and
both change names again: whoever reads meanwhile sees the site's, whole; killed at any moment, nothing happened. What was built is
then checked, brought up to date and told what must not be there, and takes the site's place in one more transaction.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import Error, connection
from psycopg import sql

from home.actions.backing_up import clients, disk
from home.actions.backing_up.faults import first_line
from home.actions.backing_up.reading import Say, count
from home.rules.backups import BackupProblem, Counted, size_words

FILE = "database.dump"
SCHEMA = "public"
BUILT = "alongside_restoring"
ASIDE = "alongside_aside"
EVERY = 2.0  # seconds between two words of progress
LEAVING = 2.0  # seconds that a server takes at most to see that a client has gone
TABLES = (
    "SELECT c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE n.nspname = '{}' AND c.relkind IN ('r', 'p')"
)
SAME_FORM = "SET TIME ZONE 'UTC'; SET datestyle = 'ISO, MDY'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1"


class SchemaReading:
    """What stands in one schema, as one transaction sees it."""

    def __init__(self, opened: psycopg.Connection, schema: str) -> None:
        self.opened, self.schema = opened, schema
        self.opened.execute(SAME_FORM)
        self.opened.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))

    def columns(self) -> dict[str, set[str]]:
        """Its tables, each with its columns."""
        found: dict[str, set[str]] = {}
        for table, column in self.ask(TABLES.format(self.schema)):
            found.setdefault(table, set()).add(column)
        return found

    def lines(self, table: str) -> Iterator[bytes]:
        """Every row, as the server writes it; a line break within a value is not one of these."""
        asked = sql.SQL("COPY (SELECT * FROM {}) TO STDOUT").format(sql.Identifier(self.schema, table))
        left = b""
        with self.opened.cursor().copy(asked) as copying:
            for piece in copying:
                *lines, left = (left + bytes(piece)).split(b"\n")
                yield from lines

    def ask(self, sql: str) -> list[tuple]:
        """The rows that answer a question."""
        return self.opened.execute(sql).fetchall()


@contextmanager
def _opened() -> Iterator[psycopg.Connection]:
    """A connection of our own, beside Django's."""
    opened = connection.get_new_connection({**connection.get_connection_params(), "cursor_factory": psycopg.Cursor})
    try:
        yield opened
    finally:
        opened.close()


class Postgres:
    """The site's database on a PostgreSQL server."""

    name = "postgresql"
    file = FILE

    # -- making a backup ----------------------------------------------------------------------------

    @contextmanager
    def snapshot(self, folder: Path, say: Say) -> Iterator[SchemaReading]:
        """Dump the database into `folder` as it stands now, and read the same moment of it."""
        clients.need("pg_dump", "pg_restore")
        try:
            with _opened() as opened:
                opened.autocommit = False
                opened.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                reading = SchemaReading(opened, SCHEMA)
                ((moment,),) = reading.ask("SELECT pg_export_snapshot()")
                target = folder / FILE
                with clients.running(["pg_dump", "--format=custom", "--no-owner", f"--snapshot={moment}"]) as dump:
                    disk.write(target, _told(dump.output(), say))
                with clients.running(["pg_restore", "--list", str(target)]) as listing:
                    list(listing.output())
                yield reading
        except psycopg.Error as fault:
            raise BackupProblem(f"The database could not be read whole: {first_line(fault)}") from fault

    @contextmanager
    def live_reading(self) -> Iterator[SchemaReading]:
        """Read the database as it stands now."""
        with _opened() as opened:
            yield SchemaReading(opened, SCHEMA)

    @property
    def role(self) -> str:
        """Who owns the tables, and so whom their grants name."""
        return str(connection.settings_dict["USER"])

    # -- restoring ------------------------------------------------------------------------------------

    def holds_tables(self) -> bool:
        """Whether anything stands in the database."""
        with _opened() as opened:
            return bool(SchemaReading(opened, SCHEMA).columns())

    def able(self, manifest_size: int) -> None:
        """Raise where it cannot be restored here."""
        clients.need("pg_restore", "psql")
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_database_privilege(current_database(), 'CREATE')")
            create = cursor.fetchone()[0]
            cursor.execute("SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = %s", [SCHEMA])
            owner = cursor.fetchone()
        if not create or owner == (False,):
            name, user = connection.settings_dict["NAME"], connection.settings_dict["USER"]
            raise BackupProblem(
                f"The user {user} must own the database {name} and its schema {SCHEMA}. As PostgreSQL's administrator: "
                f'ALTER DATABASE "{name}" OWNER TO "{user}"; ALTER SCHEMA {SCHEMA} OWNER TO "{user}";'
            )

    def refuse_in_use(self) -> None:
        """Raise where somebody else is connected to the database; who has just gone is given a moment to be away."""
        until = time.monotonic() + LEAVING
        with connection.cursor() as cursor:
            while others := _others(cursor):
                if time.monotonic() > until:
                    raise BackupProblem(
                        f"The site is running: there {'is one other connection' if others == 1 else f'are {others} other connections'} to its database. "
                        "Stop its web processes and its worker, and restore then."
                    )
                time.sleep(0.1)

    def fill(self, backup: Path, say: Say, *, same_role: bool = True) -> None:
        """Build the database of the backup beside the live one, in one transaction."""
        self.forget()
        say("The database")
        restore = ["pg_restore", "--no-owner", "--exit-on-error", f"--schema={SCHEMA}", "--file=-", str(backup / FILE)]
        restore += [] if same_role else ["--no-privileges"]  # they name who is not here
        psql = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
        with clients.running(restore) as reading, clients.running(psql, stdin=True) as writing:
            clients.feed(writing, _between_names(reading.output(), say))

    def count(self) -> dict[str, Counted]:
        """The tables of what was built."""
        with self.reading() as reading:
            return count(reading)

    @contextmanager
    def reading(self) -> Iterator[SchemaReading]:
        """Read what was built."""
        with _opened() as opened:
            yield SchemaReading(opened, BUILT)

    @contextmanager
    def in_its_place(self) -> Iterator[None]:
        """Have this process work on what was built, as if it were the site's."""
        connection.close()
        before = connection.settings_dict["OPTIONS"]
        connection.settings_dict["OPTIONS"] = {**before, "options": f"{before.get('options', '')} -c search_path={BUILT}".strip()}
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["OPTIONS"] = before

    def tidy(self, say: Say, *, changed: bool) -> None:
        """Give the planner its figures; where something was taken out of what was built, write it out without that."""
        say("The database's figures for its planner" + (", and room where something was taken out" if changed else ""))
        with _opened() as opened:
            opened.autocommit = True
            for table in SchemaReading(opened, BUILT).columns():
                how = sql.SQL("VACUUM (FULL, ANALYZE)" if changed else "ANALYZE")
                opened.execute(sql.SQL("{} {}").format(how, sql.Identifier(BUILT, table)))

    def swap(self) -> None:
        """Put it in the place of the live one, at once."""
        self.refuse_in_use()
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"BEGIN; SET LOCAL lock_timeout = '10s'; DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; ALTER SCHEMA {BUILT} RENAME TO {SCHEMA}; "
                    f"GRANT USAGE ON SCHEMA {SCHEMA} TO PUBLIC; COMMIT"
                )
        except Error as fault:
            raise BackupProblem(f"What was built could not take the place of what stands: {first_line(fault)}") from fault
        finally:
            connection.close()

    def forget(self) -> None:
        """Take away what a restore left beside the live one."""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {BUILT} CASCADE")


def _others(cursor) -> int:
    cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'")
    return cursor.fetchone()[0]


def _between_names(pieces: Iterator[bytes], say: Say) -> Iterator[bytes]:
    """The dump's SQL between the changes of names. Without the last line, which comes only after all of it, nothing is kept."""
    yield f"BEGIN;\nCREATE SCHEMA IF NOT EXISTS {SCHEMA};\nALTER SCHEMA {SCHEMA} RENAME TO {ASIDE};\nCREATE SCHEMA {SCHEMA};\n".encode()
    yield from _told(pieces, say)
    yield f"\nALTER SCHEMA {SCHEMA} RENAME TO {BUILT};\nALTER SCHEMA {ASIDE} RENAME TO {SCHEMA};\nCOMMIT;\n".encode()


def _told(pieces: Iterator[bytes], say: Say) -> Iterator[bytes]:
    """The same pieces, with a word of progress now and then."""
    told, total = time.monotonic(), 0
    for piece in pieces:
        yield piece
        total += len(piece)
        if time.monotonic() - told > EVERY:
            told = time.monotonic()
            say(f"The database: {size_words(total)} so far")
