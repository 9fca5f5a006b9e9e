"""The site's real servers on a free port of this machine, and what they used."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

from tests.load.town import ROOT, Town
from tests.running import free_port

WEB = [sys.executable, "-m", "gunicorn", "--config", "python:home.serving", "home.wsgi"]
BARE_SETTINGS = "tests.load.bare.settings"


@dataclass
class Server:
    """A web server with two processes, and its worker where it has one."""

    url: str
    web: psutil.Process

    def processes(self) -> list[psutil.Process]:
        """The web processes themselves."""
        return [child for child in self.web.children(recursive=True) if child.is_running()]

    def seconds_used(self) -> float:
        """The processor's seconds that the web processes have used."""
        return sum(times.user + times.system for times in (each.cpu_times() for each in self.processes()))

    def memory(self) -> list[int]:
        """What each web process holds for itself, in MiB."""
        return [each.memory_full_info().uss // 2**20 for each in self.processes()]

    def crowd(
        self, told: dict[str, Any], journey: str, *, at_once: int, seconds: float, pause: tuple[float, float] = (0, 0), warm: float = 2
    ) -> dict[str, Any]:
        """Let a crowd in; what they met."""
        asked = {**told, "host": self.url, "journey": journey, "at_once": at_once, "seconds": seconds, "pause": pause, "warm": warm}
        crowd = subprocess.Popen([sys.executable, "-m", "tests.load.crowd"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        found, _ = crowd.communicate(json.dumps(asked))
        if crowd.returncode:
            raise SystemExit(f"The crowd ended with {crowd.returncode}.")
        return json.loads(found)

    def cost(self, told: dict[str, Any], path: str, many: int) -> float:
        """The processor's milliseconds of a request, from `many` asked one after another over one connection each."""
        person = told["people"][0]
        request = urllib.request.Request(f"{self.url}{path}", headers={"Cookie": f"session={person['session']}", "Accept-Encoding": "gzip"})
        for _ in range(6):
            read(request)
        before = self.seconds_used()
        for _ in range(many):
            read(request)
        return (self.seconds_used() - before) * 1000 / many


def read(request: urllib.request.Request) -> None:
    """Read an answer to its end; anything but a page is an error."""
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
        if answer.status != 200 or answer.url != request.full_url:
            raise SystemExit(f"{request.full_url} led to {answer.url} with {answer.status}.")


@contextmanager
def serving(town: Town, *, bare: bool = False) -> Iterator[Server]:
    """The servers of a town, until the block ends: two web processes and the worker; the bare page needs no worker."""
    port = free_port()
    environment = {**town.environment, "PORT": str(port), "WEB_WORKERS": "2"}
    if bare:
        environment["DJANGO_SETTINGS_MODULE"] = BARE_SETTINGS
    started = [subprocess.Popen(WEB, cwd=ROOT, env=environment)]
    if not bare:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started.append(subprocess.Popen([sys.executable, "manage.py", "qcluster"], cwd=ROOT, env=environment, **quiet))
    server = Server(f"http://127.0.0.1:{port}", psutil.Process(started[0].pid))
    try:
        wait_for(server, "/bare/" if bare else "/healthz")
        yield server
    finally:
        for process in started:
            process.terminate()
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_for(server: Server, path: str) -> None:
    """Wait until it answers."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{server.url}{path}", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{server.url} did not answer.")
