"""Signing in with allauth as this house has it: no telling who has an account, limits, second factors, passkeys, the CMS's door."""

import json
import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail

from home.actions import sending
from home.models import Letter, User
from tests.cast import set_up_second_factor
from tests.factories.people import PASSWORD
from tests.reading import without_tokens

pytestmark = pytest.mark.django_db


def sign_in(client, email, password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def letters():
    sending.send_due()
    return mail.outbox


def test_signing_in_leads_to_the_dashboard_and_out_closes_it(cast, client):
    assert sign_in(client, cast.asha.email).url == "/dashboard/"
    assert client.get("/dashboard/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/dashboard/").status_code == 302


def test_a_wrong_password_and_an_unknown_address_look_the_same(cast, client):
    pages = [sign_in(client, email, "wrong-password-here").content.decode() for email in (cast.asha.email, "nobody@example.org")]
    first, second = (re.sub(r"[\w.]+@example.org", "", without_tokens(page)) for page in pages)
    assert first == second


@pytest.mark.parametrize("address", ["/accounts/password/reset/", "/accounts/login/code/"])
def test_asking_for_a_link_or_a_code_tells_nothing_and_costs_one_letter_either_way(cast, client, address):
    answers = []
    for email in (cast.asha.email, "nobody@example.org"):
        response = client.post(address, {"email": email})
        answers.append((response.status_code, response.url))
        client.cookies.clear()
    assert answers[0] == answers[1]
    assert [letter.to[0] for letter in letters()] == ["asha@example.org", "nobody@example.org"]
    assert all(letter.alternatives for letter in mail.outbox)
    assert all("Why you get this" in letter.body for letter in mail.outbox)


def test_a_new_password_by_mail_works_and_the_old_one_no_longer(cast, client):
    client.post("/accounts/password/reset/", {"email": cast.asha.email})
    link = re.search(r"/accounts/password/reset/key/[\w-]+/", letters()[-1].body)[0]
    page = client.get(link)
    client.post(page.url, {"password1": "another-calm-password", "password2": "another-calm-password"})
    client.cookies.clear()
    assert sign_in(client, cast.asha.email).status_code == 200
    assert sign_in(client, cast.asha.email, "another-calm-password").status_code == 302


def test_a_code_by_mail_signs_in(cast, client):
    client.post("/accounts/login/code/", {"email": cast.asha.email})
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]*)$", letters()[-1].body, re.MULTILINE)[1]
    assert client.post("/accounts/login/code/confirm/", {"code": code}).url == "/dashboard/"


def test_too_many_tries_lead_to_a_page_that_says_so(cast, client):
    for _ in range(5):
        client.post("/accounts/password/reset/", {"email": cast.asha.email})
    page = client.post("/accounts/password/reset/", {"email": cast.asha.email})
    assert page.status_code == 429
    assert "Wait a few minutes" in page.content.decode()


def test_guessing_a_password_is_stopped_even_with_forged_forwarding_headers(cast, client):
    for number in range(8):
        client.post("/accounts/login/", {"login": cast.asha.email, "password": f"wrong-{number}"}, headers={"x-forwarded-for": f"10.0.0.{number}"})
    refused = sign_in(client, cast.asha.email)
    assert refused.status_code in (200, 429)
    assert client.get("/dashboard/").status_code == 302, "the right password must wait as well"


def test_mail_of_the_account_waits_for_no_mail_server(cast, client):
    client.post("/accounts/password/reset/", {"email": cast.asha.email})
    assert not mail.outbox
    assert Letter.objects.filter(address=cast.asha.email, sent_at=None).count() == 1


