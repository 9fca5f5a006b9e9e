"""Browser tests: Debian's Chromium against a running site of their own, never against the tests' database."""

import os
import shutil
from collections.abc import Iterator

import pytest
from oidc_provider_mock import User, run_server_in_thread

from tests.environment import WORKER
from tests.running import RunningSite, running_site

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, (shutil.which(name) for name in (os.environ.get("CHROMIUM") or "", *NAMES) if name)), None)
WORK_ACCOUNTS = [  # address, name, whether the provider has confirmed the address
    ("eve@example.org", "Eve Lindqvist", True),
    ("ben@example.org", "Ben Whitlock", False),
    ("new@wenbridge-trust.example", "Tamsin Oakley", True),
    ("stranger@elsewhere.example", "Someone Else", True),
]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """All browser tests go to one worker, which serves one site; without a browser they are left out, or fail in CI."""
    here = [item for item in items if "tests/browser/" in item.nodeid]
    for item in here:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser"))
    if here and CHROMIUM is None and os.environ.get("CI") != "true":
        config.hook.pytest_deselected(items=here)
        items[:] = [item for item in items if item not in here]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start the Chromium that stands on this machine."""
    assert CHROMIUM, "No Chromium was found. On Debian or Ubuntu: sudo apt install chromium"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def work_accounts() -> Iterator[str]:
    """The address of an OpenID provider, where the people of `WORK_ACCOUNTS` have an account."""
    people = [User(sub=email, claims={"email": email, "email_verified": confirmed, "name": name}) for email, name, confirmed in WORK_ACCOUNTS]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, django_db_blocker, work_accounts: str) -> Iterator[RunningSite]:
    """A demonstration site, served with its worker; people may sign in with a work account."""
    var = tmp_path_factory.mktemp("site")
    oidc = {"OIDC_SERVER_URL": work_accounts, "OIDC_CLIENT_ID": "alongside", "OIDC_SECRET": "not-a-secret", "OIDC_NAME": "Wenbridge work account"}
    with running_site(var, f"alongside_site_{os.getpid()}_{WORKER}", django_db_blocker, **oidc) as running:
        yield running


@pytest.fixture(scope="session")
def base_url(site: RunningSite) -> str:
    """Where relative addresses lead."""
    return site.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict, base_url: str) -> dict:
    """Every context speaks British English and stands in London."""
    return {**browser_context_args, "base_url": base_url, "locale": "en-GB", "timezone_id": "Europe/London"}
