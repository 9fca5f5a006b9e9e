"""Migrations stand beside running code: the version before must go on reading and writing while, and after, they run.

What a migration does to tables is judged by django-migration-linter, by the rules of the database that the suite runs on: SQLite's, and
PostgreSQL's on `make test-services`. Those made before the first release ran on empty databases.
"""

import io

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter.sql_analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.analyser import get_sql_analyser_class

BEFORE_THE_FIRST_RELEASE = {"home": 14, "capability": 6, "learning": 5, "practice": 13}
LONG_ON_BIG_TABLES = {"CREATE_INDEX"}  # locks writes while it runs: right where the table is new or small, and said otherwise
NOT_NULL = 'ALTER TABLE "home_team" ADD COLUMN "kind" varchar(9) NOT NULL;'


def new_migrations() -> list[tuple[str, str]]:
    """Ours since the first release."""
    ours = {app.label for app in apps.get_app_configs() if app.path.startswith(str(settings.BASE_DIR / app.label))}
    assert ours == set(BEFORE_THE_FIRST_RELEASE)
    found = MigrationLoader(None).disk_migrations
    return sorted((app, name) for app, name in found if app in ours and int(name[:4]) > BEFORE_THE_FIRST_RELEASE[app])


def faults(sql: list[str], vendor: str) -> list[str]:
    """What would break the version before, in words."""
    analyser = get_sql_analyser_class(f"django.db.backends.{vendor}")
    errors, _, _ = analyse_sql_statements(analyser, sql)
    return [f"{each.code}: {each.message}" for each in errors if each.code not in LONG_ON_BIG_TABLES]


@pytest.mark.django_db(transaction=True)
def test_the_version_before_goes_on_beside_every_new_migration():
    found = []
    for app, name in new_migrations():
        out = io.StringIO()
        call_command("sqlmigrate", app, name, stdout=out, no_color=True)
        found += [f"{app}.{name}: {fault}" for fault in faults(out.getvalue().splitlines(), connection.vendor)]
    assert found == [], "give a new column that may not be empty a db_default; take a column away one release after its last use"


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        (NOT_NULL, "NOT_NULL"),
        ('ALTER TABLE "home_team" DROP COLUMN "name" CASCADE;', "DROP_COLUMN"),
        ('ALTER TABLE "home_team" RENAME COLUMN "name" TO "called";', "RENAME_COLUMN"),
        ('ALTER TABLE "home_team" RENAME TO "home_group";', "RENAME_TABLE"),
        ('DROP TABLE "home_team" CASCADE;', "DROP_TABLE"),
        ('ALTER TABLE "home_team" ALTER COLUMN "name" TYPE integer USING "name"::integer;', "ALTER_COLUMN"),
    ],
)
def test_what_would_break_it_is_found(sql, code):
    assert [fault.partition(":")[0] for fault in faults([sql], "postgresql")] == [code]


def test_what_is_safe_is_let_through():
    safe = [
        'ALTER TABLE "home_team" ADD COLUMN "kind" varchar(9) DEFAULT \'\' NOT NULL;',
        'ALTER TABLE "home_team" ADD COLUMN "kind" varchar(9) NULL;',
        'CREATE TABLE "home_thing" ("id" bigint NOT NULL PRIMARY KEY);',
        'CREATE INDEX "home_thing_at" ON "home_thing" ("at");',
    ]
    assert [fault for sql in safe for fault in faults([sql], "postgresql")] == []


def test_there_are_no_two_of_one_number():
    for app in BEFORE_THE_FIRST_RELEASE:
        numbers = [name[:4] for label, name in MigrationLoader(None).disk_migrations if label == app]
        assert len(numbers) == len(set(numbers)), app
