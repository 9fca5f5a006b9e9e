"""What Wagtail and others send goes through the ledger and the worker, like every letter."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail

from home.actions import sending
from home.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_on_a_site(settings):
    settings.LETTERS_BACKEND = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "home.letters.backend.LedgerBackend"


def test_a_mail_waits_for_the_worker_and_goes_once_to_each(cast):
    message = EmailMultiAlternatives("A comment on\n“Harm over time”", "Esme wrote something.", None, [cast.lead.email, "who@elsewhere.example"])
    message.attach_alternative("<p>Esme wrote something.</p>", "text/html")
    message.send()
    assert mail.outbox == []
    assert list(Letter.objects.order_by("pk").values_list("address", "person")) == [(cast.lead.email, cast.lead.pk), ("who@elsewhere.example", None)]
    assert sending.send_due() == 2
    assert sending.send_due() == 0
    assert [letter.to for letter in mail.outbox] == [[cast.lead.email], ["who@elsewhere.example"]]
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].alternatives[0][0] == "<p>Esme wrote something.</p>"


def test_a_mail_server_that_is_away_keeps_nobody_waiting(cast, settings):
    settings.LETTERS_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert send_mail("Subject", "Words", None, [cast.asha.email]) == 1
    assert sending.send_due() == 0
    assert Letter.objects.get().attempts == 0
