"""Redis is killed, or hangs: pages work, nobody signs in uncounted, and all is well when it is back."""

import os
import signal

import pytest

from tests.faults.browser import Browser, wait_until

pytestmark = pytest.mark.faults


@pytest.fixture
def without_redis(house, request):
    """Redis away, or there and answering nothing."""
    if request.param == "killed":
        house.redis.kill()
        yield
        house.redis.start()
    else:
        os.kill(house.redis.process.pid, signal.SIGSTOP)
        yield
        os.kill(house.redis.process.pid, signal.SIGCONT)


@pytest.mark.parametrize("without_redis", ["killed", "hanging"], indirect=True)
def test_pages_work_and_sign_in_stays_closed(house, world, newcomers, without_redis):
    person = Browser(house.site, next(newcomers)["session"])
    for path in ("/dashboard/", world["shipped"], "/capability/me/", world["placement"], world["session"], "/search/?q=trauma"):
        page = person.get(path)
        assert page.status == 200, (path, page.words[:200])
        assert page.seconds < 8, (path, page.seconds)
    assert person.press(f"{world['session']}place/").status == 200, "what people do is kept"
    stranger = Browser(house.site)
    assert stranger.get("/accounts/login/").status == 200
    for password in ("wrong-one", "alongside-demo"):
        page = stranger.sign_in("frank@example.org", password)
        assert page.status in (429, 503), f"signed in, or was asked again, while nothing could be counted: {page.status} {page.words[:200]}"
        assert page.status == 429 or ("Signing in rests for a moment" in page.page and "give this reference" in page.page)
        assert not [cookie for cookie in stranger.jar if cookie.name == "session"]


def test_sign_in_works_again_when_redis_is_back(house, world):
    def signs_in() -> bool:
        stranger = Browser(house.site)
        return stranger.sign_in("frank@example.org").status == 200 and bool([cookie for cookie in stranger.jar if cookie.name == "session"])

    wait_until(signs_in, 20, "Frank can sign in")
    stranger = Browser(house.site)
    told = [stranger.sign_in("frank@example.org", f"wrong-{number}") for number in range(12)]
    assert told[-1].status == 429 or "Too many" in told[-1].page, "and wrong tries are counted"
