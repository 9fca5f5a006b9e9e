"""How often one person, or one address on the network, may do what can be guessed at or what costs the site much."""

import ipaddress
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from redis import RedisError

log = logging.getLogger("alongside")


@dataclass(frozen=True)
class Limit:
    """At most `most` in each stretch of `seconds`, counted for a person where somebody is signed in, else for the network address."""

    name: str
    most: int
    seconds: int
    words: str

    @property
    def left(self) -> int:
        """Seconds until the next stretch begins."""
        return self.seconds - int(time.time()) % self.seconds


SEARCHING = Limit("search", 60, 60, "You may search again in a minute.")
DOWNLOADS = Limit("downloads", 40, 300, "Files take the site some work to make. You may fetch more in a few minutes.")
OPEN_DATA = Limit("open-data", 120, 60, "Too many readings in one minute. Wait, then go on.")


def slowed(limit: Limit, *, as_json: bool = False) -> Callable:
    """Decorate a view: more often than `limit` allows is answered 429 with when to come again, as a page or as JSON."""

    def decorated(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            who = f"person-{request.user.pk}" if request.user.is_authenticated else None
            if too_many(request, limit.name, most=limit.most, seconds=limit.seconds, who=who):
                return too_often(request, limit, as_json=as_json)
            count_miss(request, limit.name, seconds=limit.seconds, who=who)
            return view(request, *args, **kwargs)

        guarded.limit = limit  # type: ignore[attr-defined]  # a test reads it
        return guarded

    return decorated


def too_often(request: HttpRequest, limit: Limit, *, as_json: bool = False) -> HttpResponseBase:
    """429 with a sentence, and when to come again."""
    response = JsonResponse({"message": limit.words}, status=429) if as_json else render(request, "429.html", {"sentence": limit.words}, status=429)
    response["Retry-After"] = str(limit.left)
    response["Cache-Control"] = "no-store, private"
    return response


def too_many(request: HttpRequest, action: str, *, most: int, seconds: int, who: str | None = None) -> bool:
    """Whether this network address, or `who`, has had `most` goes at `action` in the current stretch of `seconds`.

    A cache that is away or full counts nothing and refuses nobody: use it for what is hard to guess in the first place.
    """
    try:
        return cache.get(_key(request, action, seconds, who), 0) >= most
    except (RedisError, OSError):
        return False


def count_miss(request: HttpRequest, action: str, *, seconds: int, who: str | None = None) -> None:
    """Count one go at `action`: a wrong guess, or something that costs much."""
    key = _key(request, action, seconds, who)
    try:
        if not cache.add(key, 1, seconds):
            cache.incr(key)
    except (RedisError, OSError, ValueError):  # ValueError: the stretch ended between the two
        log.info("limit=%s a go was not counted", action)


def _key(request: HttpRequest, action: str, seconds: int, who: str | None) -> str:
    return f"limit:{action}:{int(time.time() // seconds)}:{who or _network(get_adapter().get_client_ip(request))}"


def _network(address: str) -> str:
    """The address; of IPv6 its first 64 bits, which one customer has whole."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if found.version == 6 else str(found)
