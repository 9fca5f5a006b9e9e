"""Pages that come in the middle of something, each looked at as the others are: light on a desk, dark on a phone."""

import re

import pytest
from playwright.sync_api import Page

from home.demo.cast import PASSWORD
from tests.browser.eyes import TALL, found_on, none
from tests.browser.samples import APP_SECRET

LOOKS = [pytest.param(("dark", 320), id="dark on a phone"), pytest.param(("light", 1280), id="light", marks=pytest.mark.full)]
WITH_APP = f"""
from allauth.mfa.totp.internal.auth import TOTP
from home.models import User

person, made = User.objects.get_or_create(email="between@example.org", defaults={{"name": "Gwen Between"}})
if made:
    person.set_password("{PASSWORD}")
    person.save()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    TOTP.activate(person, "{APP_SECRET}")
"""


@pytest.fixture(params=LOOKS)
def page(request, new_context) -> Page:
    scheme, width = request.param
    return new_context(color_scheme=scheme, viewport={"width": width, "height": TALL}, reduced_motion="reduce").new_page()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label(re.compile("^email", re.I)).first.fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_signing_in_wrong_and_with_a_second_step(site, page):
    site.python(WITH_APP)
    sign_in(page, "between@example.org", "not the password")
    found = found_on(page, "a wrong password")
    sign_in(page, "between@example.org")
    page.wait_for_url("**/accounts/2fa/authenticate/**")
    found += found_on(page, "the second step")
    none(found)


def test_a_code_by_mail(page):
    page.goto("/accounts/login/code/")
    page.locator("main input[name='email']").fill("frank@example.org")
    page.locator("main form button[type='submit']").first.click()
    page.wait_for_url("**/accounts/login/code/confirm/**")
    none(found_on(page, "the code that came by mail"))


def test_a_form_that_is_too_old_and_words_after_signing_out(page, base_url):
    page.goto("/support/")
    words = "I had never seen how calm it is after one. The checks are a kind of care."
    send = """([address, words]) => {
        const form = document.createElement('form');
        form.method = 'post';
        form.action = address;
        form.append(Object.assign(document.createElement('textarea'), {name: 'text', value: words}));
        document.body.append(form);
        form.submit();
    }"""
    with page.expect_navigation():
        page.evaluate(send, ["/shadowing/bookings/1/reflection/", words])
    none(found_on(page, "a form that was open too long"))


def test_forms_that_say_what_is_wrong(page):
    sign_in(page, "eve@example.org")
    found = []
    for address in ("/services/new/", "/shadowing/offer/", "/capability/me/evidence/", "/me/"):
        page.goto(address)
        page.evaluate("document.querySelector('main form[method=post]').noValidate = true")
        for field in page.locator("main form[method=post] input[required]:not([type=radio], [type=checkbox])").all():
            field.fill("")
        with page.expect_navigation():
            page.locator("main form[method=post] button[type=submit]").first.click()
        found += found_on(page, f"{address} with something to put right")
    none(found)
