"""The one upgrade step: in order, one machine at a time, never over a newer database, and not onto a bucket that keeps what is deleted."""

import io
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from home.locks import one_at_a_time_for_long
from home.management.commands import upgrade

ALL = ["found_site", "load_framework", "load_curriculum", "collectstatic"]


@pytest.fixture
def done(monkeypatch) -> list[str]:
    """What the step has had done, by the names of the commands."""
    called: list[str] = []
    monkeypatch.setattr(upgrade, "call_command", lambda name, *args, **options: called.append(name))
    return called


def ended() -> None:
    raise AssertionError("nobody else is upgrading")


@pytest.mark.django_db
def test_each_step_is_done_in_its_order_and_migrations_only_where_there_are_some(done, monkeypatch, capsys):
    call_command("upgrade")
    assert done == ALL
    assert capsys.readouterr().out.splitlines()[-1].endswith("Up to date")
    done.clear()
    monkeypatch.setattr(upgrade.MigrationExecutor, "migration_plan", lambda self, targets: [("home.0001", False)])
    call_command("upgrade", "--no-static")
    assert done == ["migrate", *ALL[:-1]]


@pytest.mark.django_db
def test_a_newer_database_is_left_alone(done):
    MigrationRecorder(connection).record_applied("home", "9999_of_tomorrow")
    with pytest.raises(CommandError, match=r"newer version: it has had home.9999_of_tomorrow"):
        call_command("upgrade")
    assert done == []


@pytest.mark.django_db
def test_what_an_app_that_is_gone_left_behind_is_nobodys_newer_version(done):
    MigrationRecorder(connection).record_applied("an_old_app", "0001_initial")
    call_command("upgrade")
    assert done == ALL


@pytest.mark.django_db(transaction=True)
def test_a_second_machine_waits_and_says_so(done):
    out = io.StringIO()

    def other() -> None:
        try:
            call_command("upgrade", stdout=out)
        finally:
            connection.close()

    second = threading.Thread(target=other)
    with one_at_a_time_for_long("upgrade", waiting=ended):
        second.start()
        until = time.monotonic() + 20
        while "Another machine is upgrading" not in out.getvalue() and time.monotonic() < until:
            time.sleep(0.02)
        assert "Another machine is upgrading" in out.getvalue()
        assert done == []
    second.join(20)
    assert done == ALL


@pytest.mark.django_db(transaction=True)
def test_a_machine_that_dies_gives_the_lock_back():
    with pytest.raises(KeyError), one_at_a_time_for_long("upgrade", waiting=ended):
        raise KeyError
    with one_at_a_time_for_long("upgrade", waiting=ended):
        pass


@pytest.mark.django_db
def test_the_bucket_is_tried_first_and_left_as_it_was(done, bucket):
    call_command("upgrade")
    assert done == ALL
    assert bucket.names() == []


@pytest.mark.django_db
def test_a_bucket_that_keeps_what_is_deleted_is_refused(done, bucket):
    bucket.held.Versioning().enable()
    with pytest.raises(CommandError, match="keeps versions of what is deleted"):
        call_command("upgrade")
    assert done == []


@pytest.mark.django_db
def test_a_bucket_that_is_not_there_is_a_sentence(done, bucket, settings, away):
    away(True)
    with pytest.raises(CommandError, match=r"cannot be reached.*BUCKET_SERVER"):
        call_command("upgrade")
    away(False)
    settings.BUCKET = "another"
    with pytest.raises(CommandError, match=r"refuses: NoSuchBucket.*BUCKET_SERVER"):
        call_command("upgrade")
    assert done == []
