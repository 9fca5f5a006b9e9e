"""Just enough of a browser to sign in, read and post forms, and to say what came back whatever it was."""

import html
import http.client
import http.cookiejar
import os
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

from tests.running import RunningSite


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nothing did, and `page` then says why."""

    status: int
    page: str
    url: str = ""
    headers: http.client.HTTPMessage | None = None
    seconds: float = 0.0

    @property
    def words(self) -> str:
        """The main part of the page without its tags."""
        main = self.page[self.page.find("<main") :]
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


class Browser:
    """One person's browser; signed in where the key of a session is given."""

    def __init__(self, site: RunningSite, session: str = "", patience: float = 40) -> None:
        self.site, self.patience = site, patience
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        if session:
            self._opener.addheaders = [("Cookie", f"session={session}")]
        self.session = session

    def _ask(self, path: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        headers = {"Referer": self.site.url, **(headers or {})}
        if self.session:
            kept = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar if cookie.name != "session")
            headers["Cookie"] = "; ".join(part for part in (f"session={self.session}", kept) if part)
        began = time.monotonic()
        request = urllib.request.Request(f"{self.site.url}{path}", data, headers)
        try:
            with self._opener.open(request, timeout=self.patience) as found:
                return Answer(found.status, found.read().decode(errors="replace"), found.url, found.headers, time.monotonic() - began)
        except urllib.error.HTTPError as fault:
            return Answer(fault.code, fault.read().decode(errors="replace"), fault.url, fault.headers, time.monotonic() - began)
        except (OSError, http.client.HTTPException) as fault:
            return Answer(0, repr(fault), seconds=time.monotonic() - began)

    def get(self, path: str) -> Answer:
        """The page at `path`, wherever it leads."""
        return self._ask(path)

    def post(self, page: Answer, path: str, files: dict[str, tuple[str, bytes]] | None = None, **fields: str) -> Answer:
        """Send the form for `path` on `page`, hidden fields and all; the page that follows."""
        form = next((found for found in re.findall(r"<form.*?</form>", page.page, re.S) if f'action="{path}' in found), None)
        assert form, f"No form for {path} on the page ({page.status}): {page.words[:500]}"
        action = html.unescape(re.search(r'action="([^"]*)"', form)[1])  # type: ignore[index]
        hidden = {name: html.unescape(value) for name, value in re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form)}
        if files is None:
            return self._ask(action, urllib.parse.urlencode({**hidden, **fields}).encode())
        body, kind = _in_parts({**hidden, **fields}, files)
        return self._ask(action, body, {"Content-Type": kind})

    def press(self, path: str, form: str = "", **fields: str) -> Answer:
        """Open `path` and send its form, or the one for `form`."""
        return self.post(self.get(path), form or path, **fields)

    def sign_in(self, address: str, password: str = "alongside-demo") -> Answer:
        """Sign in by the form; the page that follows."""
        return self.press("/accounts/login/", login=address, password=password)


def _in_parts(fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    edge = "a-part-of-a-form-ends-here"
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    for name, (called, content) in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


class Meanwhile:
    """Something that goes on in a thread of its own while the test does something else; `result()` waits for it."""

    def __init__(self, do) -> None:
        self._found: list = []
        self._thread = threading.Thread(target=lambda: self._found.append(do()), daemon=True)
        self._thread.start()

    def result(self, patience: float = 60):
        """What came of it."""
        self._thread.join(patience)
        assert self._found, "it did not end"
        return self._found[0]


def processes(site: RunningSite, name: str) -> list[int]:
    """The processes of this site whose command line holds `name`, the one that was started first first."""
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    found = [int(line.split()[0]) for line in listed.splitlines() if name in line and "ps -eo" not in line]
    mine = f"VAR={site.var}".encode()
    return sorted(pid for pid in found if _environment_of(pid, mine))


def _environment_of(pid: int, mine: bytes) -> bool:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return mine in file.read().split(b"\0")
    except OSError:
        return False


def kill(*pids: int) -> None:
    """Kill processes with -9; one that is gone already is gone."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def wait_until(is_so, patience: float, what: str) -> float:
    """Wait until `is_so()`, looking ten times a second; the seconds that it took."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        if is_so():
            return time.monotonic() - began
        time.sleep(0.1)
    raise AssertionError(f"after {patience} s not yet: {what}")
