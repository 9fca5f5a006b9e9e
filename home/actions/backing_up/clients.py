"""PostgreSQL's own programs: where they are, how they find the database, and what they say when they fail."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from django.db import connection

from home.actions.backing_up.disk import PIECE
from home.rules.backups import BackupProblem

FROM_OPTIONS = {
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "service": "PGSERVICE",
    "passfile": "PGPASSFILE", "connect_timeout": "PGCONNECT_TIMEOUT", "channel_binding": "PGCHANNELBINDING",
}  # fmt: skip


def need(*programs: str) -> None:
    """Raise where one of them is not on this machine."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        raise BackupProblem(
            f"{' and '.join(missing)} is not on this machine. It comes with PostgreSQL's client programs: sudo apt install postgresql-client "
            "(of the server's version or a later one)."
        )


def environment() -> dict[str, str]:
    """The environment in which they find the site's database; a password is in no command line."""
    settings = connection.settings_dict
    given = {"PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"], "PGPASSWORD": settings["PASSWORD"]}
    given |= {name: settings["OPTIONS"][option] for option, name in FROM_OPTIONS.items() if option in settings["OPTIONS"]}
    given |= {"PGDATABASE": settings["NAME"], "PGAPPNAME": "alongside backup", "LC_MESSAGES": "C"}
    return {**os.environ, **{name: str(value) for name, value in given.items() if value not in (None, "")}}


class Running:
    """One of them, with what it says in trouble kept for a sentence."""

    def __init__(self, command: list[str], stdin: int | None = None) -> None:
        self.name = command[0]
        self.process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())  # noqa: S603 - our own
        self._said: list[bytes] = []
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        for line in _pipe(self.process.stderr):
            self._said = [*self._said[-20:], line]

    def output(self) -> Iterator[bytes]:
        """What it writes, piece by piece; raises `BackupProblem` where it ends badly."""
        out = _pipe(self.process.stdout)
        while piece := out.read1(PIECE):  # type: ignore[attr-defined]
            yield piece
        self.end()

    def end(self) -> None:
        """Wait for it; raise `BackupProblem` with its own words where it failed."""
        code = self.process.wait()
        self._listening.join(5)
        if code:
            raise BackupProblem(f"{self.name} could not do it: {self.trouble() or f'it ended with {code}'}")

    def trouble(self) -> str:
        """The first of what it complained of."""
        lines = [line.decode(errors="replace").strip() for line in self._said]
        complaints = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
        return (complaints or lines or [""])[0]

    def stop(self) -> None:
        """End it, where it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe and not pipe.closed:
                try:
                    pipe.close()
                except OSError:
                    continue


@contextmanager
def running(command: list[str], *, stdin: bool = False) -> Iterator[Running]:
    """Run one of them; it does not outlive the block."""
    begun = Running(command, subprocess.PIPE if stdin else None)
    try:
        yield begun
    finally:
        begun.stop()


def feed(psql: Running, pieces: Iterable[bytes]) -> None:
    """Give SQL to a `psql`; raises `BackupProblem` where it stops listening."""
    into = _pipe(psql.process.stdin)
    try:
        for piece in pieces:
            into.write(piece)
        into.close()
    except BrokenPipeError:
        psql.process.wait()
    # what it answers to a question goes nowhere, but a full pipe would hold it up
    for _ in iter(lambda: _pipe(psql.process.stdout).read(PIECE), b""):
        pass
    psql.end()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101 - asked for when it was started
    return pipe
