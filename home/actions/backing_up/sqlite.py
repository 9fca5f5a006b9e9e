"""An SQLite database: one file, read at one moment while the site writes, and put in the place of another at once."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

from home.actions.backing_up import disk
from home.actions.backing_up.reading import Say, count
from home.rules.backups import BackupProblem, Counted, size_words
from home.whole_files import sync

FILE = "database.sqlite3"
EVERY = 2.0  # seconds between two words of progress


class FileReading:
    """What stands in one database file."""

    def __init__(self, opened: sqlite3.Connection) -> None:
        self.opened = opened

    def columns(self) -> dict[str, set[str]]:
        """Its tables, each with its columns; what a search index is made of counts, its virtual table does not."""
        listed = self.ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        return {name: {str(row[1]) for row in self.ask(f'PRAGMA table_info("{name}")')} for (name,) in listed}

    def lines(self, table: str) -> Iterator[bytes]:
        """Every row, as Python writes its values."""
        return (repr(row).encode() for row in self.opened.execute(f'SELECT * FROM "{table}"'))  # nosec B608 # noqa: S608 - a table of this database

    def ask(self, sql: str) -> list[tuple]:
        """The rows that answer a question."""
        return self.opened.execute(sql).fetchall()


def opened_file(path: Path, **options) -> sqlite3.Connection:
    """A connection of our own, with the functions of Django's on which some indexes and constraints stand."""
    opened = sqlite3.connect(path, **options)
    register(opened)
    return opened


def live_file() -> Path:
    """The file of the site's database."""
    return Path(str(connection.settings_dict["NAME"]))


class Sqlite:
    """The site's database where it is a file."""

    name = "sqlite"
    file = FILE

    def __init__(self) -> None:
        self.live = live_file()
        self.working = self.live.with_name(f"{self.live.name}.restoring")
        self.ready = self.live.with_name(f"{self.live.name}.restored")

    # -- making a backup ----------------------------------------------------------------------------

    @contextmanager
    def snapshot(self, folder: Path, say: Say) -> Iterator[FileReading]:
        """Write the database as it stands now into `folder`, and read from that.

        `VACUUM INTO` reads one moment and keeps nobody from writing, like a copy of the pages; but it leaves out what was deleted,
        which still lies in the free pages of the live file.
        """
        if not self.live.exists():
            raise BackupProblem(f"There is no database at {self.live}. Make one with manage.py migrate, or give DATABASE_URL or VAR.")
        target = folder / FILE
        try:
            vacuum_into(self.live, target, say)
            with closing(opened_file(target)) as opened:
                check(opened)
                sync(target)
                yield FileReading(opened)
        except sqlite3.Error as fault:
            raise BackupProblem(f"The database could not be read whole: {fault}.") from fault

    @contextmanager
    def live_reading(self) -> Iterator[FileReading]:
        """Read the database as it stands now."""
        with closing(opened_file(self.live, timeout=20)) as opened:
            yield FileReading(opened)

    @property
    def role(self) -> str:
        """Nobody owns the tables of a file."""
        return ""

    # -- restoring ------------------------------------------------------------------------------------

    def holds_tables(self) -> bool:
        """Whether anything stands in the database; a file that cannot be read does."""
        if not self.live.exists() or not self.live.stat().st_size:
            return False
        try:
            with closing(opened_file(self.live, timeout=20)) as opened:
                return bool(FileReading(opened).columns())
        except sqlite3.Error:
            return True

    def able(self, manifest_size: int) -> None:
        """Raise where it cannot be restored here: three copies stand beside each other for a moment."""
        self.live.parent.mkdir(parents=True, exist_ok=True)
        status = os.statvfs(self.live.parent)
        free = status.f_bavail * status.f_frsize
        if free < 3 * manifest_size:
            raise BackupProblem(
                f"The disk of {self.live.parent} has {size_words(free)} free and the database needs {size_words(3 * manifest_size)}. Make room."
            )

    def refuse_in_use(self) -> None:
        """Raise where another process has the database open."""
        if not self.live.exists():
            return
        connection.close()
        try:
            with closing(opened_file(self.live, timeout=1, isolation_level=None)) as opened:
                opened.execute("PRAGMA journal_mode=DELETE")  # only for one who is alone with it
        except sqlite3.OperationalError as fault:
            if "locked" in str(fault) or "busy" in str(fault):
                raise BackupProblem("The site is running on this database. Stop its web processes and its worker, and restore then.") from fault
        except sqlite3.DatabaseError:
            return  # damaged, which is a reason to restore

    def fill(self, backup: Path, say: Say, *, same_role: bool = True) -> None:
        """Build the database of the backup beside the live one."""
        self.forget()
        say("The database")
        disk.write(self.working, disk.pieces_of(backup / FILE))
        try:
            with closing(opened_file(self.working)) as opened:
                check(opened)
        except sqlite3.Error as fault:
            raise BackupProblem(f"The database in the backup cannot be read: {fault}.") from fault

    def count(self) -> dict[str, Counted]:
        """The tables of what was built."""
        with closing(opened_file(self.working)) as opened:
            return count(FileReading(opened))

    @contextmanager
    def in_its_place(self) -> Iterator[None]:
        """Have this process work on what was built, as if it were the site's."""
        connection.close()
        before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], str(self.working)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before

    @contextmanager
    def reading(self) -> Iterator[FileReading]:
        """Read what was built."""
        with closing(opened_file(self.working)) as opened:
            yield FileReading(opened)

    def tidy(self, say: Say, *, changed: bool) -> None:
        """Write it out without what was deleted from it."""
        disk.remove(self.ready)
        vacuum_into(self.working, self.ready, say)
        sync(self.ready)

    def swap(self) -> None:
        """Put it in the place of the live one, at once."""
        self.refuse_in_use()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.live}{suffix}").unlink(missing_ok=True)  # of the old file: over the new one they would be its ruin
        os.replace(self.ready, self.live)
        sync(self.live.parent)

    def forget(self) -> None:
        """Take away what a restore left beside the live one."""
        for path in (self.working, self.ready):
            for suffix in ("", "-wal", "-shm", "-journal"):
                disk.remove(Path(f"{path}{suffix}"))


def vacuum_into(source: Path, target: Path, say: Say) -> None:
    """Write the database `source`, as it stands at this moment, into the new file `target`."""
    told = time.monotonic()

    def progress() -> None:
        nonlocal told
        if time.monotonic() - told > EVERY:
            told = time.monotonic()
            say(f"The database: {size_words(target.stat().st_size if target.exists() else 0)} of about {size_words(source.stat().st_size)}")

    with closing(opened_file(source, timeout=20, isolation_level=None)) as opened:
        opened.set_progress_handler(progress, 1_000_000)
        opened.execute("VACUUM INTO ?", [str(target)])


def check(opened: sqlite3.Connection) -> None:
    """Raise where the file is not whole."""
    found = opened.execute("PRAGMA integrity_check(3)").fetchall()
    if found != [("ok",)]:
        raise BackupProblem(f"The database is damaged: {'; '.join(str(row[0]) for row in found)}.")
