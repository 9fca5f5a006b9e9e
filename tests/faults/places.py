"""Places beside a running site: where its backups go and are restored, and reading what stands in them without the site's own code."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db.backends.sqlite3._functions import register

from tests import databases
from tests.running import RunningSite


@contextmanager
def empty_place(site: RunningSite, folder: Path, blocker, **more: str) -> Iterator[RunningSite]:
    """A place with nothing in it, set like `site`; on PostgreSQL with an empty database of its own until the block ends."""
    folder.mkdir(parents=True)
    environment = {**site.environment, "VAR": str(folder), **more}
    address = environment.get("DATABASE_URL", "")
    name = f"{urlsplit(address).path[1:]}_{folder.name}".replace("-", "_")
    if address.startswith("postgres"):
        environment["DATABASE_URL"] = urlsplit(address)._replace(path=f"/{name}").geturl()
        with blocker.unblock():
            databases._create(name, "template0")
    try:
        yield replace(site, var=folder, environment=environment)
    finally:
        if address.startswith("postgres"):
            with blocker.unblock():
                databases.drop(name)


def begin(site: RunningSite, *arguments: str) -> subprocess.Popen:
    """Start a `manage.py` command and go on."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, cwd=databases.ROOT, env=site.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def fails(site: RunningSite, *arguments: str) -> str:
    """What a command says that does not do what it was asked."""
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=databases.ROOT, env=site.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stderr


def rows(place: RunningSite | Path) -> dict[str, list[str]]:
    """Every row of every table of a place, or of a database file, sorted."""
    address = "" if isinstance(place, Path) else place.environment.get("DATABASE_URL", "")
    if address.startswith("postgres"):
        return _rows_of_server(address)
    return _rows_of_file(place if isinstance(place, Path) else place.var / "alongside.sqlite3")


def _rows_of_file(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path, timeout=20)) as opened:
        register(opened)
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: sorted(map(repr, opened.execute(f'SELECT * FROM "{table}"'))) for table in tables if table != "sqlite_sequence"}


def _rows_of_server(address: str) -> dict[str, list[str]]:
    with psycopg.connect(address) as opened:
        tables = [name for (name,) in opened.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()]
        found = {}
        for table in tables:
            with opened.cursor().copy(f'COPY "{table}" TO STDOUT') as copying:
                found[table] = sorted(b"".join(bytes(piece) for piece in copying).decode().splitlines())
        return found


def rows_of_backup(backup: Path, place: RunningSite) -> dict[str, list[str]]:
    """Every row in a backup, read with the database's own tools; `place` is an empty one that may be filled for it."""
    if (backup / "database.sqlite3").exists():
        return rows(backup / "database.sqlite3")
    address = place.environment["DATABASE_URL"]
    done = subprocess.run(
        ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={address}", str(backup / "database.dump")], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return rows(place)


def files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder by its path there, with what stands in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()} if folder.is_dir() else {}


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own at `folder`, of `size`, until the block ends. It takes root, or `sudo` that does not ask."""
    folder.mkdir(parents=True)
    as_root = [] if os.getuid() == 0 else ["sudo", "-n"]
    subprocess.run([*as_root, "mount", "-t", "tmpfs", "-o", f"size={size},mode=755,uid={os.getuid()}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*as_root, "umount", "--lazy", str(folder)], check=True)
