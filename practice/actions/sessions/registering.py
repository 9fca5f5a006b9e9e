"""Registering for a session, taking a place that is offered, moving people up, giving places back."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import User
from practice.actions import communities
from practice.actions.sessions import letters, places
from practice.enums.communities import Audience
from practice.models import Registration, Session, SessionInvitee
from practice.permissions import facilitates
from practice.rules.registering import OPEN, State


class _ThereAlready(Exception):
    pass


def register(*, by: User, session: Session, says_so: bool = False, needs: str = "") -> Registration:
    """A place at `session`, or a turn in the line where all are taken; whoever registers joins the community. Twice is once.

    `says_so` is what people say of themselves where a session is for a group. Raises `Refused` with a sentence.
    """
    with transaction.atomic():
        session = Session.objects.whole().get(pk=session.pk)
        if not session.page.live or not session.is_to_come:
            raise Refused(places.GONE)
        _refuse_who_is_not_meant(by, session, says_so)
        communities.join(by=by, community=session.community)
        try:
            with transaction.atomic():
                registration = _take(by, session, needs.strip()[:600])
        except (IntegrityError, _ThereAlready) as fault:
            before = Registration.objects.open().filter(session=session, person=by).whole().first()
            if before is None:
                raise Refused(places.GONE) from fault
            return before
        log(instance=registration, action="practice.registered", user=by, data={"session": session.page.slug, "state": registration.state})
        if registration.state == State.CONFIRMED:
            _tell_confirmed(registration)
        return registration


def _refuse_who_is_not_meant(by: User, session: Session, says_so: bool) -> None:
    if session.audience == Audience.INVITED and not facilitates(by, session.community):
        if not SessionInvitee.objects.filter(session=session, person=by).exists():
            raise Refused("This session is for people whom a facilitator invited.")
    elif session.audience == Audience.STATED and not says_so:
        raise Refused(f"This session is for: {session.audience_words}. Tick that this includes you to register.")


def _take(by: User, session: Session, needs: str) -> Registration:
    has_place = places.claim_or_wait(session, timezone.now(), still_open=lambda held: held.page.live)
    state = State.CONFIRMED if has_place else State.WAITING
    found = Registration.objects.select_for_update(of=("self",)).filter(session=session, person=by).first()
    if found is None:
        found = Registration(session=session, person=by, state=state, needs=needs)
    elif found.state in OPEN:
        raise _ThereAlready  # what was claimed is given back with the savepoint
    else:
        places.become(found, state)
        found.needs, found.asked_at, found.offered_until, found.reason = needs, timezone.now(), None, ""
        found.ended_by = found.ended_at = None
    found.save()
    found.session = session
    return found


def _tell_confirmed(registration: Registration) -> None:
    session = registration.session
    file = letters.calendar_file(registration)
    text = letters.WHERE_THE_LINK_IS if session.is_online else "Where it is and how to prepare stand on its page."
    title = f"You have a place: “{session}”, {letters.when_words(session)}"
    letters.tell_person(registration, f"confirmed:{registration.sequence}", title, text=text, calendar=file)


def accept_offer(*, by: User, registration: Registration) -> Registration:
    """Take the place that is offered. Twice is once."""
    with transaction.atomic():
        found = places.locked(registration)
        if found.person_id != by.pk:
            raise Refused("This place is offered to somebody else.")
        if found.state == State.CONFIRMED:
            return found
        if found.state != State.OFFERED or found.offered_until is None or found.offered_until <= timezone.now():
            raise Refused("The time to take this place is over. You can register again, and join the line.")
        _confirm(found)
        log(instance=found, action="practice.place_taken", user=by)
        return found


def move_up(*, by: User, registration: Registration, add_a_place: bool = False) -> Registration:
    """Give somebody who waits a place, out of turn where a facilitator says so: a free one, or one more where `add_a_place`. Twice is once."""
    with transaction.atomic():
        found = places.locked(registration)
        if not facilitates(by, found.session.community):
            raise Refused("Only whoever runs the community gives places.")
        if found.state == State.CONFIRMED:
            return found
        if found.state not in (State.WAITING, State.OFFERED):
            raise Refused("This person does not wait for a place any more.")
        if not found.session.is_to_come:
            raise Refused("It has begun. Note in the register who comes.")
        if found.state == State.WAITING and not places.take_up(found.session, timezone.now()):
            if not add_a_place:
                raise Refused("All places are taken. Add a place, or wait until one is given back.")
            Session.objects.filter(pk=found.session_id).update(capacity=F("capacity") + 1)
            places.take_up(found.session, timezone.now())
        _confirm(found)
        log(instance=found, action="practice.place_given", user=by)
        return found


def _confirm(registration: Registration) -> None:
    places.become(registration, State.CONFIRMED)
    registration.offered_until = None
    registration.save(update_fields=["state", "offered_until"])
    letters.drop_waiting_letters(registration)
    _tell_confirmed(registration)


def cancel(*, by: User, registration: Registration, reason: str = "") -> None:
    """Give a place or a turn back: people their own without a reason, facilitators anyone's with one. Twice is once."""
    reason = reason.strip()
    with transaction.atomic():
        found = places.locked(registration)
        own = found.person_id == by.pk
        if not own and not facilitates(by, found.session.community):
            raise Refused("This place is for somebody else to give back.")
        if found.state == State.CANCELLED:
            return
        if found.state not in OPEN:
            raise Refused("This registration is over already.")
        if found.session.starts_at <= timezone.now():
            raise Refused("It has begun. The register says who came.")
        if not own and not reason:
            raise Refused("Say why. The person reads it.")
        call_off(found, by=by, reason=reason)
        log(instance=found, action="practice.registration_cancelled", user=by)


