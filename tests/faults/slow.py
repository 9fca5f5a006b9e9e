"""Something slow to be in the middle of: a page, and a task."""

import time
from pathlib import Path

TAKES = 1.5  # seconds


def application(environ, start_response):
    """A page that takes its time, half of it after its beginning was sent."""
    time.sleep(TAKES / 2)
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"begun, "
    time.sleep(TAKES / 2)
    yield b"and finished"


def task(folder: str) -> None:
    """A task that takes its time, and says when it begins and when it is done."""
    Path(folder, "begun").touch()
    time.sleep(2 * TAKES)
    Path(folder, "finished").touch()
