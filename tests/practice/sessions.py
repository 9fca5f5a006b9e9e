"""Makers of communities, sessions and registrations for the tests of Communities of Practice."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from home.models import User
from practice.actions.sessions.registering import register
from practice.actions.sessions.scheduling import publish_session
from practice.models import CommunityIndexPage, CommunityMember, CommunityPage, Facilitator, JoinLink, Registration, Session
from practice.rules.registering import State
from practice.rules.wall_clock import LONDON
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)  # a Monday
THURSDAY = date(2026, 12, 3)
LINK = "https://meet.example.org/a-secret-room-4711"
WORDS = {"summary": "Who goes with somebody to the first appointment?", "questions": "What do we do now?", "agenda": "Welcome", "captions": True}


def make_community(facilitator: User | None, title: str = "Across the river") -> CommunityPage:
    """A published community that `facilitator` runs."""
    page = CommunityPage(title=title, slug=title.lower().replace(" ", "-"), summary="People of two services learn together.")
    CommunityIndexPage.objects.get().add_child(instance=page)
    if facilitator is not None:
        Facilitator.objects.create(person=facilitator, community=page, started_on=date(2024, 1, 8))
        CommunityMember.objects.create(person=facilitator, community=page)
    return page


def make_session(community: CommunityPage, *, day: date | None = None, begins: int = 10, title: str = "Who goes?", link: bool = False, **facts) -> Session:
    """A session that Carys' kind publishes: thirty places online unless said otherwise, in ten days unless a day is given."""
    day = day or timezone.localdate() + timedelta(days=10)
    facts = {"capacity": 30, "is_online": True, "place": "", **facts}
    by = community.facilitators.first().person
    return publish_session(
        by=by, community=community, title=title, day=day, begins=time(begins), ends=time(begins + 1, 30), words=WORDS, facts=facts,
        join_address=LINK if link else "",
    )[0]  # fmt: skip


def make_past(community: CommunityPage, *, days: int = 3, title: str = "What we heard", **facts) -> Session:
    """A session that took place some days ago."""
    session = make_session(community, title=title, **facts)
    return shift(session, timedelta(days=-10 - days))


def shift(session: Session, by: timedelta) -> Session:
    """Move a session past every rule, as time does."""
    session.starts_at, session.ends_at = session.starts_at + by, session.ends_at + by
    session.save(update_fields=["starts_at", "ends_at"])
    return session


def now_on(session: Session, minutes: int = -10) -> Session:
    """Let a session begin so many minutes from now (before now, where negative)."""
    length = session.ends_at - session.starts_at
    session.starts_at = timezone.now() + timedelta(minutes=minutes)
    session.ends_at = session.starts_at + length
    session.save(update_fields=["starts_at", "ends_at"])
    return session


def colleagues(cast: Cast, number: int) -> list[User]:
    """So many more people who work in Asha's team."""
    before = User.objects.count()
    people = [PersonFactory(name=f"Colleague {before + each:03}") for each in range(number)]
    for person in people:
        MembershipFactory(person=person, team=cast.team)
    return people


def registered(person: User, session: Session) -> Registration:
    """`person` with a place, or a turn in the line."""
    return register(by=person, session=session)


def rows_for(session: Session, people: list[User], state: State = State.CONFIRMED) -> list[Registration]:
    """Registrations of many people at once, with the counts they make; none of the letters."""
    rows = Registration.objects.bulk_create(Registration(session=session, person=person, state=state) for person in people)
    column = "waiting" if state == State.WAITING else "taken"
    Session.objects.filter(pk=session.pk).update(**{column: getattr(session, column) + len(people)})
    session.refresh_from_db()
    return rows


def is_true(session: Session) -> bool:
    """Whether the counts of a session say what its registrations say."""
    session.refresh_from_db()
    rows = Registration.objects.filter(session=session)
    return session.taken == rows.holding().count() and session.waiting == rows.in_line().count()


def has_link(session: Session) -> bool:
    """Whether a join link is kept."""
    return JoinLink.objects.filter(session=session).exists()
