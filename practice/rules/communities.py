"""Addresses of communities and sessions that no page may take."""

from collections.abc import Container
from itertools import chain, count

#: Words that stand where a community's or a session's own address would.
RESERVED_SLUGS = frozenset(
    {
        "actions", "agenda", "archive", "changed", "check-in", "documents", "edit", "facilitators", "feed", "guests", "hear", "invitations", "join", "leave",
        "learning", "ledger", "manage", "members", "messages", "mine", "new", "pathways", "people", "record", "register", "requests", "room", "series",
        "sessions", "speakers", "templates", "threads",
    }
)  # fmt: skip

LONGEST_SLUG = 60


def free_slug(wanted: str, taken: Container[str]) -> str:
    """An address like `wanted` that is not `taken`, with a number after it where it is."""
    wanted = wanted[:LONGEST_SLUG].strip("-") or "session"
    return next(slug for slug in chain([wanted], (f"{wanted}-{number}" for number in count(2))) if slug not in taken)
