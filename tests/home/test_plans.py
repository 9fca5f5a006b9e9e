"""PostgreSQL keeps the plan of what every request asks; another database, or a pool that could not keep it, is asked as ever."""

import pytest
from django.db import connection

from home.models import User
from home.prepared import Prepared
from tests.factories import PersonFactory

POSTGRES = connection.vendor == "postgresql"
KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%home_user%%'"
LONGER, AS_BEFORE = (f"ALTER TABLE home_user ALTER COLUMN pronouns TYPE varchar({size})" for size in (200, 40))


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")  # forgets no statement: what is counted is what is kept
        cursor.execute(KEPT)
        return cursor.fetchone()[0]


def another_connection():
    """The connection of whoever migrates."""
    import psycopg

    given = connection.get_connection_params()
    return psycopg.connect(autocommit=True, **{name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)})


@pytest.mark.django_db
@pytest.mark.skipif(not POSTGRES, reason="about PostgreSQL")
@pytest.mark.parametrize("keeps", [True, False])
def test_a_statement_is_kept_once_whatever_is_asked_with_it(settings, keeps):
    settings.DATABASE_KEEPS_PLANS = keeps
    asked, people = Prepared(lambda key: User.objects.filter(pk=key, pronouns="x" * 31)), PersonFactory.create_batch(3, pronouns="x" * 31)
    before = kept()
    assert [asked.first(person.pk) for person in people] == people
    assert kept() - before == keeps


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not POSTGRES, reason="about PostgreSQL")
def test_a_column_that_a_migration_changes_meanwhile_is_read_as_it_is():
    person = PersonFactory()
    asked = Prepared(lambda key: User.objects.filter(pk=key))
    assert [asked.first(person.pk) for _ in range(8)] == [person] * 8
    with another_connection() as other:
        other.execute(LONGER)
        try:
            assert asked.first(person.pk) == person
        finally:
            other.execute(AS_BEFORE)


@pytest.mark.django_db
def test_every_database_answers_the_same():
    person = PersonFactory()
    asked = Prepared(lambda key: User.objects.filter(pk=key))
    assert [asked.first(person.pk), asked.first(0)] == [person, None]
