"""Mozilla Observatory's rules, as its documentation tells them, on the pages that anybody can ask for: A+ with a real site's settings.

Rules, modifiers and grades: HTTP Observatory, "Tests and scoring", MDN Web Docs. A site begins with 100; what is better than asked
counts only where it has 90 without.
"""

import re
import runpy

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.databases import ROOT
from tests.site.test_settings import REAL

NAMES = (
    "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_REFERRER_POLICY", "X_FRAME_OPTIONS", "CONTENT_SECURITY_POLICY", "ALLOWED_HOSTS",
    "WHITENOISE_ALLOW_ALL_ORIGINS", "WHITENOISE_ADD_HEADERS_FUNCTION",
)  # fmt: skip
HOST = "learn.example.org"
HALF_A_YEAR = 15768000
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
PAGES = ["/", "/accounts/login/", "/accounts/signup/", "/about/", "/support/", "/search/?q=x", "/nothing-here/", "/robots.txt"]


@pytest.fixture
def real(monkeypatch, db):
    """A real site's settings where this suite has others."""
    for name in ("EMBEDDED", "DEMONSTRATION"):
        monkeypatch.delenv(name)
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    settings = runpy.run_path(str(ROOT / "home" / "settings.py"))
    with override_settings(**{name: settings[name] for name in NAMES}):
        yield


def directives(policy: str) -> dict[str, list[str]]:
    """A policy's directives, each with its sources."""
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}


def csp_points(policy: dict[str, list[str]]) -> int:
    """`content-security-policy`: default-src 'none' and nothing unsafe is +10."""
    if not policy:
        return -25
    scripts, styles = (policy.get(name, policy.get("default-src", ["*"])) for name in ("script-src", "style-src"))
    objects = policy.get("object-src", policy.get("default-src", ["*"]))
    broad = {"*", "http:", "https:", "data:", "blob:", "'unsafe-inline'"}
    if set(scripts) & broad or set(objects) & broad:
        return -20
    if any("'unsafe-eval'" in sources for sources in (scripts, styles)):
        return -10
    if any(source.startswith("http:") for sources in policy.values() for source in sources):
        return -20
    if set(styles) & broad:
        return 0
    return 10 if policy.get("default-src") == ["'none'"] else 5


def cookie_points(cookies) -> int:
    """`cookies`: all secure, sessions HttpOnly, and SameSite on all is +5."""
    if not cookies:
        return 0
    for each in cookies.values():
        session = "sess" in each.key or "login" in each.key
        if not each["secure"]:
            return -40 if session else -20
        if session and not each["httponly"]:
            return -30
        if "csrf" in each.key and not each["samesite"]:
            return -20
    return 5 if all(each["samesite"] in ("Lax", "Strict") for each in cookies.values()) else 0


def hsts_points(value: str) -> int:
    """`strict-transport-security`: half a year; ready for the list that browsers carry is +5."""
    age = re.search(r"max-age=(\d+)", value)
    if not age:
        return -20
    if int(age[1]) < HALF_A_YEAR:
        return -10
    return 5 if "includeSubDomains" in value and "preload" in value else 0


def redirection_points(page: str) -> int:
    """`redirection`: the first answer over http leads to the same address over https."""
    response = Client(headers={"host": HOST}).get(page, secure=False)
    where = response.headers.get("Location", "")
    if response.status_code not in (301, 302, 307, 308) or not where:
        return -20
    if not where.startswith("https://"):
        return -10
    return 0 if where == f"https://{HOST}{page}" else -5


def script_points(html: str) -> int:
    """`subresource-integrity`: every script from this site's own origin is 0."""
    scripts = re.findall(r"<script\b[^>]*\bsrc=\"([^\"]+)\"", html)
    return 0 if all(address.startswith("/") and not address.startswith("//") for address in scripts) else -50


