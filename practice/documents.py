"""The documents that practice gives people."""

from django.utils import timezone

from home.documents import CERTIFICATE, frame_of, make_pdf
from home.models import User
from home.wording import date_words, minutes_words
from practice.models import Attendance, Session


def attendance_pdf(session: Session, person: User, row: Attendance) -> bytes:
    """A certificate for `person` of having been at `session`, dated when the register was kept. About 10 ms."""
    data = {
        **frame_of("Certificate of attendance", row.noted_at),
        "name": str(person),
        "sentence": f"was at a session of the community {session.community.title}",
        "module": session.page.title,
        "facts": [["On", date_words(timezone.localdate(session.starts_at))], ["Stated length", minutes_words(session.minutes)]],
        "builds": [str(capability) for capability in session.page.capabilities.select_related("domain")],
        "check": "",
        "address": "",
    }
    return make_pdf(CERTIFICATE, data, made_at=row.noted_at)
