"""A whole house for the tests of faults: a site on PostgreSQL, Redis and a mail server, all of its own, so that each may be killed."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis

from tests import databases
from tests.faults import engines
from tests.running import RunningSite, environment_of, served


@dataclass
class House:
    """A running site and what it stands on."""

    site: RunningSite
    postgres: engines.Postgres
    redis: engines.Redis
    post: engines.Post

    def redis_forgets(self) -> None:
        """Have no limit count what a test does many times."""
        redis.Redis(port=self.redis.port).flushdb()


def _found(environment: dict[str, str]) -> None:
    """What a first start does, so that the house need not do it in every run."""
    for command in (["migrate", "-v0"], ["found_site"], ["load_framework", "capability/content/framework.toml"], ["load_curriculum"]):
        done = subprocess.run([sys.executable, "manage.py", *command], cwd=databases.ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """One house for all tests that kill its engines; each puts back what it took away."""
    cache, post = engines.Redis(), engines.Post()
    var = Path(tempfile.mkdtemp(prefix="alongside-house-"))
    try:
        cache.start()
        post.start()
        environment = environment_of(var, DEMONSTRATION="0", REDIS_URL=cache.url, MAIL_URL=post.url, WEB_WORKERS="6")
        archive = databases.KEPT / f"{databases.template_names()[0]}_postgres.tar"
        archive.parent.mkdir(parents=True, exist_ok=True)
        with engines.postgres(archive, lambda made: _found({**environment, "DATABASE_URL": made.url})) as postgres:
            environment["DATABASE_URL"] = postgres.url
            with served(var, environment) as site:
                yield House(site, postgres, cache, post)
    finally:
        post.stop()
        cache.kill()
        if os.environ.get("KEEP_HOUSE"):
            print(f"\nthe house's files: {var}")
        else:
            shutil.rmtree(var, ignore_errors=True)


@pytest.fixture(scope="session")
def world(house: House) -> dict:
    """Who lives there, and where things are."""
    return json.loads(house.site.python("from tests.faults import world; world.make(48)").splitlines()[-1])


@pytest.fixture(scope="session")
def newcomers(world: dict) -> Iterator[dict]:
    """Colleagues who have done nothing yet, one after the other."""
    return iter(world["people"])


@pytest.fixture
def rows(house: House) -> Iterator[psycopg.Connection]:
    """A look into the database."""
    with house.postgres.connect() as connection:
        yield connection


class Small:
    """A site on one machine without engines: SQLite, files, and a disk and a clock that a test may spoil."""

    def __init__(self, var: Path, environment: dict[str, str]) -> None:
        self.var, self._environment = var, environment
        self._running: ExitStack = ExitStack()
        self.site: RunningSite

    def start(self, root: Path = databases.ROOT) -> None:
        """Serve it, with the code that stands in `root`."""
        self.site = self._running.enter_context(served(self.var, self._environment, root))

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        self._running.close()

    def rows(self, query: str, *values) -> list[tuple]:
        """What the database answers."""
        connection = sqlite3.connect(self.var / "alongside.sqlite3", timeout=30)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    @contextmanager
    def full(self, folder: Path) -> Iterator[None]:
        """The disk on which `folder` lies has no room left inside the block."""
        filler = folder / "filler"
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue
        try:
            yield
        finally:
            filler.unlink()

    def set_clock(self, seconds: int) -> None:
        """Have every process of the site see a time that is so many seconds away from the true one, from now on."""
        clock = self.var.parent / f"{self.var.name}-clock"
        making = clock.with_suffix(".making")
        making.write_text(f"{seconds:+d}\n")
        making.replace(clock)
        time.sleep(0.6)  # each process looks at it ten times a second


@pytest.fixture(scope="session")
def small(django_db_setup, django_db_blocker) -> Iterator[Small]:
    """One small site for all tests of a disk, a clock, a lock and a deploy; each puts back what it spoiled."""
    var = Path(tempfile.mkdtemp(prefix="alongside-small-"))
    clock = var.parent / f"{var.name}-clock"
    environment = environment_of(var, DEMONSTRATION="0", WEB_WORKERS="2", **engines.other_clock(clock))
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    with engines.disk(var, "192m"):
        (var / "media").mkdir()
        with engines.disk(var / "media", "24m"):
            with django_db_blocker.unblock():
                databases.copy_for_site(var, "")
            made = Small(var, environment)
            made.set_clock(0)
            try:
                made.start()
                yield made
            finally:
                made.stop()
                clock.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def town(small: Small) -> dict:
    """Who lives on the small site, and where things are."""
    return json.loads(small.site.python("from tests.faults import world; world.make(16)").splitlines()[-1])


@pytest.fixture(scope="session")
def neighbours(town: dict) -> Iterator[dict]:
    """People of the small site who have done nothing yet, one after the other."""
    return iter(town["people"])
