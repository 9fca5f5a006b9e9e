"""Test databases: migrated and founded once, then copied, because Wagtail's migrations take 20 s of CPU.

A template is kept under `var/tests/` (SQLite) or beside the other databases (PostgreSQL). Its name
holds a digest of what it was made from, so that a changed migration makes a new one. Where migrations were only added, an
SQLite template is made from the one before by running those.
"""

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path

import django
import wagtail
from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.environment import VAR, WORKER

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "tests"
WEEK = 7 * 24 * 3600  # seconds
FOUNDED_FROM = (
    "home/content",
    "capability/content",
    "home/actions",
    "home/models",
    "home/enums.py",
    "capability/actions",
    "capability/management",
    "home/management",
    "practice/founding.py",
)


@cache
def template_names() -> tuple[str, str]:
    """The names of the migrated template, and of the founded one that is made from it."""
    digest = hashlib.sha256(f"{django.VERSION} {wagtail.VERSION} {connection.vendor}".encode())
    names = []
    for kind, parts in (("migrated", migrations()), ("founded", {str(path.relative_to(ROOT)): _digest_of(path) for path in _founding()})):
        digest.update(json.dumps(parts, sort_keys=True).encode())
        names.append(f"alongside_{kind}_{digest.hexdigest()[:16]}")
    return names[0], names[1]


@cache
def migrations() -> dict[str, str]:
    """Every migration by its module's name, with a digest of what stands in it."""
    return {name: _digest_of(path) for name, path in _migrations()}


def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _migrations() -> Iterator[tuple[str, Path]]:
    for app in apps.get_app_configs():
        name, _ = MigrationLoader.migrations_module(app.label)
        try:
            folder = import_module(name).__path__
        except (ImportError, TypeError):
            continue
        for place in folder:
            yield from ((f"{name}.{path.stem}", path) for path in Path(place).glob("*.py"))


def _founding() -> Iterator[Path]:
    for name in FOUNDED_FROM:
        place = ROOT / name
        yield from (path for path in place.rglob("*") if path.suffix in {".py", ".md", ".toml"}) if place.is_dir() else [place]


def point_at_copy() -> None:
    """Give this process a fresh copy of the template as its database, making the template where there is none."""
    KEPT.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        _copy_file()
    else:
        _copy_postgres(f"alongside_tests_{os.getpid()}_{WORKER}")


def drop_copy() -> None:
    """Take this process's database away."""
    name = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "postgresql":
        drop(name)


def _copy_file() -> None:
    connection.close()
    mine = Path(VAR) / "tests.sqlite3"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{mine}{suffix}").unlink(missing_ok=True)
    with _one_at_a_time():
        shutil.copyfile(_template_file(), mine)
    _use(str(mine))


def _template_file() -> Path:
    template = None
    for name, build in zip(template_names(), (_migrate, _found), strict=True):
        basis, template = template, KEPT / f"{name}.sqlite3"
        if not template.exists():
            making = KEPT / f"{name}.making"
            making.unlink(missing_ok=True)
            basis = basis or _earlier_template()
            if basis:
                shutil.copyfile(basis, making)
            _use(str(making))
            build()
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute("PRAGMA journal_mode=DELETE")
            connection.close()
            making.rename(template)
            if build is _migrate:
                template.with_suffix(".json").write_text(json.dumps(migrations()))
            _forget_old()
    assert template
    template.touch()
    return template


def _earlier_template() -> Path | None:
    """The migrated template that has most of our migrations and none that we have not, or have otherwise."""
    ours = migrations().items()
    stands = {path.with_suffix(".sqlite3"): json.loads(path.read_text()).items() for path in KEPT.glob("alongside_migrated_*.json")}
    fitting = {template: theirs for template, theirs in stands.items() if template.exists() and theirs <= ours}
    return max(fitting, key=lambda template: len(fitting[template]), default=None)


def _forget_old() -> None:
    """Templates that no run asked for in a week go."""
    for path in KEPT.glob("alongside_*"):
        if time.time() - path.stat().st_mtime > WEEK:
            path.unlink(missing_ok=True)


def _copy_postgres(mine: str) -> None:
    with _one_at_a_time():
        _create(mine, _template_database())
    _use(mine)


def _template_database() -> str:
    basis = "template0"
    for name, build in zip(template_names(), (_migrate, _found), strict=True):
        with _server() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            stands = cursor.fetchone()
        if not stands:
            making = f"{name}_making"
            _create(making, basis)
            _use(making)
            build()
            with _server() as cursor:
                cursor.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
        basis = name
    return basis


def copy_for_site(var: Path, name: str) -> None:
    """A copy of the founded database for a site that is served from `var`; on PostgreSQL it is called `name`."""
    KEPT.mkdir(parents=True, exist_ok=True)
    before = connection.settings_dict["NAME"]
    with _one_at_a_time():
        if connection.vendor == "sqlite":
            shutil.copyfile(_template_file(), var / "alongside.sqlite3")
        else:
            _create(name, _template_database())
    _use(before)


def drop(name: str) -> None:
    """Take a PostgreSQL database away."""
    with _server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _create(name: str, template: str) -> None:
    with _server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _found() -> None:
    known = get_commands()
    if "found_site" in known:
        call_command("found_site", verbosity=0)
    if "load_framework" in known:
        call_command("load_framework", str(ROOT / "capability/content/framework.toml"), verbosity=0)


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def _server() -> Iterator:
    connection.close()
    with connection._nodb_cursor() as cursor:
        yield cursor


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Workers and other runs in this folder wait for whoever makes the template."""
    with (KEPT / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
