"""Which kind of database the site has."""

from django.db import connection

from home.actions.backing_up.postgres import Postgres
from home.actions.backing_up.sqlite import Sqlite
from home.rules.backups import BackupProblem

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def engine() -> Sqlite | Postgres:
    """The site's own database."""
    if connection.vendor == "sqlite":
        return Sqlite()
    if connection.vendor == "postgresql":
        return Postgres()
    raise BackupProblem(f"A database of the kind {connection.vendor} cannot be backed up here.")
