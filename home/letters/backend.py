"""Mail backends: the site's own, which puts mail on the worker's list, and the demonstration's, which writes files."""

import re
import uuid
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

LEDGER = "home.letters.backend.LedgerBackend"


class LedgerBackend(BaseEmailBackend):
    """Puts what Wagtail and others send on the worker's list, as one letter a recipient: no page waits for a mail server.

    Text and HTML are kept; nothing here sends attachments.
    """

    def send_messages(self, email_messages) -> int:
        """Keep `email_messages` as letters that are due; the number of them."""
        from home.actions.telling import post_letter
        from home.letters.writing import one_line
        from home.models import User

        for message in email_messages:
            html = next((str(part[0]) for part in getattr(message, "alternatives", []) if part[1] == "text/html"), "")
            for address in message.recipients():
                person = User.objects.filter(email__iexact=address).first()
                key = f"mail:{uuid.uuid4().hex}"
                post_letter(key=key, address=address, subject=one_line(str(message.subject)), text=str(message.body), html=html, person=person)
        return len(email_messages)


def mail_server() -> BaseEmailBackend:
    """What letters go out through: the mail server of the settings, never the list of letters itself."""
    return get_connection(settings.LETTERS_BACKEND if settings.EMAIL_BACKEND == LEDGER else None)


class FileBackend(BaseEmailBackend):
    """Writes each mail to `VAR/mail/` as `<time>-<address>-<subject>.eml`."""

    def send_messages(self, email_messages) -> int:
        """Write `email_messages`; the number of them."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            stamp = timezone.localtime().strftime("%Y-%m-%d-%H%M%S-%f")
            name = re.sub(r"[^a-z0-9]+", "-", f"{message.to[0] if message.to else 'nobody'} {message.subject}".lower()).strip("-")[:80]
            (folder / f"{stamp}-{name}.eml").write_bytes(message.message().as_bytes())
        return len(email_messages)
