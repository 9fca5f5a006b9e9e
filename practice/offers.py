"""What would help with a gap: placements and sessions that build a capability; registered when the app is ready."""

from collections.abc import Iterable
from datetime import datetime
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone

from capability.models import Capability
from capability.seams import Offer, Offers, offers
from home.prepared import Prepared, Somebody
from home.wording import datetime_words
from practice.models import Placement, Registration, Session
from practice.rules.places import places_words

MOST = 2  # for each capability


@offers
def placements(capabilities: Iterable[Capability], person: Any) -> Offers:
    """At most two placements for each capability, other sectors than the person's first, then the soonest: one query.

    Each with its first time that has a place, and how many are left.
    """
    wanted = tuple(capability.pk for capability in capabilities)
    found: Offers = {}
    for row in starmap(OnBoard, ON_BOARD.all(wanted, person.pk or 0, timezone.now()) if wanted else ()):
        given = found.setdefault(row.builds, [])
        if len(given) == MOST or row.host == person.pk or row.starts_at is None:  # its last time began between two looks at the clock
            continue
        when = datetime_words(timezone.localtime(row.starts_at), this_year=timezone.localdate().year)
        left = places_words(row.capacity, row.taken, row.waiting)
        why = "Hosted by your own sector." if row.near else f"You would see it from the side of {row.sector.lower()}."
        given.append(Offer("Shadow", row.title, Placement(slug=row.slug).get_absolute_url(), f"{when}. {left}.", why))
    return found


@offers
def sessions(capabilities: Iterable[Capability], person: Any) -> Offers:
    """At most two sessions for each capability, the soonest first, of those that `person` may know of and has no place at: one query."""
    wanted = tuple(capability.pk for capability in capabilities)
    found: Offers = {}
    for session in COMING.all(wanted, person.pk, timezone.now()) if wanted and person.is_authenticated else ():
        given = found.setdefault(session.builds, [])
        if len(given) == MOST:
            continue
        starts = timezone.localtime(session.starts_at)
        left = places_words(session.capacity, session.taken, session.waiting)
        offer = Offer("Join", session.page.title, session.get_absolute_url(), f"{datetime_words(starts, this_year=timezone.localdate().year)}. {left}.",
                      f"A session of {session.community.title}.")  # fmt: skip
        given.append(offer)
    return found


class OnBoard(NamedTuple):
    """A placement and one capability that it builds, with its first time that has a place: what an offer says of it, for there are hundreds."""

    builds: int
    title: str
    slug: str
    host: int | None
    sector: str
    near: int
    starts_at: datetime | None
    capacity: int
    taken: int
    waiting: int


COLUMNS = ("builds", "title", "slug", "host_id", "service__sector__name", "near", "free_starts_at", "free_capacity", "free_taken", "free_waiting")


def _on_board(capabilities: tuple[int, ...], person: int, now: datetime):
    board = Placement.objects.on_board(Somebody(person), after=now).filter(capabilities__in=capabilities)
    return board.with_first_free(now).annotate(builds=F("capabilities")).values_list(*COLUMNS)  # a row for each


def _coming(capabilities: tuple[int, ...], person: int, now: datetime):
    mine = Registration.objects.open().filter(person=person).values("session")
    seen = Session.objects.published().seen_by(Somebody(person)).to_come(now)
    coming = seen.filter(page__capabilities__in=capabilities, starts_at__gt=now).exclude(pk__in=mine)
    return coming.select_related("page", "community").annotate(builds=F("page__capabilities"))  # a row for each that it builds


ON_BOARD = Prepared(_on_board)
COMING = Prepared(_coming)
