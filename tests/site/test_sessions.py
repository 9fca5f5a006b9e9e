"""Sessions and passwords: what is ended is dead at once, and what is easy to guess is no password."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings as site
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from home.actions import sending
from home.context import site_settings
from home.rules.passwords import says_the_place
from tests.cast import set_up_second_factor
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
BETTER = "another-calm-evening"


def sign_in(client, email, password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def is_in(client) -> bool:
    return client.get("/me/").status_code == 200


def stolen(client):
    """Another browser that holds the same cookie."""
    from django.test import Client

    other = Client()
    other.cookies[site.SESSION_COOKIE_NAME] = client.cookies[site.SESSION_COOKIE_NAME].value
    return other


def test_a_stolen_cookie_is_dead_once_its_owner_signs_out(cast, client):
    sign_in(client, cast.asha.email)
    thief = stolen(client)
    assert is_in(thief)
    client.post("/accounts/logout/")
    assert not is_in(thief)
    assert not is_in(client)


def test_a_new_password_ends_every_other_session_and_keeps_this_one(cast, client, client_for):
    sign_in(client, cast.asha.email)
    phone, thief = client_for(cast.asha), stolen(client)
    assert is_in(phone) and is_in(thief)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": BETTER, "password2": BETTER})
    assert is_in(client), "whoever changed it goes on"
    assert not is_in(phone)
    assert not is_in(thief), "the session has a new key too"


def test_a_password_is_not_changed_without_the_one_before(cast, client):
    sign_in(client, cast.asha.email)
    client.post("/accounts/password/change/", {"oldpassword": "not-it-at-all", "password1": BETTER, "password2": BETTER})
    cast.asha.refresh_from_db()
    assert cast.asha.check_password(PASSWORD)


def test_a_password_by_mail_ends_every_session_and_asks_for_the_second_factor_all_the_same(cast, client, client_for):
    desk = client_for(cast.ben)
    assert is_in(desk)
    client.post("/accounts/password/reset/", {"email": cast.ben.email})
    sending.send_due()
    link = re.search(r"/accounts/password/reset/key/[\w-]+/", mail.outbox[-1].body)[0]
    client.post(client.get(link).url, {"password1": BETTER, "password2": BETTER})
    assert not is_in(desk)
    assert not is_in(client), "the second factor is still to come"
    client.cookies.clear()
    assert client.get(link).status_code == 200, "the link is used up, and says so"
    assert sign_in(client, cast.ben.email, BETTER).url == "/accounts/2fa/authenticate/"


def test_somebody_who_is_disabled_is_out_from_the_next_request(cast, client):
    sign_in(client, cast.asha.email)
    cast.asha.is_active = False
    cast.asha.save(update_fields=["is_active"])
    assert not is_in(client)
    assert sign_in(client, cast.asha.email).headers["Location"] == "/accounts/inactive/"


def test_sessions_can_be_seen_and_ended_by_their_owner_alone(cast, client, client_for):
    from allauth.usersessions.models import UserSession

    sign_in(client, cast.asha.email)
    theirs = UserSession.objects.get(user=cast.asha)
    client_for(cast.eve).post("/accounts/sessions/", {"session": theirs.pk})
    assert is_in(client)
    from django.test import Client

    other = Client()
    sign_in(other, cast.asha.email)
    assert "Sign out" in other.get("/accounts/sessions/").content.decode()
    other.post("/accounts/sessions/")
    assert is_in(other)
    assert not is_in(client)


def test_a_session_ends_after_twelve_hours_at_most(cast, client):
    assert site.SESSION_COOKIE_AGE == 12 * 60 * 60
    assert not site.SESSION_SAVE_EVERY_REQUEST
    before = timezone.now()
    sign_in(client, cast.asha.email)
    session = Session.objects.get(pk=client.cookies[site.SESSION_COOKIE_NAME].value)
    assert (session.expire_date - before).total_seconds() <= 12 * 60 * 60 + 5
    client.get("/dashboard/")
    assert Session.objects.get(pk=session.pk).expire_date == session.expire_date, "being there does not make it longer"
    Session.objects.filter(pk=session.pk).update(expire_date=timezone.now())
    assert not is_in(client)


def test_signing_in_makes_a_new_key_of_128_bits_and_more(cast, client):
    client.get("/accounts/login/")
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    before = client.cookies.get(site.SESSION_COOKIE_NAME)
    sign_in(client, cast.asha.email)
    after = client.cookies[site.SESSION_COOKIE_NAME].value
    assert before is None or before.value != after
    assert re.fullmatch(r"[a-z0-9]{32}", after)


def test_cookies_are_for_this_site_alone(cast, client):
    sign_in(client, cast.asha.email)
    session, token = client.cookies[site.SESSION_COOKIE_NAME], client.cookies[site.CSRF_COOKIE_NAME]
    assert session["httponly"] and session["samesite"] == token["samesite"] == "Lax"
    assert session["domain"] == token["domain"] == "" and session["path"] == token["path"] == "/"
    assert site.HTTPS is False, "the names and the Secure mark of a real site are looked at in test_settings"


def test_what_was_private_is_not_kept_for_whoever_uses_the_computer_next(cast, client):
    sign_in(client, cast.asha.email)
    for address in ("/dashboard/", "/learning/reflections/", "/capability/me/", "/learning/record.csv", "/me/privacy/"):
        kept = client.get(address)["Cache-Control"]
        assert "no-store" in kept and "private" in kept, address
    assert "/accounts/logout/" in client.get("/dashboard/").content.decode()


def test_a_one_time_code_of_an_app_works_once(cast, client):
    cast.ben.authenticator_set.all().delete()
    secret = set_up_second_factor(cast.ben)
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    sign_in(client, cast.ben.email)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).url == "/dashboard/"
    client.post("/accounts/logout/")
    sign_in(client, cast.ben.email)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert not is_in(client)


def test_a_code_by_mail_works_once_in_the_browser_that_asked_and_not_for_long(cast, client, client_for):
    from allauth.account import app_settings

    client.post("/accounts/login/code/", {"email": cast.asha.email})
    sending.send_due()
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]*)$", mail.outbox[-1].body, re.MULTILINE)[1]
    elsewhere = client_for(None)
    elsewhere.post("/accounts/login/code/confirm/", {"code": code})
    assert not is_in(elsewhere)
    assert client.post("/accounts/login/code/confirm/", {"code": code}).url == "/dashboard/"
    client.post("/accounts/logout/")
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert not is_in(client)
    assert app_settings.LOGIN_BY_CODE_TIMEOUT <= 600


@pytest.mark.parametrize(
    "password",
    ["short-one", "1234567890", "password123", "qwertyuiop", "asha.rahman", "asha@example.org", "Wenbridge2026!", "Alongside-2026", "welcome2alongside"],
)
def test_what_is_easy_to_guess_is_no_password(cast, password):
    settings = site_settings()
    settings.area = "Wenbridge"
    settings.save()
    cache.clear()
    with pytest.raises(ValidationError) as caught:
        validate_password(password, cast.asha)
    assert all(str(message).endswith(".") for message in caught.value.messages)


@pytest.mark.parametrize(
    "password", ["correct horse battery staple", "zażółć gęślą jaźń", "🐑🐑🐑 over the fence", "x" * 30 + "y" * 34, " starts and ends with a space "]
)
def test_any_other_words_are_one_exactly_as_typed(cast, client, password):
    validate_password(password, cast.asha)
    sign_in(client, cast.asha.email)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password})
    cast.asha.refresh_from_db()
    assert cast.asha.check_password(password)
    assert not cast.asha.check_password(password.strip() + "x")
    assert not cast.asha.check_password(password.upper())


def test_words_of_the_place_are_found_among_figures_and_signs():
    assert says_the_place("W-e-n-bridge 2026!!", ["Wenbridge"])
    assert says_the_place("GreatWenbridge1", ["Wenbridge"])
    assert not says_the_place("The otters of Wenbridge sleep late", ["Wenbridge"])
    assert not says_the_place("an-evening-walk", ["Wenbridge", "", "a"])


def test_password_fields_are_masked_and_can_be_filled_by_a_manager(client, db):
    page = client.get("/accounts/login/").content.decode()
    field = re.search(r"<input[^>]*name=\"password\"[^>]*>", page)[0]
    assert 'type="password"' in field and 'autocomplete="current-password"' in field
    assert "onpaste" not in page


def test_real_passwords_are_kept_by_a_slow_digest():
    from django.conf import global_settings

    assert global_settings.PASSWORD_HASHERS[0].endswith("PBKDF2PasswordHasher")
    assert "PASSWORD_HASHERS" not in (site.BASE_DIR / "home/settings.py").read_text()
