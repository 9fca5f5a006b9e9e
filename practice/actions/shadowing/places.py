"""Places of placements: what `practice.actions.places` does, with the states and letters of shadowing."""

from practice.actions.places import OFFER_WORKING_DAYS, Places, hold_until, local
from practice.actions.shadowing import letters
from practice.models import Booking, Slot
from practice.rules.shadowing import HOLDING, NEXT

__all__ = ["GONE", "OFFER_WORKING_DAYS", "become", "claim", "claim_or_wait", "hold_until", "let_go", "local", "locked", "locked_slot", "offer_next"]

GONE = "This time cannot be booked any more. Choose another one."


def _offered(booking: Booking) -> None:
    assert booking.offered_until is not None  # noqa: S101 - what is offered says until when
    letters.tell_person(
        booking, f"offered:{booking.offered_until:%Y%m%d%H%M}", f"A place is free for you: “{booking.slot.placement}”, {letters.when_words(booking.slot)}",
        text=f"Take it by {letters.deadline_words(booking.offered_until)}, or it goes to the next person.",
    )  # fmt: skip


_PLACES = Places(
    times=Slot, turns=Booking, of="slot", related=("placement__service", "placement__host"), following=NEXT, holding=HOLDING, offered=_offered,
    ended=letters.drop_waiting_letters, gone="This booking has changed in the meantime. Look at it again.", over=GONE,
)  # fmt: skip
claim, claim_or_wait, locked_slot, locked = _PLACES.claim, _PLACES.claim_or_wait, _PLACES.locked_time, _PLACES.locked
become, let_go, offer_next = _PLACES.become, _PLACES.let_go, _PLACES.offer_next
