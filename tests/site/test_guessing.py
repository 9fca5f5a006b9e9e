"""Guessing: forty tries at each secret with forged headers are stopped, and no answer tells who or what is there."""

import re
import secrets
import time

import pytest
from django.core.cache import cache

from home.models import Invitation, Letter, User
from practice.models import CalendarFeed
from tests.factories.people import PASSWORD
from tests.reading import without_tokens

pytestmark = pytest.mark.django_db
TRIES = 40


def forged(number: int) -> dict[str, str]:
    """Headers by which somebody pretends to come from elsewhere each time."""
    one = f"198.51.100.{number}"
    return {"x-forwarded-for": f"{one}, 203.0.113.{number}", "x-real-ip": one, "forwarded": f"for={one}", "cf-connecting-ip": one, "x-client-ip": one}


@pytest.mark.parametrize(
    "address", ["/join/{}/", "/certificates/{}/", "/calendar/{}.ics", "/calendar/{}/a-community.ics", "/communities/speakers/{}/", "/contributions/named/{}/"]
)
def test_forty_guesses_at_a_secret_address_end_and_the_right_one_waits_too(cast, client, address, django_assert_max_num_queries):
    answers = [client.get(address.format(secrets.token_urlsafe(12)), headers=forged(number)) for number in range(TRIES)]
    assert {answer.status_code for answer in answers} <= {404, 429}
    with django_assert_max_num_queries(3):  # what the page around it needs: nobody is looked up any more
        last = client.get(address.format("one-more-guess"), headers=forged(TRIES))
    assert last.status_code in (404, 429)
    if last.status_code == 429:
        assert int(last["Retry-After"]) > 0
    elsewhere = client.get(address.format("a-guess"), REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 404, "only that network waits"


def test_the_right_calendar_is_closed_to_a_network_that_guessed_thirty_times(cast, client):
    feed = CalendarFeed.objects.create(person=cast.asha)
    right = f"/calendar/{feed.secret}.ics"
    assert client.get(right).status_code == 200
    for number in range(30):
        client.get(f"/calendar/guess-{number}.ics", headers=forged(number))
    assert client.get(right, headers=forged(99)).status_code == 404
    assert client.get(right, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_secrets_in_addresses_have_128_bits_and_more(cast):
    from home.actions.joining import invite
    from learning.models import Certificate

    feed = CalendarFeed.objects.create(person=cast.asha)
    assert len(feed.secret) >= 22 and re.fullmatch(r"[\w-]+", feed.secret)
    assert CalendarFeed._meta.get_field("secret").default() != CalendarFeed._meta.get_field("secret").default()
    code = Certificate._meta.get_field("code").default
    assert callable(code) and len(code()) >= 22 and code() != code()
    assert callable(invite)
    assert Invitation._meta.get_field("secret_digest").max_length == 64, "only a digest is kept"


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/2fa/authenticate/"])
def test_forty_wrong_tries_at_signing_in_are_stopped(cast, client, path):
    if "2fa" in path:
        assert client.post("/accounts/login/", {"login": cast.ben.email, "password": PASSWORD}).url == path
    for number in range(TRIES):
        said = {"code": f"{number:06d}"} if "2fa" in path else {"login": cast.asha.email, "password": f"wrong-{number}-guess"}
        answer = client.post(path, said, headers=forged(number))
        assert answer.status_code in (200, 302, 429)
    page = answer.content.decode()
    assert answer.status_code == 429 or "Too many" in page or "too many" in page, page[-3000:]
    assert client.get("/dashboard/").status_code == 302


def test_forty_wrong_codes_by_mail_end_the_asking(cast, client):
    client.post("/accounts/login/code/", {"email": cast.asha.email})
    statuses = [client.post("/accounts/login/code/confirm/", {"code": f"{number:06d}"}, headers=forged(number)).status_code for number in range(TRIES)]
    assert statuses[-1] in (302, 429), statuses
    assert statuses.count(200) < 5, "three wrong ones end it"
    assert client.get("/dashboard/").status_code == 302


def test_asking_for_codes_again_and_again_is_stopped(cast, client):
    statuses = [client.post("/accounts/login/code/", {"email": cast.asha.email}, headers=forged(number)).status_code for number in range(TRIES)]
    assert set(statuses) <= {302, 429}, "no answer tells more"
    assert Letter.objects.filter(address=cast.asha.email).count() <= 5, "nobody's post is filled"


def answer_to(client, path: str, data: dict) -> tuple[int, str, str]:
    response = client.post(path, data)
    text = re.sub(r"[\w.+-]+@example\.org", "", without_tokens(response.content.decode()))
    return response.status_code, response.headers.get("Location", ""), text


@pytest.mark.parametrize(
    ("path", "field", "more"),
    [("/accounts/login/", "login", {"password": "not-their-password"}), ("/accounts/password/reset/", "email", {}), ("/accounts/login/code/", "email", {})],
)
def test_nobody_learns_who_has_an_account(cast, client_for, path, field, more):
    """Known, disabled and unknown addresses get the same answer, in about the same time."""
    User.objects.filter(pk=cast.frank.pk).update(is_active=False)
    answers, times = [], {}
    for email in (cast.asha.email, "nobody@example.org", cast.frank.email):
        cache.clear()
        best = 9.0
        for _ in range(3):
            cache.clear()
            began = time.perf_counter()
            answer = answer_to(client_for(None), path, {field: email, **more})
            best = min(best, time.perf_counter() - began)
        answers.append(answer)
        times[email] = best
    assert answers[0] == answers[1] == answers[2]
    assert max(times.values()) < 4 * min(times.values()) + 0.05, times
