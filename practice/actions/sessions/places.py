"""Places of sessions: what `practice.actions.places` does, with the states and letters of registrations."""

from practice.actions.places import OFFER_WORKING_DAYS, Places, hold_until
from practice.actions.sessions import letters
from practice.models import Registration, Session
from practice.rules.registering import HOLDING, NEXT

__all__ = ["GONE", "OFFER_WORKING_DAYS", "become", "claim_or_wait", "hold_until", "let_go", "locked", "locked_session", "offer_next", "take_up"]
GONE = "This session cannot be booked any more. Choose another one."


def _offered(registration: Registration) -> None:
    assert registration.offered_until is not None  # noqa: S101 - what is offered says until when
    session = registration.session
    letters.tell_person(
        registration, f"offered:{registration.offered_until:%Y%m%d%H%M}", f"A place is free for you: “{session}”, {letters.when_words(session)}",
        text=f"Take it by {letters.deadline_words(registration.offered_until)}, or it goes to the next person.",
    )  # fmt: skip


_PLACES = Places(
    times=Session, turns=Registration, of="session", related=("page", "community"), following=NEXT, holding=HOLDING, offered=_offered,
    ended=letters.drop_waiting_letters, gone="This registration has changed in the meantime. Look at it again.", over=GONE,
)  # fmt: skip
claim_or_wait, locked_session, locked = _PLACES.claim_or_wait, _PLACES.locked_time, _PLACES.locked
become, let_go, offer_next, take_up = _PLACES.become, _PLACES.let_go, _PLACES.offer_next, _PLACES.take_up
