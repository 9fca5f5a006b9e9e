"""What stands in addresses of communities and their sessions on the demonstration."""

from collections.abc import Callable
from datetime import time, timedelta
from functools import cache

from django.utils import timezone

from home.models import User
from practice.actions.sessions import speaking
from practice.actions.sessions.scheduling import publish_session
from practice.demo.communities import TOLD
from practice.models import Attendance, Registration, Session, Speaker

WORDS = "Frank works with people on licence, and asks who could go along."


@cache
def person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def meeting(number: int = 2) -> Session:
    """One of the demonstration's sessions: the full one, unless another is asked for."""
    return Session.objects.select_related("page", "community").get(page__title=TOLD["sessions"][number]["title"])


@cache
def full() -> Session:
    """The full session, at which Frank speaks too; Asha was at the one before, of which something is kept."""
    speaker = Speaker.objects.get_or_create(session=meeting(), person=person("frank"), defaults={"name": "Frank Odell", "role": "probation"})[0]
    speaking.write_introduction(by=person("carys"), speaker=speaker, name="Frank Odell", role="probation", words=WORDS)
    speaking.agree(speaker=speaker, number=1)
    Attendance.objects.get_or_create(session=meeting(1), person=person("asha"), defaults={"came_by": "list"})
    return meeting()


@cache
def closed() -> Session:
    """A session for invited people only."""
    community = meeting().community
    found = Session.objects.filter(community=community, audience="invited").first()
    return found or publish_session(
        by=person("carys"), community=community, title="What happened that night", day=timezone.localdate() + timedelta(days=40), begins=time(14),
        ends=time(15), words={"summary": WORDS}, facts={"capacity": 12, "audience": "invited", "is_online": True, "place": ""},
    )[0]  # fmt: skip


def waiting() -> Registration:
    return Registration.objects.in_line().filter(session=full())[0]


SESSION_SAMPLES: dict[str, Callable[[], object]] = {
    "closed": lambda: closed().page.slug,
    "community": lambda: meeting().community.slug,
    "facilitator": lambda: meeting().community.facilitators.earliest("pk").pk,
    "guest": lambda: full().speakers.filter(person=None).earliest("pk").secret,
    "introduced": lambda: speaking.contributions_of(full().speakers.get(person=person("frank")))[0].public_id,
    "material": lambda: meeting(1).materials.earliest("pk").pk,
    "past": lambda: full() and meeting(1).page.slug,
    "session": lambda: full().page.slug,
    "speaker": lambda: full().speakers.get(person=person("frank")).pk,
    "waiting": lambda: waiting().pk,
}
