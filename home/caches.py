"""Caches whose absence is no fault: pages work without them."""

import logging
import time

import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache

log = logging.getLogger("alongside")
REST = 2.0  # seconds


class RedisThatMayBeAway(RedisCache):
    """Redis; while it cannot be reached every look-up misses and every write is forgotten.

    `add` and `incr` still raise, so that sign-in limits, which count with them, stay closed. After a failure it is not asked
    again for `REST` seconds, so that one that hangs does not hold up every look-up of every page.
    """

    _rests_until = 0.0

    def get(self, key, default=None, version=None):
        """The value, or `default` where there is none or Redis is away."""
        return self._ask(super().get, key, default, version, otherwise=default)

    def set(self, key, value, *args, **kwargs):
        """Keep the value where Redis can be reached."""
        return self._ask(super().set, key, value, *args, **kwargs)

    def get_many(self, keys, version=None):
        """What is there; nothing where Redis is away."""
        return self._ask(super().get_many, keys, version, otherwise={})

    def delete(self, key, version=None):
        """Forget a key; a Redis that is away holds nothing that is read."""
        return self._ask(super().delete, key, version, otherwise=False)

    def add(self, key, value, *args, **kwargs):
        """Keep the value where there is none yet, and whether that was so; raises where Redis is away.

        One that has answered is asked for everything again: a limit adds its lock first, and what it counts under it must be kept.
        """
        added = super().add(key, value, *args, **kwargs)
        RedisThatMayBeAway._rests_until = 0.0
        return added

    def incr(self, key, *args, **kwargs):
        """Count on; raises where Redis is away, and ends its rest where it is not."""
        counted = super().incr(key, *args, **kwargs)
        RedisThatMayBeAway._rests_until = 0.0
        return counted

    def _ask(self, do, *args, otherwise=None, **kwargs):
        if time.monotonic() < RedisThatMayBeAway._rests_until:
            return otherwise
        try:
            return do(*args, **kwargs)
        except redis.RedisError as fault:
            RedisThatMayBeAway._rests_until = time.monotonic() + REST
            log.warning("cache away: %s", type(fault).__name__)
            return otherwise


class FilesThatMayNotFit(FileBasedCache):
    """Files; where the disk has no room every write is forgotten.

    `add` still raises, so that sign-in limits, which count with it, stay closed.
    """

    def set(self, key, value, *args, **kwargs):
        """Keep the value where there is room; without room the old one goes as well, so that nobody reads what is no longer true."""
        try:
            super().set(key, value, *args, **kwargs)
        except OSError as fault:
            log.warning("cache not written: %s", fault.strerror)
            self.delete(key, kwargs.get("version"))

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Keep the value where there is none yet, and whether that was so; `OSError` where it cannot be kept."""
        if self.has_key(key, version):
            return False
        super().set(key, value, timeout, version)
        return True
