"""What the environment is for every test: set here, before Django reads its settings (`-p tests.environment`).

`DATABASE_URL` and `REDIS_URL` are left as they come, so that the same suite runs on other services.
Everything that is written goes to a folder of this process, removed at the end.
"""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
VAR = tempfile.mkdtemp(prefix=f"alongside-tests-{WORKER}-")
atexit.register(shutil.rmtree, VAR, ignore_errors=True)

SET_ELSEWHERE = (
    "ALLOWED_HOSTS", "BUCKET", "DEBUG", "LEDGER", "MACHINES", "MAIL_FROM", "MAIL_URL", "OIDC_SERVER_URL", "SECOND_FACTOR_REQUIRED", "SECRET_KEY", "SITE_URL",
    "STATIC", "TRUSTED_PROXIES",
)  # fmt: skip
for name in SET_ELSEWHERE:
    os.environ.pop(name, None)
os.environ.update(DJANGO_SETTINGS_MODULE="home.settings", EMBEDDED="1", DEMONSTRATION="0", VAR=VAR)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread that later tests use the database in

if os.environ.get("REDIS_URL"):
    # A worker empties its cache between tests, so each has a numbered database of its own.
    number = int(WORKER[2:]) + 1 if WORKER.startswith("gw") else 0
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
