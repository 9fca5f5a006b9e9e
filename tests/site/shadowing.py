"""The table's part on shadowing, and the small world that stands behind it: Eve hosts, Asha asks, Ben says yes for her team."""

from datetime import timedelta

from django.utils import timezone

from practice.models import Booking, CalendarFeed, Placement, ShadowingConcern, Slot
from practice.rules.shadowing import State
from tests.cast import Cast
from tests.site.addresses import Row, button, form, page, public

WORKS_IN_A_SERVICE = "asha ben eve frank"
NOT_HOST = "asha ben carys dev frank editor lead admin"
BOOKING, VISITED, TIME, PLACEMENT = "shadowing/bookings/{booking}/", "shadowing/bookings/{visited}/", "shadowing/times/{time}/", "shadowing/{placement}/"

SHADOWING: dict[str, list[Row]] = {
    "practice:shadowing": page("shadowing/?capability=A1&sector=mental-health&from=2026-13-40&q=day"),
    "practice:my_bookings": page("shadowing/mine/"),
    "practice:yeses": page("shadowing/yeses/"),
    "practice:desk": page("shadowing/desk/"),
    "practice:offer_placement": form("shadowing/offer/", WORKS_IN_A_SERVICE),
    "practice:exchange": page("shadowing/exchange/"),
    "practice:concerns": page("shadowing/concerns/", "lead"),
    "practice:concern": form("shadowing/concerns/{concern}/", "lead"),
    "practice:booking": page(BOOKING, "asha ben eve"),
    "practice:say_yes": button(BOOKING + "yes/", "ben eve"),
    "practice:decline": form(BOOKING + "decline/", "ben eve"),
    "practice:decline_all": form(BOOKING + "decline/all/", "ben eve"),
    "practice:cancel": form(BOOKING + "cancel/", "asha ben eve", posted=302, data={"reason": "We are closed."}),
    "practice:take_offer": button(BOOKING + "take/", "asha"),
    "practice:prepare": button(BOOKING + "prepare/", "asha"),
    "practice:attendance": form(VISITED + "took-place/", "eve"),
    "practice:reflection": form(VISITED + "reflection/", "asha", posted=302),
    "practice:feedback": form(VISITED + "feedback/", "asha"),
    "practice:raise_concern": form(VISITED + "concern/", "asha"),
    "practice:move_time": form(TIME + "move/", "eve"),
    "practice:change_room": form(TIME + "room/", "eve"),
    "practice:call_off_time": form(TIME + "call-off/", "eve"),
    "practice:placement": [*page(PLACEMENT), *page("shadowing/{hidden}/", "eve")],
    "practice:ask": form(PLACEMENT + "ask/", NOT_HOST, refused=302),
    "practice:edit_placement": form(PLACEMENT + "edit/", "eve"),
    "practice:add_times": form(PLACEMENT + "times/", "eve"),
    "practice:calendar": form("calendar/", posted=302),
    "practice:calendar_feed": [*public("calendar/{feed}.ics"), *public("calendar/wrong.ics", answer=404, anonymous=404)],
}


def make_visits(cast: Cast) -> dict[str, str]:
    """A placement of Eve's with a time to come and one past, both booked by Asha; one that is not on the board; a concern; a feed."""
    now = timezone.now()
    facts = {"service": cast.other_service, "host": cast.eve, "see": "How we work.", "area": "Northgate", "address": "Orchard House"}
    placement = Placement.objects.create(slug="a-day", title="A day with us", published=True, **facts)
    hidden = Placement.objects.create(slug="not-yet", title="Not yet", published=False, **facts)
    Slot.objects.create(placement=hidden, starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9, hours=4))
    begins = [now + timedelta(days=9), now - timedelta(days=9)]
    slots = [Slot.objects.create(placement=placement, starts_at=start, ends_at=start + timedelta(hours=4), taken=1) for start in begins]
    whose = {"person": cast.asha, "team": cast.team, "held_until": now + timedelta(days=5)}
    booking = Booking.objects.create(slot=slots[0], state=State.REQUESTED, **whose)
    yeses = {"host_yes_by": cast.eve, "host_yes_at": now, "manager_yes_by": cast.ben, "manager_yes_at": now}
    visited = Booking.objects.create(slot=slots[1], state=State.ATTENDED, **whose, **yeses)
    concern = ShadowingConcern.objects.create(booking=visited, text="Something was said at lunch.")
    feed = CalendarFeed.objects.create(person=cast.asha)
    keys = {"booking": booking, "visited": visited, "time": slots[0], "concern": concern}
    return {"placement": placement.slug, "hidden": hidden.slug, "feed": feed.secret, **{name: str(row.pk) for name, row in keys.items()}}
