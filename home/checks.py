"""What Django asks before anything runs: whether the settings fit together where several machines run the site."""

from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import connection


def vendor() -> str:
    """Which kind of database."""
    return connection.vendor


@register()
def machines_share_what_they_must(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """An error for each thing that several machines would each have for themselves."""
    lacking: list[CheckMessage] = []
    if settings.MACHINES > 1:
        if vendor() == "sqlite":
            lacking.append(Error("DATABASE_URL: an SQLite database is one machine's. Several need PostgreSQL.", id="home.E001"))
        if not settings.REDIS_URL:
            lacking.append(
                Error(
                    "REDIS_URL is not set. Several machines need one cache: without it wrong tries at signing in are counted on each by itself, "
                    "and what is changed on one is seen late on the others.",
                    id="home.E002",
                )
            )
        if not settings.BUCKET:
            lacking.append(Error("BUCKET is not set. What is put up on one machine must be there on all: give them a bucket.", id="home.E003"))
        if _is_under_var(str(settings.LEDGER)):
            lacking.append(
                Error(
                    "LEDGER lies under VAR, on this machine alone. Give it a place in a bucket, such as s3://backups/ledger, or a folder that all "
                    "machines share: withdrawals and erasures that another machine wrote down must be there after a restore.",
                    id="home.E004",
                )
            )
        if settings.EMBEDDED:
            lacking.append(Error("EMBEDDED is for one machine without https. Set up a real site to have several.", id="home.E005"))
    if settings.BUCKET and bool(settings.BUCKET_ACCESS["access_key"]) != bool(settings.BUCKET_ACCESS["secret_key"]):
        lacking.append(Error("BUCKET_KEY and BUCKET_SECRET belong together; give both, or neither where the machine has a role of its own.", id="home.E006"))
    return lacking


def _is_under_var(where: str) -> bool:
    return not where.startswith("s3://") and Path(where).resolve().is_relative_to(Path(settings.VAR).resolve())
