"""What would help with a gap: placements and sessions that build a capability; registered when the app is ready."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from capability.models import Capability
from capability.seams import Offer, Offers, offers
from home.wording import datetime_words
from practice.models import Placement, Registration, Session, SessionPage
from practice.rules.places import first_free, places_words

MOST = 2  # for each capability


@offers
def placements(capabilities: Iterable[Capability], person: Any) -> Offers:
    """At most two placements for each capability, other sectors than the person's first, then the soonest: three queries.

    Each with its first time that has a place, and how many are left.
    """
    wanted = {capability.pk for capability in capabilities}
    found: Offers = {}
    if not wanted:
        return found
    board = Placement.objects.on_board(person).filter(capabilities__in=wanted).distinct().with_times()
    for placement in board:
        if placement.host_id == person.pk:
            continue
        shown = first_free(placement.times)
        starts, left = timezone.localtime(shown.starts_at), places_words(shown.capacity, shown.taken, shown.waiting)
        why = "Hosted by your own sector." if placement.near else f"You would see it from the side of {placement.service.sector.name.lower()}."
        when = datetime_words(starts, this_year=timezone.localdate().year)
        offer = Offer("Shadow", placement.title, placement.get_absolute_url(), f"{when}. {left}.", why)
        for capability in placement.capabilities.all():
            if capability.pk in wanted and len(found.setdefault(capability.pk, [])) < MOST:
                found[capability.pk].append(offer)
    return found


@offers
def sessions(capabilities: Iterable[Capability], person: Any) -> Offers:
    """At most two sessions for each capability, the soonest first, of those that `person` may know of and has no place at: two queries."""
    wanted = {capability.pk for capability in capabilities}
    found: Offers = {}
    if not wanted:
        return found
    mine = Registration.objects.open().filter(person=person.pk or 0).values("session")
    builds = SessionPage.objects.filter(capabilities__in=wanted)
    coming = Session.objects.published().seen_by(person).to_come().filter(page__in=builds, starts_at__gt=timezone.now()).exclude(pk__in=mine)
    for session in coming.select_related("page", "community").prefetch_related("page__capabilities"):
        starts = timezone.localtime(session.starts_at)
        left = places_words(session.capacity, session.taken, session.waiting)
        offer = Offer("Join", session.page.title, session.get_absolute_url(), f"{datetime_words(starts, this_year=timezone.localdate().year)}. {left}.",
                      f"A session of {session.community.title}.")  # fmt: skip
        for capability in session.page.capabilities.all():
            if capability.pk in wanted and len(found.setdefault(capability.pk, [])) < MOST:
                found[capability.pk].append(offer)
    return found
