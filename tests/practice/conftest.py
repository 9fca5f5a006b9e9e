"""A mail server, a clock that stands, a time to shadow at, and a ledger with an action in it."""

import pytest
import time_machine
from aiosmtpd.controller import Controller

from practice.models import LedgerAction
from tests.practice.communities import agreed, make_community, recommended
from tests.practice.mails import Inbox
from tests.practice.shadow import NOW, make_placement, make_slot
from tests.running import free_port


@pytest.fixture
def inbox(settings):
    """A mail server on this machine that letters really go to."""
    handler = Inbox()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    server.stop()


@pytest.fixture
def slot(cast):
    """A time of Eve's to shadow at, with one place."""
    return make_slot(make_placement(cast.eve))


@pytest.fixture
def community(cast):
    """A community that Carys runs, with Asha and Ben in it."""
    return make_community(cast.carys, cast.asha, cast.ben)


@pytest.fixture
def action(cast, community) -> LedgerAction:
    """An action in its ledger that Asha owns."""
    return agreed(recommended(community, cast.ben), cast.carys, cast.asha)


@pytest.fixture
def monday():
    """The clock stands at the morning of a Monday in November."""
    with time_machine.travel(NOW, tick=False):
        yield
