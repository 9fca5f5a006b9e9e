"""A clock that a test may set: every Python process that finds this folder on its path sees the time that the file `CLOCK_FILE` says.

"+3600" is an hour ahead. Only the wall clock moves, as when a machine's clock is set; what is measured with `time.monotonic` goes on.
"""

import os
import threading
import time
from pathlib import Path

import time_machine

_TOLD = Path(os.environ["CLOCK_FILE"])


def _offset() -> int:
    try:
        return int(_TOLD.read_text())
    except (OSError, ValueError):
        return 0


def _follow(traveller: time_machine.Traveller) -> None:
    offset = None  # a process that begins in the moment of a jump knows no earlier time
    while True:
        time.sleep(0.1)
        if (told := _offset()) != offset:
            offset = told
            traveller.move_to(time_machine.escape_hatch.time.time() + offset)


def _watch() -> None:
    threading.Thread(target=_follow, args=(_TRAVELLER,), daemon=True).start()


_TRAVELLER = time_machine.travel(time.time() + _offset(), tick=True).start()
_watch()
os.register_at_fork(after_in_child=_watch)
