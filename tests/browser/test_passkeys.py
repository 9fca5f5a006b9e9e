"""Passkeys, with an authenticator that Chromium plays: added, signed in with, asked for again, renamed and taken away."""

import re

import pytest
from playwright.sync_api import Page, expect

from home.demo.cast import PASSWORD
from tests.browser.eyes import found_on, none

pytestmark = pytest.mark.full

KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}


@pytest.fixture
def with_key(browser, browser_context_args, base_url):
    """A page on `localhost`, which passkeys need, in a browser that holds an authenticator."""
    context = browser.new_context(**{**browser_context_args, "base_url": base_url.replace("127.0.0.1", "localhost")})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, "automaticPresenceSimulation": True}})
    yield page
    context.close()


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label(re.compile("^email", re.I)).first.fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("/dashboard/"))


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button").first.click()


def test_a_passkey_from_adding_to_taking_away(with_key):
    page = with_key
    sign_in(page, "carys@example.org")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Carry on").click()
    page.wait_for_url("**/accounts/2fa/webauthn/add/")
    none(found_on(page, "adding a passkey"))
    page.get_by_label("Name").fill("The laptop on my desk")
    if (passwordless := page.get_by_role("checkbox")).count():
        passwordless.first.check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("The laptop on my desk")
    none(found_on(page, "the list of passkeys"))
    sign_out(page)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile("/dashboard/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello Carys")

    page.goto("/accounts/2fa/webauthn/reauthenticate/")
    none(found_on(page, "proving it again with a passkey"))
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url(lambda url: "reauthenticate" not in url)

    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name=re.compile("Edit|Rename|Change")).first.click()
    none(found_on(page, "renaming a passkey"))
    page.get_by_label("Name").fill("The old laptop")
    page.locator("main form").get_by_role("button").last.click()
    expect(page.locator("main")).to_contain_text("The old laptop")
    page.get_by_role("link", name=re.compile("Remove|Take|Delete")).first.click()
    none(found_on(page, "taking a passkey away"))
    page.locator("main form").get_by_role("button").first.click()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator("main")).not_to_contain_text("The old laptop")


def test_a_passkey_of_nobody_is_refused_with_a_sentence(with_key):
    page = with_key
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_timeout(1500)
    page.goto("/dashboard/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")
