"""How what the site stands on is: database, cache, disk, and whether what runs is set up as it should be."""

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.template.defaultfilters import filesizeformat
from django_q.models import Schedule
from redis import RedisError

from home.actions.founding import wanted_schedules
from home.backups import last_backup, last_failure, unfinished_restore
from home.seams.status import Report, tells_how_it_is
from home.watching.state import ago
from home.wording import count_words

NIGHT = 26  # hours that the last backup may be old
LITTLE = 0.1  # of a disk
LEAST = 2 * 1024**3  # bytes


@tells_how_it_is()
def the_database() -> Iterator[Report]:
    """Which database it is, and how big. That it could be asked says that it is there."""
    words = f"{engine()}, {filesizeformat(database_size())}."
    yield Report("database", "The database", words)


def engine() -> str:
    """The database and its version: "PostgreSQL 15.3"."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
    return f"SQLite {sqlite3.sqlite_version}"


def database_size() -> int:
    """Bytes that the database takes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
    name = connection.settings_dict["NAME"]
    return sum(path.stat().st_size for path in (Path(f"{name}{suffix}") for suffix in ("", "-wal")) if path.exists())


@tells_how_it_is()
def the_cache() -> Iterator[Report]:
    """Whether what is put into the cache can be read again."""
    what = "Redis" if settings.REDIS_URL else "Files under VAR"
    todo = (
        "Look whether Redis runs and REDIS_URL is right. Pages work without it, slower; signing in rests."
        if settings.REDIS_URL
        else "Look whether VAR can be written."
    )
    word = secrets.token_hex(4)
    try:
        cache.set("status-asks", word, 10)
        well = cache.get("status-asks") == word
    except (OSError, RedisError):
        well = False
    yield Report("cache", "The cache", f"{what}: it answers." if well else f"{what}: it does not answer.", well=well, todo=todo)


@tells_how_it_is(measured=True)
def the_backup() -> Iterator[Report]:
    """When the last backup was made; not well where it is older than a night, failed since, or a restore was killed."""
    made, failed, unfinished = last_backup(), last_failure(), unfinished_restore()
    numbers = {"backup_made_timestamp_seconds": made.at.timestamp()} if made else {}
    todo = "Run manage.py backup FOLDER, and have it run every night."
    words = (
        f"Made {ago(made.at)}, {filesizeformat(made.size)}, with {made.rows:,} rows and {count_words(made.media, 'file')}." if made else "None was made yet."
    )
    well = made is not None and made.age < NIGHT
    if settings.DEMONSTRATION and not made:
        words, well = "None was made: this is a demonstration.", True
    if failed:
        words, well, todo = f"The last one failed {ago(failed.at)}: {failed.why} {words}", False, "Mend that, and run manage.py backup FOLDER again."
    if unfinished:
        words, well, todo = f"A restore that began {ago(unfinished.at)} is not finished.", False, f"Run manage.py restore {unfinished.backup} again."
    yield Report("backup", "The last backup", words, well=well, todo=todo, numbers=numbers)


@tells_how_it_is(measured=True)
def the_disk() -> Iterator[Report]:
    """How much room is left where the site keeps its files."""
    place = next(path for path in (Path(settings.VAR), *Path(settings.VAR).parents) if path.exists())
    room = shutil.disk_usage(place)
    well = room.free > LEAST or room.free > room.total * LITTLE
    words = f"{filesizeformat(room.free)} of {filesizeformat(room.total)} are free."
    todo = "Make room, or give VAR a larger disk. When it is full, people can read and nothing new is kept."
    yield Report("disk", "Room on the disk", words, well=well, todo=todo, numbers={"disk_free_bytes": float(room.free)})


@tells_how_it_is()
def what_runs() -> Iterator[Report]:
    """The version of the code, and whether the database is as that version needs it."""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    words = f"{settings.RELEASE}; the database is as it needs it." if not missing else f"{settings.RELEASE}; {count_words(missing, 'migration')} not applied."
    yield Report("release", "Version", words, well=not missing, todo="Run manage.py migrate, then manage.py found_site.")
    wanted = wanted_schedules()
    there = set(Schedule.objects.filter(name__in=wanted).values_list("name", flat=True))
    if wanted.keys() - there:
        words = f"{count_words(len(wanted.keys() - there), 'recurring task').capitalize()} of this version are not on the worker's list."
        yield Report("schedules", "Recurring tasks", words, well=False, todo="Run manage.py found_site.")


@tells_how_it_is()
def the_settings() -> Iterator[Report]:
    """What Django's checks for a real site say of the settings."""
    if settings.EMBEDDED:
        yield Report("settings", "Settings", "This is one machine's own site (EMBEDDED): the checks for a real one are not asked.")
        return
    said = [each for each in checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True) if not each.is_silenced()]
    if not said:
        yield Report("settings", "Settings", "Nothing to say against them.")
        return
    words = f"{count_words(len(said), 'thing').capitalize()} to mend: {', '.join(str(each.id) for each in said)}."
    yield Report("settings", "Settings", words, well=False, todo="Run manage.py check --deploy: it says what each is and how to mend it.")
