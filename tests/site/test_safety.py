"""What holds for every address: tokens on forms, no way out through `next`, and headers that keep things private."""

from urllib.parse import urlsplit

import pytest

from tests.site.addresses import TABLE
from tests.site.test_addresses import none
from tests.site.world import make_world

ELSEWHERE = [
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "////evil.example/x", "/\\evil.example", "\\\\evil.example",
    "\\/evil.example", "https:evil.example", "https:/evil.example", "https:///evil.example", "http:\\\\evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "data:text/html,hello", "vbscript:x", " //evil.example", "\t//evil.example", "/\t/evil.example", "/\n/evil.example",
    "//evil.example%2f..", "/%09/evil.example", "//127.0.0.1@evil.example", "https://testserver@evil.example", "https://testserver.evil.example",
    "//evil.example\\@testserver", "http://[::1]@evil.example", "ftp://evil.example", "//evil%E3%80%82example", "https://evil.example/?testserver",
]  # fmt: skip


def test_every_post_without_a_token_is_refused(cast, client_for):
    placed = make_world(cast)
    posted = {row.address.format(**placed) for alternatives in TABLE.values() for row in alternatives if row.method == "post"}
    posted |= {"accounts/login/", "accounts/logout/", "accounts/password/change/", "accounts/email/", "accounts/signup/", "cms/logout/"}
    person = client_for(cast.admin, enforce_csrf_checks=True, raise_request_exception=False)
    assert len(posted) > 30
    none([f"/{address}: {status}" for address in sorted(posted) if (status := person.post(f"/{address}", {}).status_code) != 403])


@pytest.mark.parametrize("name", ["next", pytest.param("redirect_to", marks=pytest.mark.full), pytest.param("url", marks=pytest.mark.full)])
def test_no_address_leads_elsewhere(cast, client_for, name):
    placed = make_world(cast)
    found = []
    addresses = ["accounts/login/", "accounts/logout/", "accounts/login/code/", "accounts/reauthenticate/", "me/notices/{notice}/read/", "me/notices/read/"]
    for address in addresses:
        for method in ("get", "post"):
            client = client_for(cast.asha, raise_request_exception=False)
            for value in ELSEWHERE:
                response = getattr(client, method)(f"/{address.format(**placed)}?{name}=", {name: value})
                where = urlsplit(response.headers.get("Location", ""))
                if response.status_code >= 500 or where.scheme not in ("", "http") or where.netloc not in ("", "testserver"):
                    found.append(f"{method} /{address} {name}={value!r}: {response.status_code} {response.headers.get('Location')}")
    none(found)


def test_signing_in_leads_nowhere_else(cast, client_for):
    found = []
    for value in ELSEWHERE:
        response = client_for(None, raise_request_exception=False).post(
            "/accounts/login/", {"login": cast.frank.email, "password": "alongside-demo", "next": value}
        )
        where = urlsplit(response.headers.get("Location", ""))
        if response.status_code not in (200, 302, 400, 429) or where.netloc not in ("", "testserver") or where.scheme not in ("", "http"):
            found.append(f"{value!r}: {response.status_code} {response.headers.get('Location')}")
    none(found)


@pytest.mark.parametrize("who", ["anonymous", "asha"])
def test_every_answer_carries_its_headers(cast, client_for, who):
    placed = make_world(cast)
    client = client_for(None if who == "anonymous" else cast.asha, raise_request_exception=False)
    found = []
    for alternatives in TABLE.values():
        for row in alternatives:
            if row.method != "get":
                continue
            address = "/" + row.address.format(**placed)
            response = client.get(address)
            policy = response.headers.get("Content-Security-Policy", "")
            if "default-src 'none'" not in policy or ("unsafe-inline" in policy and "sandbox" not in policy):
                found.append(f"{address}: policy {policy!r}")
            if response.headers.get("X-Content-Type-Options") != "nosniff" or not response.headers.get("Referrer-Policy"):
                found.append(f"{address}: nosniff or referrer policy missing")
            if (
                who != "anonymous"
                and "private" not in response.headers.get("Cache-Control", "")
                and "no-store" not in response.headers.get("Cache-Control", "")
            ):
                found.append(f"{address}: may be kept: {response.headers.get('Cache-Control')!r}")
    none(found)


@pytest.mark.parametrize("value", ["9" * 30, "\N{SUPERSCRIPT TWO}", "-1"])
def test_numbers_that_no_table_holds_are_no_fault(cast, client_for, value):
    placed = make_world(cast)
    posts = [
        (cast.asha, "/capability/me/evidence/", {"title": "x", "dated": "2026-01-01", "minutes": value, "capabilities": value, "key": "z"}),
        (cast.ben, f"/learning/requests/{placed['team']}/new/", {"module": value, "audience": "person", "person": value, "job_role": value, "reason": "x"}),
        (cast.asha, f"/capability/me/{placed['assessment']}/share/", {"reader": value}),
    ]
    for person, address, data in posts:
        status = client_for(person, raise_request_exception=False).post(address, data).status_code
        assert status < 500, (address, status)
