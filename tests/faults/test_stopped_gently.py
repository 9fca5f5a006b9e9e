"""A deploy tells processes to stop (SIGTERM to the first of each, as systemd's units and containers do): what was begun is finished."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests import databases
from tests.environment import SET_ELSEWHERE, WORKER
from tests.faults.slow import TAKES
from tests.running import free_port

pytestmark = pytest.mark.faults
PATIENCE = 60


def until(is_so, seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while not (so := is_so()) and time.monotonic() < end:
        time.sleep(0.05)
    return so


@contextmanager
def started(command: list[str], environment: dict[str, str]):
    process = subprocess.Popen(command, cwd=databases.ROOT, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def surroundings(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in SET_ELSEWHERE}
    return {**kept, "EMBEDDED": "1", "DEMONSTRATION": "0", **more}


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status == 200
    except (OSError, urllib.error.URLError):
        return False


def test_a_page_that_was_begun_is_finished(tmp_path):
    port = free_port()
    url, told = f"http://127.0.0.1:{port}/", []

    def ask() -> None:
        with urllib.request.urlopen(url, timeout=20) as response:
            told.append(response.read())

    command = [sys.executable, "-m", "gunicorn", "-c", "python:home.serving", "tests.faults.slow:application"]
    with started(command, surroundings(PORT=str(port), VAR=str(tmp_path), WEB_WORKERS="1")) as web:
        assert until(lambda: answers(url)), "it never served"
        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(TAKES * 0.75)  # in the middle of the answer
        web.send_signal(signal.SIGTERM)
        asking.join(PATIENCE)
        assert told == [b"begun, and finished"]
        assert web.wait(PATIENCE) == 0
        assert not answers(url)


def test_a_task_that_was_begun_is_finished_and_one_that_was_not_waits(tmp_path, django_db_blocker):
    name = f"alongside_gently_{os.getpid()}_{WORKER}"
    with django_db_blocker.unblock():
        databases.copy_for_site(tmp_path, name)
    environment = surroundings(VAR=str(tmp_path))
    if environment.get("DATABASE_URL", "").startswith("postgres"):
        environment["DATABASE_URL"] = environment["DATABASE_URL"].rpartition("/")[0] + f"/{name}"

    def python(code: str) -> str:
        command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", code]
        return subprocess.run(command, cwd=databases.ROOT, env=environment, capture_output=True, text=True, check=True).stdout.strip()

    begin = "from django_q.models import Schedule; from django_q.tasks import async_task; Schedule.objects.all().delete(); "
    asked = "".join(f"async_task('tests.faults.slow.task', {str(folder)!r}); " for folder in folders(tmp_path))
    python(begin + asked)
    try:
        with started([sys.executable, "manage.py", "qcluster"], environment) as worker:
            assert until((tmp_path / "0" / "begun").exists), "it never began"
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE) == 0
        begun = [folder for folder in folders(tmp_path) if (folder / "begun").exists()]
        assert 1 <= len(begun) < 5
        assert all((folder / "finished").exists() for folder in begun), "stopped in the middle"
        waiting = int(python("from django_q.models import OrmQ; print(OrmQ.objects.count())"))
        assert waiting == 5 - len(begun), "a task that nobody began is gone, or a finished one would be done again"
    finally:
        if "DATABASE_URL" in environment:
            with django_db_blocker.unblock():
                databases.drop(name)


def folders(here: Path) -> list[Path]:
    made = [here / str(number) for number in range(5)]
    for folder in made:
        folder.mkdir(exist_ok=True)
    return made
