"""What people are told about a session, and the calendar files that go with it. No letter, notice or file holds the join link."""

from home.actions.telling import tell, tell_each
from home.actions.untelling import untell
from home.enums import NoticeKind
from home.letters.writing import absolute
from home.models import User
from home.wording import count_words
from practice.actions.calendar_letters import deadline_words, next_file, uid_of, when_words
from practice.calendars import Meeting
from practice.enums.communities import Audience
from practice.models import CommunityPage, Registration, Session

__all__ = ["calendar_file", "deadline_words", "drop_waiting_letters", "meeting_of", "tell_facilitators", "tell_person", "when_words"]

WHERE_THE_LINK_IS = "The way in stands on this page shortly before it begins, for people who have a place."


def tell_person(registration: Registration, what: str, title: str, *, text: str = "", urgent: bool = False, calendar: str = "") -> None:
    """Tell the person who registered one thing, once for each `what`."""
    tell(
        person=registration.person, kind=NoticeKind.ANSWER, key=f"registration:{registration.pk}:{what}", title=title, text=text,
        why=f"You registered for a session of “{registration.session.community}”.", url=registration.session.get_absolute_url(), urgent=urgent,
        calendar=calendar,
    )  # fmt: skip


def tell_facilitators(session: Session, what: str, title: str, *, text: str = "", but: User | None = None) -> None:
    """Tell whoever runs the community one thing about a session, once for each `what`."""
    people = [person for person in facilitators_of(session.community) if but is None or person.pk != but.pk]
    tell_each(
        people=people, kind=NoticeKind.ANSWER, key=f"session:{session.pk}:{what}", title=title, text=text, why=f"You run “{session.community}”.",
        url=f"{session.get_absolute_url()}register/",
    )  # fmt: skip


def tell_members(sessions: list[Session], *, by: User) -> None:
    """Tell the members of a community who want to hear of it that a session, or a series, is published; nobody of one for invited people."""
    first = sessions[0]
    if first.audience == Audience.INVITED:
        return
    members = first.community.members.current().filter(hears_of_sessions=True).exclude(person=by).select_related("person")
    more = f", and {count_words(len(sessions) - 1, 'session')} more" if len(sessions) > 1 else ""
    tell_each(
        people=[row.person for row in members], kind=NoticeKind.ANSWER, key=f"session-published:{first.pk}",
        title=f"New: “{first}”, {when_words(first)}{more}", text=first.page.summary,
        why=f"You belong to “{first.community}” and hear of its sessions.", url=first.get_absolute_url(),
    )  # fmt: skip


def facilitators_of(community: CommunityPage) -> list[User]:
    """Who runs a community today."""
    return [row.person for row in community.facilitators.current().select_related("person")]


def calendar_file(registration: Registration, *, cancelled: bool = False) -> str:
    """The calendar file of a registration with the next sequence; empty where one that is called off was never sent."""
    file = next_file(registration, lambda: meeting_of(registration, cancelled=cancelled), cancelled=cancelled)
    if file:
        drop_waiting_letters(registration)
    return file


def meeting_of(registration: Registration, *, cancelled: bool = False) -> Meeting:
    """A registration as a calendar shows it."""
    return meeting_at(registration.session, uid=uid_of(registration), sequence=registration.sequence, cancelled=cancelled)


def meeting_at(session: Session, *, uid: str, sequence: int, cancelled: bool = False) -> Meeting:
    """A session as a calendar shows it: online it has no place but its page, where the link is for those who may see it."""
    return Meeting(
        uid=uid,
        title=f"{session.page.title} ({session.community.title})",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        sequence=sequence,
        place=" ".join(session.place.split()) if session.place else "Online",
        about=WHERE_THE_LINK_IS if session.is_online else "",
        url=absolute(session.get_absolute_url()),
        cancelled=cancelled,
    )


def drop_waiting_letters(registration: Registration) -> int:
    """Stop letters to the person about this registration that have not gone: what they say does not hold any more. How many."""
    return untell(f"registration:{registration.pk}:", person=registration.person_id)
