"""Asking for both yeses anew, where the time or the host of a booking changed."""

from practice.actions.shadowing import letters, places
from practice.models import Booking
from practice.rules.shadowing import State


def ask_again(booking: Booking, *, because: str) -> None:
    """Keep the place of a booking that is asked for or confirmed, reset both yeses, and tell everyone. Hold the slot first.

    Who has the invitation gets the next one, as tentative.
    """
    if booking.state != State.REQUESTED:
        places.become(booking, State.REQUESTED)
    booking.host_yes_by = booking.manager_yes_by = None
    booking.host_yes_at = booking.manager_yes_at = None
    booking.round += 1
    booking.held_until = places.hold_until(booking.slot, booking.slot.placement.holds_working_days)
    booking.save(update_fields=["state", "host_yes_by", "host_yes_at", "manager_yes_by", "manager_yes_at", "round", "held_until"])
    file = letters.calendar_file(booking, tentative=True) if booking.invited_at else ""
    letters.drop_waiting_letters(booking)
    letters.tell_person(
        booking, f"changed:{booking.round}", f"Changed: “{booking.slot.placement}”, {letters.when_words(booking.slot)}",
        text=f"{because}. Your place is kept while the host and your manager say yes again. If it does not suit you, call it off.", calendar=file,
    )  # fmt: skip
    letters.tell_of_request(booking, moved=True)
