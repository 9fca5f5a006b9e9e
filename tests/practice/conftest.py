"""A mail server for the tests of letters."""

import pytest
from aiosmtpd.controller import Controller

from tests.practice.mails import Inbox
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
