"""Signing in with a work account: OpenID Connect by settings, against a provider of its own on this machine."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.eyes import found_on, none

pytestmark = pytest.mark.full


@pytest.fixture
def sign_in_as(new_context, work_accounts):
    """`sign_in_as("eve@example.org")`: a page on which she went through the provider's own page."""

    def signed_in(address: str) -> Page:
        page = new_context().new_page()
        page.goto("/accounts/login/")
        page.get_by_role("link", name="Wenbridge work account").click()
        page.get_by_role("button", name="Carry on").click()
        page.wait_for_url(f"{work_accounts}/**")
        page.locator(f"button[value='{address}']").click()
        page.wait_for_url(lambda url: not url.startswith(work_accounts))
        return page

    return signed_in


def test_an_address_that_is_known_signs_in(sign_in_as):
    page = sign_in_as("eve@example.org")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    page.goto("/accounts/3rdparty/")
    none(found_on(page, "the page of work accounts"))


def test_an_address_that_the_provider_has_not_confirmed_does_not(sign_in_as):
    page = sign_in_as("ben@example.org")
    page.goto("/dashboard/")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Hello")


def test_an_approved_address_makes_an_account_and_waits_at_the_door(site, sign_in_as):
    site.python("from home.models import ApprovedDomain; ApprovedDomain.objects.get_or_create(domain='wenbridge-trust.example')")
    page = sign_in_as("new@wenbridge-trust.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Joining")
    expect(page.get_by_label("Which team are you in")).to_be_visible()
    page.goto("/me/")
    expect(page.get_by_label("Your name")).to_have_value("Tamsin Oakley")


def test_an_address_from_elsewhere_stays_outside(sign_in_as):
    page = sign_in_as("stranger@elsewhere.example")
    none(found_on(page, page.url))
    expect(page.locator("main")).to_contain_text("invitation")
    page.goto("/dashboard/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")


def test_changing_ones_mind_at_the_provider_leads_back_with_a_sentence(new_context, work_accounts):
    page = new_context().new_page()
    page.goto("/accounts/oidc/work/login/")
    none(found_on(page, "the page before the provider"))
    page.get_by_role("button", name="Carry on").click()
    page.wait_for_url(f"{work_accounts}/**")
    page.locator("button[name='action'][value='deny']").click()
    page.wait_for_url(lambda url: not url.startswith(work_accounts))
    none(found_on(page, page.url))
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def test_a_callback_that_nobody_asked_for_is_refused_with_a_page(new_context):
    page = new_context().new_page()
    answer = page.goto("/accounts/oidc/work/login/callback/?state=forged&code=x")
    assert answer and answer.status < 500
    none(found_on(page, "a forged callback"))
