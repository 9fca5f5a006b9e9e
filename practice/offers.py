"""What would help with a gap: placements and sessions that build a capability; registered when the app is ready."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

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
    for placement in ON_BOARD.all(wanted, person.pk or 0, timezone.now()) if wanted else ():
        if placement.host_id == person.pk or placement.free_starts_at is None:  # its last time began between two looks at the clock
            continue
        when = datetime_words(timezone.localtime(placement.free_starts_at), this_year=timezone.localdate().year)
        left = places_words(placement.free_capacity, placement.free_taken, placement.free_waiting)
        why = "Hosted by your own sector." if placement.near else f"You would see it from the side of {placement.service.sector.name.lower()}."
        offer = Offer("Shadow", placement.title, placement.get_absolute_url(), f"{when}. {left}.", why)
        if len(found.setdefault(placement.builds, [])) < MOST:
            found[placement.builds].append(offer)
    return found


@offers
def sessions(capabilities: Iterable[Capability], person: Any) -> Offers:
    """At most two sessions for each capability, the soonest first, of those that `person` may know of and has no place at: one query."""
    wanted = tuple(capability.pk for capability in capabilities)
    found: Offers = {}
    for session in COMING.all(wanted, person.pk, timezone.now()) if wanted and person.is_authenticated else ():
        starts = timezone.localtime(session.starts_at)
        left = places_words(session.capacity, session.taken, session.waiting)
        offer = Offer("Join", session.page.title, session.get_absolute_url(), f"{datetime_words(starts, this_year=timezone.localdate().year)}. {left}.",
                      f"A session of {session.community.title}.")  # fmt: skip
        if len(found.setdefault(session.builds, [])) < MOST:
            found[session.builds].append(offer)
    return found


def _on_board(capabilities: tuple[int, ...], person: int, now: datetime):
    board = Placement.objects.on_board(Somebody(person), after=now).filter(capabilities__in=capabilities)
    return board.with_first_free(now).annotate(builds=F("capabilities"))  # a row for each


def _coming(capabilities: tuple[int, ...], person: int, now: datetime):
    mine = Registration.objects.open().filter(person=person).values("session")
    seen = Session.objects.published().seen_by(Somebody(person)).to_come(now)
    coming = seen.filter(page__capabilities__in=capabilities, starts_at__gt=now).exclude(pk__in=mine)
    return coming.select_related("page", "community").annotate(builds=F("page__capabilities"))  # a row for each that it builds


ON_BOARD = Prepared(_on_board)
COMING = Prepared(_coming)
