"""What the site stands on and may be without for a moment: its database, a disk with room, the cache, a bucket for files. The sentence for each."""

import errno
import sqlite3

from django.db import InterfaceError, OperationalError
from redis.exceptions import RedisError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
DISK_FULL = "53100"  # PostgreSQL's code
DATABASE = "The site cannot reach its records just now. What you saved before is safe. Wait a minute, and load this page again."
FILES = "The site cannot reach its pictures and files just now. What you saved before is safe. Wait a minute, and load this page again."
FULL = "There is no room left on the site's disk, so nothing new can be kept just now. What you saved before is safe, and you can go on reading."
COUNTING = "Signing in rests for a moment: we cannot count wrong tries just now, and without that it would not be safe. Try again in a minute."


class BucketAway(OSError):
    """The bucket that holds the media cannot be reached, or refuses us."""


def sentence_for(fault: BaseException | None) -> str:
    """What to tell people where `fault` is that something is away or full; nothing where it is a mistake of ours."""
    if isinstance(fault, RedisError):
        return COUNTING
    if isinstance(fault, BucketAway):
        return FILES
    if isinstance(fault, OSError) and fault.errno in NO_ROOM:
        return FULL
    if not isinstance(fault, OperationalError | InterfaceError):
        return ""
    cause = fault.__cause__
    if isinstance(cause, sqlite3.Error):
        kind = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if kind == sqlite3.SQLITE_ERROR:  # a statement that makes no sense, such as a table that is not there
            return ""
        return FULL if kind == sqlite3.SQLITE_FULL else DATABASE
    return FULL if getattr(cause, "sqlstate", None) == DISK_FULL else DATABASE


def has_no_room(fault: OSError) -> bool:
    """Whether a file could not be kept because there is no room for it."""
    return fault.errno in NO_ROOM