def call_off(registration: Registration, *, by: User | None, reason: str) -> None:
    """End an open registration as called off, and tell its person where somebody else did it, or their calendar knows of it."""
    session = registration.session
    file = letters.calendar_file(registration, cancelled=True)
    places.let_go(registration, State.CANCELLED, by=by, reason=reason)
    own = by is not None and by.pk == registration.person_id
    if not own or file:
        what = f"“{session}”, {letters.when_words(session)}"
        title = f"You have given your place back: {what}" if own else f"Called off for you: {what}"
        letters.tell_person(registration, f"cancelled:{registration.ended_at:%Y%m%d%H%M%S}", title, text=reason, calendar=file, urgent=bool(file) and not own)


def leave(person: User) -> int:
    """Give back whatever somebody who leaves for good has at sessions to come; how many."""
    left = 0
    rows = Registration.objects.open().filter(person=person, session__starts_at__gt=timezone.now(), session__called_off_at__isnull=True)
    for row in rows.order_by("session_id", "pk"):
        with transaction.atomic():
            found = places.locked(row)
            if found.state in OPEN:
                call_off(found, by=person, reason="")
                left += 1
    return left


def let_lapse() -> int:
    """Let offers that nobody took run out, and the lines of sessions that have begun; how many."""
    now = timezone.now()
    return sum(_lapse(row) for row in list(Registration.objects.run_out(now).order_by("session_id", "pk")))


@transaction.atomic
def _lapse(registration: Registration) -> bool:
    found = places.locked(registration)
    if not Registration.objects.run_out(timezone.now()).filter(pk=found.pk).exists():
        return False
    offered, session = found.state == State.OFFERED, found.session
    places.let_go(found, State.LAPSED)
    what = f"“{session}”, {letters.when_words(session)}"
    if offered:
        title, text = f"The offer has run out: {what}", "The place went to the next person. You can join the line again."
    else:
        title, text = f"No place came free: {what}", "The waiting list is closed. What was said there is put on its page afterwards."
    letters.tell_person(found, f"lapsed:{found.ended_at:%Y%m%d%H%M%S}", title, text=text)
    return True
