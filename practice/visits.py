"""A booking as a page shows it to one person: what stands, whose turn it is, and what they can do about it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from home.prepared import Prepared
from practice.actions.shadowing.letters import deadline_words
from practice.models import Booking
from practice.permissions import may_decide, may_host
from practice.querysets.shadowing import Around
from practice.rules.shadowing import ABSENCE_WORDS, WORDS, Absence, Side, State, open_sides

TONES = {State.CONFIRMED: "teal", State.ATTENDED: "teal", State.OFFERED: "ochre", State.REQUESTED: "slate", State.WAITING: "slate"}


@dataclass(frozen=True)
class Visit:
    """One booking, for one reader: `own` where it is theirs, `hosts` and `decides` where they could say those yeses."""

    booking: Booking
    own: bool = False
    hosts: bool = False
    decides: bool = False
    reader: int = 0
    together: int = 1  # how many of the same series wait for the same yes

    @property
    def state_words(self) -> str:
        """Where it stands, in a word or two."""
        return "Changed, asked for again" if self.booking.is_moved else WORDS[State(self.booking.state)]

    @property
    def tone(self) -> str:
        """The hue of the tag that says so."""
        return TONES.get(State(self.booking.state), "line")

    @property
    def missing(self) -> list[str]:
        """Whose yes is missing, in words."""
        who = []
        if self.booking.host_yes_at is None:
            who.append(str(self.booking.slot.placement.host or "the host service"))
        if self.booking.manager_yes_at is None:
            who.append(f"a manager of {self.booking.team}" if self.booking.team else str(self.booking.sponsor or "a sponsor"))
        return who

    @property
    def sentence(self) -> str:
        """What that means, in a sentence."""
        booking = self.booking
        match State(booking.state):
            case State.REQUESTED if booking.held_until:
                return f"The place is held until {deadline_words(booking.held_until)}. Still to say yes: {' and '.join(self.missing)}."
            case State.CONFIRMED:
                return "The host and the manager's side have both said yes."
            case State.OFFERED if booking.offered_until:
                return f"A place has come free. It is kept until {deadline_words(booking.offered_until)}."
            case State.WAITING:
                return f"{_ahead(getattr(booking, 'ahead', None))} You are told when a place comes free."
            case State.NOT_ATTENDED:
                return f"{ABSENCE_WORDS[Absence(booking.absence)]}. Nobody is blamed for it."
            case State.LAPSED:
                return "Not everyone answered in time, or the place was not taken in time."
            case State.CANCELLED | State.DECLINED if booking.reason:
                return f"The reason given: {booking.reason}"
        return ""

    @property
    def sides(self) -> list[tuple[str, str]]:
        """The yeses that this reader can give: pairs of what is sent and what the button says."""
        booking = self.booking
        if booking.state != State.REQUESTED or self.own:
            return []
        may = {side for side, entitled in ((Side.HOST, self.hosts), (Side.MANAGER, self.decides)) if entitled}
        words = {Side.HOST: "Say yes as host", Side.MANAGER: "Say yes as manager" if booking.team else "Say yes as sponsor"}
        return [(side.value, words[side]) for side in open_sides(by=self.reader, requester=booking.person_id, may=may, given=booking.yeses)]

    @property
    def may_decline(self) -> bool:
        """Whether this reader can say no."""
        return self.booking.state == State.REQUESTED and not self.own and (self.hosts or self.decides)

    @property
    def may_cancel(self) -> bool:
        """Whether this reader can call it off."""
        begun = self.booking.slot.starts_at <= timezone.now()
        if self.own:
            return self.booking.is_open and not (begun and self.booking.is_confirmed)
        return self.booking.is_confirmed and not begun

    @property
    def may_take(self) -> bool:
        """Whether a place is offered to this reader."""
        return self.own and self.booking.state == State.OFFERED

    @property
    def may_mark(self) -> bool:
        """Whether this reader can say that it took place."""
        return self.hosts and not self.own and self.booking.state in (State.CONFIRMED, State.NOT_ATTENDED) and self.booking.slot.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        """Whether this reader can look back on it."""
        held = (State.CONFIRMED, State.ATTENDED, State.NOT_ATTENDED)
        return self.own and self.booking.state in held and self.booking.slot.starts_at <= timezone.now()

    @property
    def shows_address(self) -> bool:
        """Whether the address stands on the page."""
        return self.hosts or (self.own and self.booking.shows_address)


def visit_of(booking: Booking, person: Any) -> Visit:
    """`booking` for `person`: two queries."""
    own = booking.person_id == person.pk
    return Visit(booking, own=own, hosts=may_host(person, booking.slot.placement), decides=not own and may_decide(person, booking), reader=person.pk)


def own_visits(bookings: Iterable[Booking], person: Any) -> list[Visit]:
    """Bookings of `person`, without a query."""
    return [Visit(booking, own=True, reader=person.pk) for booking in bookings]


def visits_to_answer(person: Any) -> list[Visit]:
    """Requests that wait for a yes of `person`, the soonest first: one query, two where there are any."""
    return to_answer(_whole(TO_ANSWER.all(person.pk, timezone.now())), person)


def bookings_around(person: Any, most: int) -> list[Booking]:
    """What `person` has booked or hosts and is not over, and what waits for a yes of theirs, which comes first: one query, two where there are any.

    Each says whether it waits for their yes (`as_host`, `as_manager`) and how many wait before it (`ahead`).
    """
    return _whole(AROUND.all(person.pk, timezone.now()), most)


def _whole(found: list[tuple[int, datetime, int]], most: int | None = None) -> list[Booking]:
    why: dict[int, set[int]] = defaultdict(set)
    begins = {}
    for key, starts_at, each in found:
        why[key].add(each)
        begins[key] = starts_at
    keys = sorted(begins, key=lambda key: (why[key].isdisjoint(WAITS), begins[key], key))[:most]
    rows = {row.pk: row for row in WHOLE.all(tuple(keys))} if keys else {}
    bookings = [rows[key] for key in keys if key in rows]
    for booking in bookings:
        booking.as_host, booking.as_manager = Around.AS_HOST in why[booking.pk], Around.AS_MANAGER in why[booking.pk]
    return bookings


WAITS = {Around.AS_HOST, Around.AS_MANAGER}
AROUND = Prepared(lambda person, now: Booking.objects.keys_around(person, now))
TO_ANSWER = Prepared(lambda person, now: Booking.objects.keys_to_answer(person, now))
WHOLE = Prepared(lambda keys: Booking.objects.filter(pk__in=keys).whole().with_line())


def to_answer(bookings: Iterable[Any], person: Any) -> list[Visit]:
    """Of `bookings` that say whose yes they wait for, those that wait for one of `person`, the soonest first. No query."""
    found = [Visit(each, hosts=each.as_host, decides=each.as_manager, reader=person.pk) for each in bookings if each.as_host or each.as_manager]
    found = [visit for visit in found if visit.sides]
    alike = Counter(map(_asked_with, found))
    found = [replace(visit, together=alike[_asked_with(visit)] if visit.booking.slot.series else 1) for visit in found]
    return sorted(found, key=lambda visit: (visit.booking.slot.starts_at, visit.booking.pk))


def _asked_with(visit: Visit) -> tuple:
    booking = visit.booking
    return booking.slot.series, booking.person_id, booking.team_id, booking.sponsor_id, tuple(visit.sides)


def _ahead(number: int | None) -> str:
    if number is None:
        return "You are on the waiting list."
    if number == 0:
        return "You are the next on the waiting list."
    return f"{number} {'person is' if number == 1 else 'people are'} before you on the waiting list."
