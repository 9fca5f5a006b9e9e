"""Ask a running site how it is, for what looks after its container: `python -m home.health http://127.0.0.1:8000/healthz`.

It loads nothing of the site. Exits 0 where the answer is 200.
"""

import os
import sys
import urllib.error
import urllib.request
from http import HTTPStatus
from urllib.parse import urlsplit


def answers(address: str, patience: float = 4) -> bool:
    """Whether `address` answers 200 within `patience` seconds."""
    if urlsplit(address).scheme != "http":
        return False
    asking = urllib.request.Request(address)  # noqa: S310 - http, as was looked above
    host = urlsplit(os.environ.get("SITE_URL") or "").netloc
    if host:  # a site answers to its own name only
        asking.add_header("Host", host)
    try:
        with urllib.request.urlopen(asking, timeout=patience) as response:  # nosec B310 # noqa: S310 - http, as was looked above
            return response.status == HTTPStatus.OK
    except (OSError, urllib.error.URLError):
        return False


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
