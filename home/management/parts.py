"""Keeping the parts of a running site alive: started together, started again when one dies, stopped together."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PATIENCE = 8.0  # seconds that a part is given to finish what it is doing
PR_SET_PDEATHSIG = 1


@dataclass
class Part:
    """One process: its name for people, and its command line."""

    name: str
    command: list[str]
    listening: tuple[int, ...] = ()  # open sockets that it takes over: who comes while it is started again waits
    process: subprocess.Popen | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it only through us."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_end_with_parent, pass_fds=self.listening)  # noqa: S603 - ours

    @property
    def runs(self) -> bool:
        """Whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def signal_all(self, number: signal.Signals) -> None:
        """Send a signal to the process and everything that it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


def keep_running(parts: Sequence[Part], *, say: Callable[[str], None]) -> None:
    """Start `parts` and start again whichever dies, until SIGINT, SIGTERM or SIGHUP; then stop them all.

    A part is asked to stop by a signal to its first process alone: told all at once, a background
    worker's processes would wait for each other. What is left after `PATIENCE` seconds is killed.
    """
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: told.append(received))
    for part in parts:
        part.start()
    while not told:
        time.sleep(0.2)
        for part in parts:
            if not part.runs and not told and time.monotonic() - part.started > 2:
                say(f"The {part.name} stopped. Starting it again.")
                part.signal_all(signal.SIGKILL)
                part.start()
    say("Stopping.")
    for part in parts:
        if part.runs and part.process:
            part.process.terminate()
    until = time.monotonic() + PATIENCE
    while any(part.runs for part in parts) and time.monotonic() < until:
        time.sleep(0.1)
    for part in parts:
        part.signal_all(signal.SIGKILL)
        if part.process:
            part.process.wait()


def _end_with_parent() -> None:
    """Have the kernel ask this process to stop when the one that started it is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
