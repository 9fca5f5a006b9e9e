"""The documents that learning gives people: what stands in them, as data for the Typst templates beside this file."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from home.documents import CERTIFICATE, frame_of, make_pdf
from home.models import User
from home.wording import date_words, minutes_words
from learning.contexts.record import Record, kind_words
from learning.models import Certificate
from learning.rules.record import Entry

HERE = Path(__file__).parent


def certificate_address(code: str) -> str:
    """The full address at which anyone can check a certificate."""
    return f"{settings.SITE_URL}/certificates/{code}/"


def certificate_pdf(certificate: Certificate, builds: list[str]) -> bytes:
    """A certificate for its owner, who is named on it; `builds` are the capabilities it builds. About 10 ms."""
    done = certificate.completion
    data = {
        **frame_of("Certificate of completion", certificate.issued_at),
        "name": str(done.person),
        "sentence": "completed the module",
        "module": done.title,
        "facts": [["Completed on", date_words(done.completed_on)], ["Version", done.version], ["Stated length", minutes_words(done.minutes)]],
        "builds": builds,
        "check": "Anyone who has this address can check the certificate:",
        "address": certificate_address(certificate.code),
    }
    return make_pdf(CERTIFICATE, data, made_at=certificate.issued_at)


def record_pdf(person: User, record: Record, *, made_at: datetime) -> bytes:
    """A learning record for an appraisal or a portfolio. About 30 ms for 50 entries."""
    data = {
        **frame_of("Learning record", made_at),
        "name": str(person),
        "summary": f"{record.summary}. Made on {date_words(timezone.localdate(made_at))}{_filters(record)}.",
        "columns": ["Date", "What", "Kind", "Stated length"],
        "nothing": "There is nothing here yet.",
        "entries": [
            {"date": date_words(entry.dated), "title": entry.title, "details": details(entry), "kind": kind_words(entry.kind), "minutes": entry.length}
            for entry in record.entries
        ],
        "reflections": [
            {
                "title": f"{row.module_title}: {row.lesson_title}",
                "when": f"Written on {date_words(timezone.localdate(row.written_at))}",
                "prompt": row.prompt,
                "paragraphs": [part.strip() for part in row.text.split("\n") if part.strip()],
            }
            for row in record.reflections
        ],
    }
    return make_pdf(HERE / "record.typ", data, made_at=made_at)


def details(entry: Entry) -> list[str]:
    """What is said below an entry's title, a line each."""
    first = [f"Version {entry.version}" if entry.version else "", f"{entry.score} per cent right" if entry.score is not None else ""]
    lines = [", ".join(filter(None, first)), f"Builds {', '.join(entry.builds)}" if entry.builds else "", entry.note]
    if entry.renew_on:
        lines.append(f"Renew by {date_words(entry.renew_on)}")
    return [line for line in lines if line]


def _filters(record: Record) -> str:
    parts = [f"only {record.year}" if record.year else "", f"only {kind_words(record.kind).lower()}" if record.kind else ""]
    return "".join(f", {part}" for part in parts if part)
