"""A site of its own for tests that need a running one: a copied database, served with its worker on a free port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests import databases
from tests.environment import SET_ELSEWHERE

PATIENCE = 300  # seconds to prepare and start on a busy machine


@dataclass
class RunningSite:
    """A served site: `url` without a slash at the end, and `var`, where its database and mails are."""

    url: str
    var: Path
    environment: dict[str, str]
    process: subprocess.Popen = field(repr=False)

    def manage(self, *arguments: str) -> str:
        """Run a `manage.py` command against this site; what it printed."""
        done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=databases.ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        """Run `code` in a Django shell of this site; what it printed."""
        return self.manage("shell", "--verbosity", "0", "--command", code).strip()

    def letters(self, address: str) -> list[str]:
        """The mails that were written to `address`, oldest first."""
        name = address.lower().replace("@", "-").replace(".", "-")
        return [path.read_text() for path in sorted((self.var / "mail").glob(f"*-{name}-*.eml"))]


@contextmanager
def running_site(var: Path, database_name: str, blocker, **more: str):
    """Serve a copy of the founded database, prepared as `make run` prepares it, until the block ends; `more` joins its environment.

    `blocker` is pytest-django's, which keeps these tests from the tests' own database.
    """
    environment = environment_of(var, **more)
    if environment.get("REDIS_URL"):
        environment["REDIS_URL"] = urlsplit(environment["REDIS_URL"])._replace(path="/15").geturl()
    postgres = environment.get("DATABASE_URL", "").startswith("postgres")
    if postgres:
        environment["DATABASE_URL"] = urlsplit(environment["DATABASE_URL"])._replace(path=f"/{database_name}").geturl()
    with blocker.unblock():
        databases.copy_for_site(var, database_name)
    try:
        with served(var, environment) as site:
            yield site
    finally:
        if postgres:
            with blocker.unblock():
                databases.drop(database_name)
        shutil.rmtree(var, ignore_errors=True)


def environment_of(var: Path, **more: str) -> dict[str, str]:
    """What a site that is served from `var` on a free port finds in its environment."""
    environment = {name: value for name, value in os.environ.items() if name not in SET_ELSEWHERE}
    return environment | {"EMBEDDED": "1", "DEMONSTRATION": "1", "VAR": str(var), "PORT": str(free_port()), "PYTHONUNBUFFERED": "1", **more}


@contextmanager
def served(var: Path, environment: dict[str, str], root: Path = databases.ROOT):
    """Prepare and serve what `environment` says, with its worker, until the block ends; its database stands already, or is empty.

    `root` is where the code is that runs.
    """
    log = var / "serve.log"
    with log.open("a") as written:
        began = written.tell()
        process = subprocess.Popen([sys.executable, "manage.py", "serve", "--prepare"], cwd=root, env=environment, stdout=written, stderr=subprocess.STDOUT)
    site = RunningSite(f"http://127.0.0.1:{environment['PORT']}", var, environment, process)
    try:
        _wait(site, log, began)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port() -> int:
    """A port of this machine that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(site: RunningSite, log: Path, began: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if site.process.poll() is not None:
            break
        if f"Ready at {site.url}/" in log.read_text()[began:]:
            return
        time.sleep(0.2)
    raise AssertionError(f"The site did not start:\n{log.read_text()[-4000:]}")
