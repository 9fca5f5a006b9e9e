"""How gunicorn serves the site: `gunicorn -c python:home.serving home.wsgi`.

Sync workers with one thread each were the fastest that was measured for this stack; what takes long
is done by the background worker, so a request that lasts 30 s is a fault and its worker is replaced.
"""

import os

from home.watching.logs import logging_for

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS") or 2)
worker_class = "sync"
preload_app = True
timeout = 30
graceful_timeout = 30  # a request that was begun is finished before its worker goes
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # nosec B108 # noqa: S108 - gunicorn's heartbeat; a slow disk must not kill workers
accesslog = None  # addresses hold secrets (calendars, invitations): a log of them would too; the site writes a line for each request itself
loglevel = os.environ.get("WEB_LOG_LEVEL") or "warning"
embedded = (os.environ.get("EMBEDDED") or "").lower() in {"1", "true", "yes", "on", "y", "ok"}
logconfig_dict = logging_for(os.environ.get("LOG_FORMAT") or ("plain" if embedded else "json"))
control_socket_disable = True  # nothing but signals steers the server; no socket is left in a home folder
