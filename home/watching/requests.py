"""Each request, counted and told of in one line: which pattern of address, how it was answered, how long it took."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from home.watching import meters
from home.watching.logs import around, route_of

log = logging.getLogger("alongside.requests")

QUIET = {"healthz", "metrics"}  # asked every few seconds by machines; a line only where they are not well
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
OURS_OR_A_PROXYS = re.compile(r"[0-9a-f-]{8,64}")


class Counting:
    """Counts the queries of one request."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable, sql, params, many, context):
        """One more."""
        self.count += 1
        return execute(sql, params, many, context)


def each_request(get_response):
    """Give each request an id that stands in all its lines, and write one line at its end."""

    def middleware(request):
        token = around.set({"request_id": request_id(request)})
        began, counting, status = time.perf_counter(), Counting(), 0
        try:
            with connection.execute_wrapper(counting):
                response = get_response(request)
            status = response.status_code
            return response
        finally:
            tell(request, status, time.perf_counter() - began, counting.count)
            around.reset(token)

    return middleware


def request_id(request: HttpRequest) -> str:
    """The id that a trusted proxy gave, where it looks like one; else one of our own."""
    given = request.headers.get("X-Request-Id", "") if settings.TRUSTED_PROXIES else ""
    return given if OURS_OR_A_PROXYS.fullmatch(given) else secrets.token_hex(8)


def tell(request: HttpRequest, status: int, seconds: float, queries: int) -> None:
    """Count the request and write its line. A status of 0 says that the server was stopped in the middle of it."""
    route, method = route_of(request), request.method if request.method in METHODS else "OTHER"
    meters.count(route=route, method=str(method), status=status, seconds=seconds)
    if route in QUIET and status < 500:
        return
    level = logging.INFO if 0 < status < 500 else logging.WARNING
    log.log(level, "request", extra={"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1), "queries": queries})
