"""A session as a page shows it to one person: when, how many places are left, where they stand, and what they can do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from home.prepared import Prepared
from practice.actions.calendar_letters import deadline_words
from practice.enums.communities import Audience
from practice.models import Registration, Session
from practice.rules.places import places_left, places_words
from practice.rules.registering import HOLDING, OPEN, WORDS, State, link_is_open

BACK = timedelta(days=90)  # how long what is past stays in calendars
TONES = {State.CONFIRMED: "teal", State.OFFERED: "ochre", State.WAITING: "slate"}


@dataclass(frozen=True)
class Meeting:
    """One session for one reader; `registration` is theirs, where they have one."""

    session: Session
    registration: Registration | None = None

    @property
    def url(self) -> str:
        """Its page."""
        return self.session.get_absolute_url()

    @property
    def places(self) -> str:
        """What is left, in words."""
        return places_words(self.session.capacity, self.session.taken, self.session.waiting)

    @property
    def is_full(self) -> bool:
        """Whether a newcomer would wait."""
        return not places_left(self.session.capacity, self.session.taken, self.session.waiting)

    @property
    def is_to_come(self) -> bool:
        """Whether it has not begun, and was not called off."""
        return self.session.is_to_come

    @property
    def is_on(self) -> bool:
        """Whether it takes place now, from when its link is shown until a while after."""
        session = self.session
        return session.called_off_at is None and link_is_open(timezone.now(), session.starts_at, session.ends_at, session.link_minutes)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.session.called_off_at is None and self.session.ends_at <= timezone.now()

    @property
    def state(self) -> str:
        """Where the reader stands, as a word of the rules; empty where they are not registered."""
        return self.registration.state if self.registration and self.registration.state in OPEN else ""

    @property
    def has_place(self) -> bool:
        """Whether the reader has a place for certain."""
        return self.state == State.CONFIRMED

    @property
    def holds_place(self) -> bool:
        """Whether the reader has a place, or is offered one."""
        return self.state in HOLDING

    @property
    def is_offered(self) -> bool:
        """Whether a place is offered to the reader."""
        return self.state == State.OFFERED

    @property
    def state_words(self) -> str:
        """Where the reader stands, in a word or two."""
        if not self.state:
            return ""
        if self.has_place and not self.is_to_come:
            return "You had a place" if self.is_over else WORDS[State.CONFIRMED]
        return WORDS[State(self.state)]

    @property
    def tone(self) -> str:
        """The hue of the tag that says so."""
        return TONES.get(State(self.state), "line") if self.state else "line"

    @property
    def sentence(self) -> str:
        """What that means, in a sentence."""
        row = self.registration
        if row is None or not self.state:
            return ""
        if self.is_offered and row.offered_until:
            return f"A place has come free. It is kept for you until {deadline_words(row.offered_until)}."
        if self.state == State.WAITING:
            ahead = getattr(row, "ahead", None)
            before = "You are on the waiting list." if ahead is None else "You are the next on the waiting list." if ahead == 0 else ""
            before = before or f"{ahead} {'person is' if ahead == 1 else 'people are'} before you on the waiting list."
            return f"{before} You are told when a place comes free."
        return ""

    @property
    def may_register(self) -> bool:
        """Whether the reader could ask for a place."""
        return self.is_to_come and not self.state

    @property
    def may_give_back(self) -> bool:
        """Whether the reader has something to give back."""
        return bool(self.state) and self.session.starts_at > timezone.now()

    @property
    def is_closed(self) -> bool:
        """Whether it is not for everyone."""
        return self.session.audience != Audience.EVERYONE


def meetings_of(sessions: Iterable[Session], person: Any) -> list[Meeting]:
    """`sessions` (rows, or a queryset of them with all that belongs to each) for `person`, with where they stand: one query, and theirs."""
    rows = {row.pk: row for row in sessions}
    mine: dict[int, Registration] = {}
    for each in MINE.all(person.pk or 0, tuple(rows)) if rows else ():
        each.session = rows[each.session_id]
        mine.setdefault(each.session_id, each)
    return [Meeting(row, mine.get(key)) for key, row in rows.items()]


MINE = Prepared(lambda person, sessions: Registration.objects.filter(person=person, session__in=sessions))
