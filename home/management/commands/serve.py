"""`manage.py serve`: the web server and the background worker, together."""

import errno
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from home.management.parts import Part, keep_running

ACCOUNTS = [
    ("asha@example.org", "a practitioner in a drug and alcohol service"),
    ("ben@example.org", "the manager of her team"),
    ("carys@example.org", "who facilitates the Community of Practice"),
    ("dev@example.org", "who contributes from lived experience"),
    ("eve@example.org", "a practitioner in a mental health team"),
    ("frank@example.org", "who works elsewhere and sees nothing of theirs"),
    ("editor@example.org", "who edits the modules and pages"),
    ("lead@example.org", "the area's workforce lead"),
    ("admin@example.org", "who looks after the site"),
]


class Command(BaseCommand):
    """Serves the site until Ctrl-C; a part that dies is started again."""

    help = "Serves the site with its background worker, until Ctrl-C. With --prepare it first brings the database and the files up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        """The port, the host, and whether to prepare first."""
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="Where to listen (default: PORT, else 8000).")
        parser.add_argument("--host", default="127.0.0.1", help="The address to listen at (default: this machine only).")
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="Migrate, found the site, load what ships, make the demonstration where it is on, collect static files.",
        )

    def handle(self, *args, port: int, host: str, prepare: bool, **options) -> None:
        """Prepare where asked, then run both processes; exits 0 when it was told to stop."""
        door = take_port(host, port)
        if prepare:
            self.prepare()
        door.listen(2048)
        parts = [
            Part(
                "web", [sys.executable, "-m", "gunicorn", "--config", "python:home.serving", "--bind", f"fd://{door.fileno()}", "home.wsgi"], (door.fileno(),)
            ),
            Part("worker", [sys.executable, str(settings.BASE_DIR / "manage.py"), "qcluster"]),
        ]
        threading.Thread(target=self.announce, args=(host, port), daemon=True).start()
        keep_running(parts, say=self.say)

    def prepare(self) -> None:
        """Bring everything up to date, saying what is done; what stands already is left as it is."""
        Path(settings.VAR).mkdir(parents=True, exist_ok=True)
        call_command("upgrade", stdout=self.stdout)
        if settings.DEMONSTRATION:
            self.say("A believable area to look around in")
            call_command("demonstrate")
        connection.close()

    def say(self, text: str) -> None:
        """Write `text` at once, on lines of its own."""
        self.stdout.write(text)
        self.stdout.flush()

    def announce(self, host: str, port: int) -> None:
        """Say where the site is as soon as it answers."""
        shown = "127.0.0.1" if host in {"0.0.0.0", "127.0.0.1", "::"} else host  # nosec B104 # noqa: S104 - compared, not bound
        while not answers(f"http://{shown}:{port}/healthz"):
            time.sleep(0.2)
        lines = ["", f"Ready at http://{shown}:{port}/", f"Ready at http://localhost:{port}/ (passkeys need this form)"]
        if settings.DEMONSTRATION:
            lines += ["", "Sign in as one of these, with the password alongside-demo:"]
            lines += [f"  {address:<20} {who}" for address, who in ACCOUNTS]
            lines += ["", f"Mails are written to {settings.EMAIL_FILE_PATH}. Ctrl-C stops everything."]
        self.say("\n".join([*lines, ""]))


def take_port(host: str, port: int) -> socket.socket:
    """Take `port`, a sentence where something else has it. It is ours while we run: killed web processes lose nobody who waits at it."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as fault:
        door.close()
        if fault.errno == errno.EADDRINUSE:
            raise CommandError(f"Port {port} is in use. Stop what uses it, or choose another: make run PORT={port + 1}") from fault
        raise CommandError(f"Cannot listen at {host}, port {port}: {fault.strerror}.") from fault
    return door


def answers(address: str) -> bool:
    """Whether the site at `address` answers 200."""
    try:
        with urllib.request.urlopen(address, timeout=2) as response:  # nosec B310 # noqa: S310 - an http address made above
            return response.status == 200
    except (OSError, urllib.error.URLError):
        return False
