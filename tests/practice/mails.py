"""Reading mails that a real mail server took."""

from email import message_from_bytes, policy

from icalendar import Calendar


class Inbox:
    """What a mail server took: who each mail was for, and the mail."""

    def __init__(self) -> None:
        self.caught: list[tuple[list[str], object]] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - what aiosmtpd calls it
        self.caught.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


def text_of(mail) -> str:
    """Everything in a mail that a person or program reads, with headers, decoded and unfolded."""
    parts = [part.get_content() if part.get_content_maintype() == "text" else "" for part in mail.walk() if not part.is_multipart()]
    parts = [part.decode() if isinstance(part, bytes) else part for part in parts]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *parts]).replace("\r\n ", "").replace("\n ", "")


def files_of(mail) -> list:
    """The parts of a mail that are calendar files."""
    return [part for part in mail.walk() if part.get_content_type() == "text/calendar"]


def calendar_of(part) -> Calendar:
    """A calendar file as a program reads it."""
    said = part.get_content()
    return Calendar.from_ical(said.decode() if isinstance(said, bytes) else said)
