"""What every answer says of itself, and what a fault says: the kind of content with its letters, and nothing of the inside."""

import pytest
from django.db import OperationalError

from home.views import site
from tests.site.test_addresses import none

INSIDE = ("Traceback", "site-packages", "/work/", "settings.py", "Django", "Wagtail", "gunicorn", "Python/", "SELECT", "sqlite3", "psycopg", "SECRET_KEY")
PAGES = [
    "/",
    "/?front-page",
    "/support/",
    "/capability/",
    "/capability/framework.json",
    "/healthz",
    "/robots.txt",
    "/accounts/login/",
    "/accounts/signup/",
    "/nowhere/",
    "/services.json",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_says_its_kind_and_its_letters_and_not_what_it_is_made_of(db, client, address):
    response = client.get(address)
    if response.content:
        kind = response["Content-Type"]
        assert "charset=utf-8" in kind or kind in ("application/json", "text/plain"), kind
    assert not {"Server", "X-Powered-By", "X-Runtime"} & set(response.headers)
    said = response.content.decode() + str(response.headers)
    none([f"{address} says {part}" for part in INSIDE if part in said])


@pytest.mark.parametrize("fault", [RuntimeError("SECRET_KEY is in /work/settings.py"), OperationalError("SELECT password"), ValueError("site-packages")])
def test_a_fault_shows_a_reference_and_nothing_of_the_inside(cast, client_for, monkeypatch, fault):
    def broken(*args):
        raise fault

    monkeypatch.setattr(site, "find", broken)
    response = client_for(cast.asha, raise_request_exception=False).get("/search/?q=x")
    assert response.status_code in (500, 503)
    page = response.content.decode()
    none([part for part in INSIDE if part in page])
    assert "reference" in page


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_no_other_method_does_anything(cast, client_for, method):
    for address in ("/healthz", "/search/", "/learning/record.csv", "/me/notices/read/"):
        response = client_for(cast.asha, enforce_csrf_checks=True).generic(method, address, b"x=1")
        assert response.status_code in (403, 405), (address, response.status_code)
        assert b"x=1" not in response.content


def test_health_says_one_word(client, db):
    assert client.get("/healthz").content == b"ok"