def score(page: str) -> tuple[int, dict[str, int]]:
    """What Observatory would give one page, and by which rules."""
    response = Client(headers={"host": HOST}).get(page, secure=True)
    headers, policy = response.headers, directives(response.headers.get("Content-Security-Policy", ""))
    framed = "frame-ancestors" in policy and "*" not in policy["frame-ancestors"]
    points = {
        "content-security-policy": csp_points(policy),
        "cookies": cookie_points(response.cookies),
        "cross-origin-resource-sharing": -50 if headers.get("Access-Control-Allow-Origin") else 0,
        "redirection": redirection_points(page),
        "referrer-policy": 5 if set(re.split(r",\s*", headers.get("Referrer-Policy", "-"))) <= PRIVATE_REFERRERS else -5,
        "strict-transport-security": hsts_points(headers.get("Strict-Transport-Security", "")),
        "subresource-integrity": script_points(response.content.decode()),
        "x-content-type-options": 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": 5 if framed else 0 if headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20,
        "cross-origin-resource-policy": 10 if headers.get("Cross-Origin-Resource-Policy") in ("same-origin", "same-site") else 0,
    }
    bare = 100 + sum(each for each in points.values() if each < 0)
    return bare + (sum(each for each in points.values() if each > 0) if bare >= 90 else 0), points


@pytest.mark.parametrize(
    ("policy", "points"),
    [
        ("", -25),
        ("script-src 'self'", -20),
        ("default-src 'none'; script-src 'self' 'unsafe-inline'", -20),
        ("default-src 'self'; object-src *", -20),
        ("default-src 'none'; script-src 'self' 'unsafe-eval'", -10),
        ("default-src 'none'; img-src http://pictures.example", -20),
        ("default-src 'none'; style-src 'self' 'unsafe-inline'", 0),
        ("default-src 'self'", 5),
        ("default-src 'none'; script-src 'self'", 10),
    ],
)
def test_the_rules_find_what_is_wrong(policy, points):
    assert csp_points(directives(policy)) == points


@pytest.mark.parametrize("address", PAGES)
def test_every_open_page_has_all_that_can_be_had(real, address):
    reached, points = score(address)
    lost = {rule: each for rule, each in points.items() if each < 0}
    assert lost == {}
    assert reached >= 135, points  # A+ begins at 100; all bonuses but that of cookies, which not every page sets


def test_the_sign_in_page_has_every_bonus(real):
    reached, points = score("/accounts/login/")
    assert points["cookies"] == 5
    assert reached == 140


def test_cookies_are_bound_to_this_host(real, cast):
    client = Client(headers={"host": HOST})
    client.get("/accounts/login/", secure=True)
    form = {"login": cast.frank.email, "password": "alongside-demo"}
    response = client.post("/accounts/login/", form, secure=True)
    assert response.status_code == 302
    assert set(client.cookies) == {"__Host-session", "__Host-csrf"}
    for each in client.cookies.values():
        assert (each["secure"], each["path"], each["domain"], each["samesite"]) == (True, "/", "", "Lax"), each.key
    assert client.cookies["__Host-session"]["httponly"]


def test_the_policy_names_everything_that_default_does_not_cover(real):
    policy = directives(Client(headers={"host": HOST}).get("/", secure=True).headers["Content-Security-Policy"])
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert policy["frame-ancestors"] == policy["form-action"] == policy["script-src"] == policy["style-src"] == ["'self'"]
    sources = {source for each in policy.values() for source in each}
    assert sources == {"'none'", "'self'", "data:"}
    assert [name for name, each in policy.items() if "data:" in each] == ["img-src"]


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/static/css/components.css"])
def test_no_other_site_may_hold_embed_or_open_it(real, address):
    headers = Client(headers={"host": HOST}).get(address, secure=True).headers
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    if not address.startswith("/static/"):
        assert {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()", "browsing-topics=()"} <= set(headers["Permissions-Policy"].split(", "))


def test_static_files_are_for_this_site_alone(settings, tmp_path):
    (tmp_path / "one.css").write_text("a { color: red }")
    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH = str(tmp_path), False
    answer = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))(RequestFactory().get("/static/one.css"))
    assert (answer.status_code, answer["Cross-Origin-Resource-Policy"]) == (200, "same-origin")
    assert "Access-Control-Allow-Origin" not in answer
