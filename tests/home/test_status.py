"""How the site is: what needs somebody is said first, what is well after it, to an administrator, a terminal and a script."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task

from home.actions.telling import tell
from home.backups import Made, Unfinished, note_failed, note_made, note_restore
from home.models import Letter, Removal
from home.seams.status import reports
from home.watching import work
from home.watching.words import WHY
from tests.home.failing import THING, fail, task


@pytest.fixture
def admin(cast, client_for):
    return client_for(cast.admin)


def alive() -> None:
    Schedule.objects.filter(schedule_type=Schedule.MINUTES).update(next_run=timezone.now() + timedelta(seconds=20))


def report(key: str):
    return next(each for each in reports() if each.key == key)


@pytest.mark.django_db
def test_a_worker_that_shows_itself_is_well_and_one_that_does_not_needs_somebody():
    alive()
    assert report("worker").well
    Schedule.objects.filter(schedule_type=Schedule.MINUTES, minutes=1).update(next_run=timezone.now() - timedelta(minutes=4))
    Schedule.objects.filter(schedule_type=Schedule.MINUTES).exclude(minutes=1).update(next_run=timezone.now() - timedelta(minutes=3))
    assert not report("worker").well
    assert "away" in report("worker").words
    assert report("worker").numbers["worker_up"] == 0


@pytest.mark.django_db
def test_work_that_waits_long_needs_somebody():
    OrmQ.objects.create(key="alongside", payload="x", lock=timezone.now() - timedelta(minutes=4))
    OrmQ.objects.create(key="alongside", payload="x", lock=timezone.now() + timedelta(minutes=3))
    assert report("queue").well
    assert report("queue").numbers["tasks_waiting"] == 1
    assert report("queue").numbers["tasks_held"] == 1
    OrmQ.objects.create(key="alongside", payload="x", lock=timezone.now() - timedelta(minutes=6))
    assert not report("queue").well


@pytest.mark.django_db
def test_letters_that_should_have_gone_need_somebody_and_those_that_wait_for_their_time_do_not(cast):
    tell(person=cast.asha, key="one", **THING)
    Letter.objects.update(send_after=timezone.now() + timedelta(hours=5))
    assert report("letters").well
    assert report("letters").numbers == {"letters_waiting": 1, "letters_due": 0, "letters_failed": 0}
    Letter.objects.update(send_after=timezone.now() - timedelta(minutes=16))
    assert not report("letters").well


@pytest.mark.django_db
def test_what_failed_by_the_clock_is_one_line_until_it_works_again():
    for minutes in (9, 8, 7):
        task("home.tasks.send_due_letters", minutes=minutes, group="Send letters that are due")
    task("learning.tasks.tell_of_shared_reflection", args=(1,), minutes=5)
    task("learning.tasks.tell_of_shared_reflection", args=(2,), minutes=4)
    found = work.failing_now(work.failures())
    assert [(each.words, each.times) for each in found] == [
        ("Tell the reader of a reflection that was sent", 1), ("Tell the reader of a reflection that was sent", 1), ("Send letters that are due", 3),
    ]  # fmt: skip
    assert {(each.kind, each.place) for each in found} == {("OperationalError", "home/actions/sending.py:41 send_due")}
    task("home.tasks.send_due_letters", ok=True, minutes=1)
    task("learning.tasks.tell_of_shared_reflection", ok=True, args=(2,), minutes=1)
    assert [each.times for each in work.failing_now(work.failures())] == [1, 1]
    assert not report("failed").well


@pytest.mark.django_db
def test_the_page_says_first_what_needs_somebody(admin, cast):
    alive()
    tell(person=cast.asha, key="one", **THING)
    fail()
    task("home.tasks.send_due_letters")
    page = admin.get("/status/").content.decode()
    assert page.index("Letters that failed") < page.index("What is well")
    assert page.index("Work that failed") < page.index("What is well")
    assert WHY["SMTPRecipientsRefused"] in page
    assert "asha@example.org" in page
    assert "home/actions/sending.py:41 send_due" in page


@pytest.mark.django_db
def test_a_calm_site_says_that_all_is_well(admin, monkeypatch):
    alive()
    monkeypatch.setattr("home.seams.status._reporters", [(reporter, cheap) for reporter, cheap in _reporters() if reporter.__name__ != "the_backup"])
    page = admin.get("/status/").content.decode()
    assert "All is well. Nothing needs you." in page
    assert "it was last seen" in page


def _reporters():
    from home.seams.status import _reporters

    return list(_reporters)


@pytest.mark.django_db
def test_the_page_costs_the_same_for_one_and_for_many(cast, client_for, queries_of):
    def fill(many: int) -> None:
        for number in range(many):
            tell(person=cast.asha, key=f"{many}-{number}", **THING)
            task("home.tasks.send_due_letters")
            task("learning.tasks.tell_of_shared_reflection", args=(number,))
            task("home.tasks.publish_scheduled", ok=True, group="Publish and unpublish what is scheduled")
        fail()

    client = client_for(cast.admin)
    fill(1)
    one = queries_of(client, "/status/")
    fill(4)
    assert queries_of(client, "/status/").count == one.count, one


@pytest.mark.django_db
def test_only_old_work_that_was_done_well_is_forgotten():
    task("home.tasks.publish_scheduled", ok=True, minutes=9 * 24 * 60)
    kept = {task("home.tasks.publish_scheduled", minutes=9 * 24 * 60).pk, task("home.tasks.publish_scheduled", ok=True).pk}
    assert work.forget_done() == 1
    assert set(Task.objects.values_list("pk", flat=True)) == kept


@pytest.mark.django_db
def test_what_came_of_recurring_work_is_said_in_words():
    task("home.tasks.send_due_letters", ok=True, group="Send letters that are due", result=3)
    task("capability.tasks.freeze_quarter", ok=True, group="Freeze the quarter's figures", result=False)
    task("home.tasks.publish_scheduled", group="Publish and unpublish what is scheduled")
    found = {each.words: each.outcome for each in work.recurring()}
    assert found["Send letters that are due"] == "3 (the number of letters that went)"
    assert found["Freeze the quarter's figures"] == "Nothing was to be done"
    assert found["Publish and unpublish what is scheduled"] == "It failed"
    assert found["Build the published dataset"] == ""


def test_every_task_says_what_it_does():
    from home.actions.founding import wanted_schedules

    for name, (func, _) in wanted_schedules().items():
        assert work.words_for(func) not in ("", func), name
    assert work.words_for("") == "A task that cannot be read"
    assert work.words_for("os.system") == "os.system"


@pytest.mark.django_db
def test_schedules_that_a_new_version_brings_are_missed():
    assert not [each for each in reports() if each.key == "schedules"]
    Schedule.objects.filter(name="Send letters that are due").delete()
    assert "found_site" in report("schedules").todo


@pytest.mark.django_db
def test_a_cache_that_is_away_a_full_disk_and_a_missing_migration_need_somebody(monkeypatch):
    assert report("cache").well
    assert report("disk").well
    assert report("release").well
    monkeypatch.setattr("home.watching.machine.cache.get", lambda key: None)
    monkeypatch.setattr("home.watching.machine.shutil.disk_usage", lambda place: type("Room", (), {"total": 10**12, "free": 10**9}))
    monkeypatch.setattr("home.watching.machine.MigrationExecutor.migration_plan", lambda self, targets: [1, 2])
    assert [report(key).well for key in ("cache", "disk", "release")] == [False, False, False]


@pytest.fixture
def backups(tmp_path, settings):
    settings.VAR = tmp_path
    return Made(at=timezone.now() - timedelta(hours=3), path="/b/1", size=2_000_000, seconds=3, rows=1200, media=1, missing=0)


@pytest.mark.django_db
def test_a_backup_that_is_missing_old_or_failed_needs_somebody(backups):
    assert not report("backup").well
    note_made(backups)
    assert report("backup").well
    assert report("backup").words == "Made three hours ago, 1.9\xa0MB, with 1,200 rows and one file."
    assert report("backup").numbers == {"backup_made_timestamp_seconds": backups.at.timestamp()}
    note_failed("The folder is full.")
    assert not report("backup").well
    assert "The folder is full." in report("backup").words
    note_made(replace(backups, at=timezone.now() - timedelta(hours=27)))
    assert not report("backup").well
    note_made(backups)
    note_restore(Unfinished(timezone.now(), "/b/1", was_empty=False))
    assert "manage.py restore /b/1" in report("backup").todo


@pytest.mark.django_db
def test_what_was_let_go_is_on_the_page(admin):
    assert "Nothing yet: what has been kept" in admin.get("/status/").content.decode()
    Removal.objects.create(kind="Notices and mail: Your notices", rule="A year", count=7)
    assert "Notices and mail: Your notices: 7, kept a year" in admin.get("/status/").content.decode()


@pytest.mark.django_db
def test_settings_that_are_not_for_a_real_site_are_named(settings):
    settings.EMBEDDED, settings.SECURE_SSL_REDIRECT, settings.DEBUG = False, False, True
    assert not report("settings").well
    assert "security.W018" in report("settings").words


@pytest.mark.django_db
def test_the_command_says_it_and_its_exit_does_too(monkeypatch):
    alive()
    task("home.tasks.send_due_letters")
    written = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("status", "--json", stdout=written)
    assert stopped.value.returncode == 1
    told = json.loads(written.getvalue())
    assert not told["well"]
    assert "failed" in {each["key"] for each in told["reports"] if not each["well"]}
    Task.objects.all().delete()
    monkeypatch.setattr("home.seams.status._reporters", [each for each in _reporters() if each[0].__name__ != "the_backup"])
    written = StringIO()
    call_command("status", stdout=written)
    assert "MEND" not in written.getvalue()
    assert "well  The worker" in written.getvalue()
