"""Engines of a test's own, which it may kill: PostgreSQL, Redis and a mail server, each on a free port of this machine."""

import os
import shutil
import signal
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

from tests.faults.browser import kill
from tests.running import free_port

OWNER = "alongside"
PATIENCE = 30  # seconds for an engine to start


def program(name: str) -> str:
    """Where a program of PostgreSQL or Redis stands; a sentence where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = shutil.which(name) or next((str(path / name) for path in folders if (path / name).exists()), None)
    assert found, f"No {name} was found. `make test-faults` installs it where that is allowed: sudo apt install postgresql redis-server"
    return found


def _wait_until(is_up, what: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if is_up():
            return
        time.sleep(0.05)
    raise AssertionError(f"{what} did not start in {PATIENCE} s")


@dataclass
class Postgres:
    """A database server in a folder of its own, owned by a person who is not root."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """What `DATABASE_URL` is told."""
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{OWNER}"

    def _run(self, *command: str) -> list[str]:
        return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", *command] if os.getuid() == 0 else list(command)

    def make(self) -> None:
        """Lay the server out, start it, and make its one database."""
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        told = [program("initdb"), "--pgdata", str(self.folder / "data"), "--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        done = subprocess.run(self._run(*told), cwd="/", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        self.start()
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {OWNER}")

    def keep(self, archive: Path) -> None:
        """Stop it in good order, keep all that it holds in `archive`, and start it again."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        making = archive.with_suffix(".making")
        with tarfile.open(making, "w") as packed:
            packed.add(self.folder / "data", "data")
        making.rename(archive)
        self.start()

    def take_up(self, archive: Path) -> None:
        """Begin with what was kept in `archive`."""
        with tarfile.open(archive) as packed:
            packed.extractall(self.folder)
        if os.getuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                shutil.chown(path, "postgres", "postgres")
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers; what a kill left half done it mends by itself."""
        settings = [f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}", "shared_buffers=32MB", "max_connections=40"]
        command = [program("postgres"), "-D", str(self.folder / "data"), *(part for setting in settings for part in ("-c", setting))]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(self._run(*command), cwd="/", stdout=log, stderr=log, start_new_session=True)
        _wait_until(self.is_up, "PostgreSQL")

    def is_up(self) -> bool:
        """Whether it takes connections."""
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, name: str = OWNER) -> psycopg.Connection:
        """A connection to it, in which every statement stands at once."""
        return psycopg.connect(host="127.0.0.1", port=self.port, user=OWNER, dbname=name, autocommit=True, connect_timeout=5)

    def _children(self) -> list[int]:
        assert self.process
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False).stdout
        return [int(pid) for pid in listed.split()]

    def kill(self) -> None:
        """Kill all of its processes at once, with -9."""
        if self.process is None:
            return
        whole = [self.process.pid, *self._children()]  # each of them leads a group of its own
        kill(*whole)
        self.process.wait()
        self.process = None
        time.sleep(0.2)  # the shared memory goes with the last of its processes


@contextmanager
def postgres(archive: Path, found: Callable[[Postgres], None]) -> Iterator[Postgres]:
    """A PostgreSQL server until the block ends, with what is kept in `archive`; where there is none, it is made by `found`, and kept."""
    folder = Path(tempfile.mkdtemp(prefix="alongside-postgres-"))
    made = Postgres(folder)
    try:
        if archive.exists():
            archive.touch()
            made.take_up(archive)
        else:
            made.make()
            found(made)
            made.keep(archive)
        yield made
    finally:
        made.kill()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Redis:
    """A Redis that keeps nothing on the disk."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """What `REDIS_URL` is told."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        command = [program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd="/")
        _wait_until(self.is_up, "Redis")

    def is_up(self) -> bool:
        """Whether it answers."""
        import redis

        try:
            return redis.Redis(port=self.port, socket_connect_timeout=1).ping()
        except redis.RedisError:
            return False

    def kill(self) -> None:
        """Kill it with -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Post:
    """A mail server that keeps what it takes, or is away."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[Message] = []
        self._server: Controller | None = None

    @property
    def url(self) -> str:
        """What `MAIL_URL` is told."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Take mail from now on."""
        self._server = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=20)
        self._server.start()

    def stop(self) -> None:
        """Be away."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one mail."""
        self.taken.append(message_from_bytes(envelope.content))
        return "250 Taken"

    def ids_for(self, address: str) -> list[str]:
        """The `Message-ID`s of what was taken for `address`, oldest first."""
        return [str(message["Message-ID"]) for message in self.taken if message["To"] == address]


@contextmanager
def disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of its own at `folder`, with room for `size`, until the block ends."""
    as_root = [] if os.getuid() == 0 else ["sudo", "-n"]
    done = subprocess.run(
        [*as_root, "mount", "-t", "tmpfs", "-o", f"size={size},mode=755,uid={os.getuid()}", "tmpfs", str(folder)], capture_output=True, text=True
    )
    assert done.returncode == 0, f"A small disk could not be made at {folder}; it takes root or sudo without a password: {done.stderr}"
    try:
        yield
    finally:
        subprocess.run([*as_root, "umount", "--lazy", str(folder)], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def other_clock(told: Path) -> dict[str, str]:
    """What has a process, and all that it starts, see the time that the file `told` says ("+3600" is an hour ahead), even where it changes."""
    return {"PYTHONPATH": str(Path(__file__).parent / "clock"), "CLOCK_FILE": str(told)}
