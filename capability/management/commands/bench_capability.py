"""`manage.py bench_capability`."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from capability.demo.scale import freeze_quarters, grow_to
from home.demo.scale import DOMAIN, WATCHED, address_of
from home.models import User

QUARTERS = 12
MOST_QUERIES = 15  # the team page stays under it
MOST_SLOWER = 1.2  # the team page of the largest town, beside that of the smallest
MOST_AREA = 300  # milliseconds, the area page from the published file
MOST_REBUILD = 60  # seconds
MOST_MEMORY = 1024  # MiB, the rebuild
ASKED = 30  # times each page is asked for; the fastest counts


@dataclass(frozen=True)
class Measured:
    """What one size of town took."""

    people: int
    queries: int
    team: float
    area: float
    freeze: float
    rebuild: float
    memory: float
    size: int

    def problems(self, first: "Measured") -> list[str]:
        """Which of the bars it misses; `first` is the smallest town."""
        bars = [
            (self.queries < MOST_QUERIES, f"the team page takes {self.queries} queries, not under {MOST_QUERIES}"),
            (self.team <= MOST_SLOWER * first.team, f"the team page is {self.team / first.team:.2f} times slower than with {first.people:,} people"),
            (self.area <= MOST_AREA, f"the area page takes {self.area:.0f} ms, over {MOST_AREA}"),
            (self.rebuild <= MOST_REBUILD, f"the rebuild takes {self.rebuild:.0f} s, over {MOST_REBUILD}"),
            (self.memory <= MOST_MEMORY, f"the rebuild takes {self.memory:.0f} MiB, over {MOST_MEMORY}"),
        ]
        return [f"{self.people:,} people: {words}." for holds, words in bars if not holds]


class Command(BaseCommand):
    """Measures the pages and the rebuild of the dataset in towns of several sizes."""

    help = (
        "Measure the team page, the area page and the rebuild of the dataset with 1,000, 10,000 and 100,000 people, 23 capabilities "
        "and 12 quarters, in a database of its own that is thrown away afterwards. Prints a table; exits 1 where a bar is missed. "
        "The same seed makes the same town. The largest takes a few minutes."
    )

    def add_arguments(self, parser) -> None:
        """How large, and from which seed."""
        parser.add_argument("--people", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="sizes of the town, each at least 100")
        parser.add_argument("--seed", type=int, default=20261122, help="what chance begins with")

    def handle(self, *args, people: list[int], seed: int, **options) -> None:
        """Measure each size, the smallest first, and print the table."""
        if min(people) < 100:
            raise CommandError("A town needs at least 100 people.")
        with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
            before = connection.settings_dict["NAME"]
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3") if connection.vendor == "sqlite" else f"bench_{os.getpid()}"
            self.say("A database of its own is made")
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            try:
                plain_files = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
                with override_settings(VAR=Path(folder), SECOND_FACTOR_REQUIRED=False, SECURE_SSL_REDIRECT=False, STORAGES=plain_files):
                    found = self.measure_all(sorted(set(people)), seed, Path(folder))
            finally:
                connection.creation.destroy_test_db(before, verbosity=0)
        self.print_table(found)
        problems = [problem for each in found for problem in each.problems(found[0])]
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write("Every bar holds.")

    def say(self, words: str) -> None:
        """What is being done, before it is done."""
        self.stderr.write(f"{words} ...")

    def measure_all(self, sizes: list[int], seed: int, folder: Path) -> list[Measured]:
        """Grow one town from size to size."""
        call_command("load_framework", verbosity=0)
        return [self.measure(size, seed, folder) for size in sizes]

    def measure(self, size: int, seed: int, folder: Path) -> Measured:
        """One size: made, frozen, built and asked for."""
        self.say(f"{size:,} people look at their capabilities")
        grow_to(size, seed)
        self.say("Twelve quarters are frozen")
        froze = freeze_quarters(QUARTERS)
        self.say("The dataset is built")
        rebuild, memory = rebuilt(folder)
        self.say("The pages are asked for")
        queries, team = asked_for(User.objects.get(email=address_of(0)), f"/teams/{WATCHED}/")
        _, area = asked_for(User.objects.get(email=f"lead@{DOMAIN}"), "/area/")
        return Measured(size, queries, team, area, froze, rebuild, memory, (folder / "dataset" / "capability-cube.h5").stat().st_size)

    def print_table(self, found: list[Measured]) -> None:
        """One line a size."""
        columns: list[tuple[str, Callable[[Measured], str]]] = [
            ("people", lambda m: f"{m.people:,}"), ("team queries", lambda m: str(m.queries)), ("team ms", lambda m: f"{m.team:.1f}"),
            ("x smallest", lambda m: f"{m.team / found[0].team:.2f}"), ("area ms", lambda m: f"{m.area:.1f}"), ("freeze s", lambda m: f"{m.freeze:.1f}"),
            ("rebuild s", lambda m: f"{m.rebuild:.1f}"), ("rebuild MiB", lambda m: f"{m.memory:.0f}"), ("file kB", lambda m: f"{m.size / 1000:.0f}"),
        ]  # fmt: skip
        self.stdout.write("  ".join(f"{name:>12}" for name, _ in columns))
        for each in found:
            self.stdout.write("  ".join(f"{show(each):>12}" for _, show in columns))


def asked_for(person: User, url: str) -> tuple[int, float]:
    """How many queries a page takes for `person`, and the fewest milliseconds of many times, after it was asked for twice.

    The fewest, because everything else that the machine does only adds to them.
    """
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person, backend="home.accounts.PeopleBackend")
    queries, took = 0, []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(url, secure=settings.HTTPS)
        queries = len(caught.captured_queries)
        if answer.status_code != 200:
            raise CommandError(f"{url} answered {answer.status_code}.")
    for _ in range(ASKED):
        began = time.perf_counter()
        client.get(url, secure=settings.HTTPS)
        took.append((time.perf_counter() - began) * 1000)
    return queries, min(took)


def rebuilt(folder: Path) -> tuple[float, float]:
    """The seconds and the MiB at most that a rebuild takes, in a process of its own, Python's own start left out of the seconds."""
    statement = (
        "import django, resource, time; django.setup(); from capability.actions.publishing import build_dataset; began = time.perf_counter(); "
        "build_dataset(); print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    environment = {**os.environ, "VAR": str(folder), "DATABASE_URL": address_of_database(), "DJANGO_SETTINGS_MODULE": "home.settings"}
    done = subprocess.run(  # noqa: S603 - our own interpreter and statement
        [sys.executable, "-c", statement], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=3600
    )
    if done.returncode:
        raise CommandError(f"The rebuild failed: {done.stderr[-2000:]}")
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)


def address_of_database() -> str:
    """The address of the database that is measured, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST'] or '127.0.0.1'}:{facts['PORT'] or 5432}/{facts['NAME']}"
