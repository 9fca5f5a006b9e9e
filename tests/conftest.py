"""What every test stands on: a copied database, a quiet network, the cast, and counting queries."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from django.test.signals import setting_changed
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, make_cast
from tests.databases import drop_copy, point_at_copy


def pytest_configure(config: pytest.Config) -> None:
    """Tests need neither slow passwords nor collected static files."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.WHITENOISE_AUTOREFRESH = True
    setting_changed.send(sender=None, setting="STORAGES", value=settings.STORAGES, enter=True)  # an app may have asked for one already


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Each process works on a copy of one migrated and founded database."""
    with django_db_blocker.unblock():
        TransactionTestCase._fixture_teardown = lambda self: None  # what it flushes, pytest_runtest_teardown copies anew
        point_at_copy()
    yield
    with django_db_blocker.unblock():
        drop_copy()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item):
    """A test with real transactions leaves a fresh copy behind, with Wagtail's first rows in it."""
    result = yield
    marker = item.get_closest_marker("django_db")
    if "transactional_db" in getattr(item, "fixturenames", ()) or (marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0]))):
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            drop_copy()
            point_at_copy()
    return result


@pytest.fixture(autouse=True)
def _empty_cache():
    """Nothing is remembered from one test to the next."""
    from learning.contexts.body import _near  # the apps are there by now

    yield
    cache.clear()
    _near.cache_clear()


@pytest.fixture(autouse=True, scope="session")
def _nobody_is_called():
    """No test reaches beyond this machine; one that tries fails with the address it wanted."""
    real_connect, real_lookup = socket.socket.connect, socket.getaddrinfo

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise AssertionError(f"A test called out to {address[0]}")
        return real_connect(self, address)

    def lookup(host, *args, **kwargs):
        if host and not _is_here(host) and not _is_number(host):
            raise AssertionError(f"A test looked up {host}")
        return real_lookup(host, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect)
    patch.setattr(socket, "getaddrinfo", lookup)
    yield
    patch.undo()


def _is_number(host: str | bytes) -> bool:
    try:
        ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return False
    return True


def _is_here(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name in ("localhost", "", socket.gethostname()) or (_is_number(name) and ipaddress.ip_address(name).is_loopback)


@pytest.fixture
def cast(db) -> Cast:
    """Asha, Ben, Carys, Dev, Eve, Frank, an editor, a lead and an administrator, in their teams."""
    return make_cast()


@pytest.fixture
def client_for(db) -> Callable[..., Client]:
    """A browser in which somebody is signed in: `client_for(cast.asha)`; nobody where it is given `None`."""

    def signed_in(person=None, **options) -> Client:
        client = Client(**options)
        if person is not None:
            client.force_login(person, backend="home.accounts.PeopleBackend")
        return client

    return signed_in


@dataclass(frozen=True)
class Counted:
    """How an address answered, and the queries that it took."""

    response: object
    queries: list[str]

    @property
    def count(self) -> int:
        """How many queries."""
        return len(self.queries)

    def __str__(self) -> str:
        return f"{self.count} queries:\n" + "\n".join(f"{number}. {sql[:300]}" for number, sql in enumerate(self.queries, 1))


@pytest.fixture
def queries_of() -> Callable[..., Counted]:
    """`queries_of(client, url)` asks twice and counts the second time, as on a site that has been running.

    Give `data` to post instead (once, counted); `warm=False` counts the first time.
    """

    def counted(client: Client, url: str, *, data: dict | None = None, warm: bool = True) -> Counted:
        if warm and data is None:
            client.get(url)
        with CaptureQueriesContext(connection) as caught:
            response = client.get(url) if data is None else client.post(url, data)
        return Counted(response, [query["sql"] for query in caught.captured_queries])

    return counted