def test_a_manager_without_a_second_factor_is_led_to_set_one_up(cast, client_for, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    cast.ben.authenticator_set.all().delete()
    assert client_for(cast.ben).get("/dashboard/").url == "/accounts/2fa/"
    assert client_for(cast.ben).get(f"/teams/{cast.team.slug}/").url == "/accounts/2fa/"
    assert client_for(cast.asha).get("/dashboard/").status_code == 200
    assert client_for(cast.ben).get("/support/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = False
    assert client_for(cast.ben).get("/dashboard/").status_code == 200


def test_the_second_step_is_asked_for_and_its_code_lets_in(cast, client):
    cast.ben.authenticator_set.all().delete()
    secret = set_up_second_factor(cast.ben)
    assert sign_in(client, cast.ben.email).url == "/accounts/2fa/authenticate/"
    assert client.get("/dashboard/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).url == "/dashboard/"


ANSWER = {"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA", "userHandle": "MQ"}
KEY = {"id": "AA", "rawId": "AA", "type": "public-key"}
BROKEN = [
    "",
    "x",
    "{}",
    "[]",
    "null",
    "1",
    '{"id": 1}',
    '{"response": []}',
    '{"response": {"userHandle": {}}}',
    '{"response": {"userHandle": "MQ"}}',
    json.dumps({**KEY, "response": ANSWER}),
    json.dumps({**KEY, "response": {**ANSWER, "clientDataJSON": "e30", "authenticatorData": "A" * 200, "userHandle": "____"}}),
]


@pytest.mark.parametrize("credential", BROKEN)
def test_a_passkey_that_makes_no_sense_is_refused_and_no_fault(cast, client, credential):
    client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    response = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert response.status_code == 302
    assert response.url == "/accounts/login/"


@pytest.mark.parametrize("credential", BROKEN)
def test_a_security_key_that_makes_no_sense_is_refused_as_a_second_step(cast, client, credential):
    sign_in(client, cast.ben.email)
    assert client.post("/accounts/2fa/authenticate/", {"credential": credential}).status_code == 200
    assert client.get("/dashboard/").status_code == 302


def test_the_cmss_own_sign_in_leads_to_the_sites_and_never_round(cast, client, client_for):
    for address in ("/cms/", "/cms/login/", "/cms/login/?next=/cms/pages/", "/cms/password_reset/"):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.url.startswith("/accounts/login/?next=/cms/"), address
    assert client.post("/cms/login/", {"username": cast.editor.email, "password": PASSWORD}).url.startswith("/accounts/login/")
    assert client.get("/dashboard/").status_code == 302
    for who in (cast.asha, cast.ben, cast.carys, cast.dev, cast.frank):
        assert client_for(who).get("/cms/").status_code == 403
        assert client_for(who).get("/cms/login/").status_code == 403
    for who in (cast.editor, cast.lead, cast.admin):
        assert client_for(who).get("/cms/").status_code == 200
        assert client_for(who).get("/cms/login/").url == "/cms/"


def test_every_letter_of_the_account_can_be_written(cast, rf):
    from allauth.account.adapter import get_adapter
    from allauth.core import context
    from django.conf import settings
    from django.contrib.auth.models import AnonymousUser

    folder = settings.BASE_DIR / "templates"
    prefixes = [path for app in ("account", "mfa", "socialaccount") for path in (folder / app / "email").glob("*_subject.txt")]
    assert len(prefixes) > 15
    request = rf.get("/")
    request.user, request.session = AnonymousUser(), {}
    with context.request_context(request):
        for path in prefixes:
            prefix = str(path.relative_to(folder)).removesuffix("_subject.txt")
            message = get_adapter().render_mail(
                prefix, "a@example.org", {"code": "ABC", "ip": "::1", "user_agent": "<b>", "password_reset_url": "https://x.example/"}
            )
            assert message.subject
            assert "{" not in message.body, prefix
            assert "<b>" not in message.alternatives[0].content, prefix
            assert len(message.alternatives) == 1


def test_changing_the_password_tells_the_person(cast, client_for):
    client = client_for(cast.asha)
    sign_in(client, cast.asha.email)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "another-calm-password", "password2": "another-calm-password"})
    assert any("password" in letter.subject for letter in letters())
    assert User.objects.get(pk=cast.asha.pk).check_password("another-calm-password")
