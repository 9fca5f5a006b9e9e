"""Publishing sessions, moving them, making room, calling them off."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import User
from practice.actions.sessions import letters, places, speaking
from practice.actions.sessions.registering import call_off
from practice.enums.communities import Audience
from practice.models import CommunityPage, JoinLink, Registration, Session, SessionPage
from practice.permissions import facilitates
from practice.rules.communities import RESERVED_SLUGS, free_slug
from practice.rules.registering import State
from practice.rules.wall_clock import NoSuchTime, stretch, weekly

FURTHEST = timedelta(days=548)  # a year and a half
LONGEST = timedelta(hours=8)
MOST_PLACES = 500
TITLE_LENGTH = 200
WORDS = ("summary", "questions", "agenda", "who_for", "content_note", "captions", "bsl", "quiet_space", "childcare", "travel_costs", "access")
FACTS = ("capacity", "audience", "audience_words", "is_online", "place", "link_minutes")


def publish_session(
    *, by: User, community: CommunityPage, title: str, day: date, begins: time, ends: time, words: Mapping[str, Any], facts: Mapping[str, Any],
    join_address: str = "", join_note: str = "", times: int = 1, every_weeks: int = 1,
) -> list[Session]:  # fmt: skip
    """Publish a session, or several on the same day of the week so many weeks apart, on the clock on the wall: all of them or none.

    `words` go on the page (`WORDS`, `capabilities`, `preparation`), `facts` are the session's own (`FACTS`). Raises `Refused` with a sentence.
    """
    if not facilitates(by, community):
        raise PermissionDenied
    _refuse_facts(facts)
    with transaction.atomic():
        parent = CommunityPage.objects.select_for_update(of=("self",)).get(pk=community.pk)
        taken = set(parent.get_children().values_list("slug", flat=True)) | RESERVED_SLUGS
        series = uuid.uuid4() if times > 1 else None
        made: list[Session] = []
        for number, each in enumerate(weekly(day, times, every_weeks), 1):
            starts_at, ends_at = times_of(each, begins, ends)
            name = f"{title.strip()}, {number} of {times}" if times > 1 else title.strip()
            page = SessionPage(title=name[:TITLE_LENGTH], slug=free_slug(slugify(name), taken))
            taken.add(page.slug)
            _put_words(page, words)
            parent.add_child(instance=page)
            page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
            facts_now = {name: facts[name] for name in FACTS if name in facts}
            session = Session.objects.create(page=page, community=parent, starts_at=starts_at, ends_at=ends_at, series=series, made_by=by, **facts_now)
            if join_address:
                JoinLink.objects.create(session=session, address=join_address, note=join_note)
            log(instance=page, action="practice.session_published", user=by)
            made.append(session)
        letters.tell_members(made, by=by)
    return made


def edit_session(*, by: User, session: Session, title: str, words: Mapping[str, Any], facts: Mapping[str, Any]) -> Session:
    """Change what a session says of itself, where it is and whom it is for. Calendars follow where its name or place changed."""
    _refuse_facts(facts)
    with transaction.atomic():
        found = _held(by, session, begun=True)
        page = SessionPage.objects.select_for_update(of=("self",)).get(pk=found.page_id)
        before = (page.title, found.place, found.is_online)
        page.title = title.strip()[:TITLE_LENGTH]
        _put_words(page, words)
        page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
        for name in FACTS:
            if name in facts and name != "capacity":
                setattr(found, name, facts[name])
        found.save(update_fields=[name for name in FACTS if name != "capacity"])
        found.page = page
        log(instance=page, action="practice.session_changed", user=by)
        if found.is_to_come and (page.title, found.place, found.is_online) != before:
            _tell_everyone(found, "What it is called, or where it is, has changed", by=by)
    return found


def move_session(*, by: User, session: Session, day: date, begins: time, ends: time) -> Session:
    """Give a session another day or hour. Places and turns are kept, and calendars follow."""
    starts_at, ends_at = times_of(day, begins, ends)
    with transaction.atomic():
        found = _held(by, session)
        if (found.starts_at, found.ends_at) == (starts_at, ends_at):
            return found
        was = letters.when_words(found)
        found.starts_at, found.ends_at = starts_at, ends_at
        found.save(update_fields=["starts_at", "ends_at"])
        log(instance=found.page, action="practice.session_moved", user=by)
        _tell_everyone(found, f"It was {was}", by=by)
    return found


def _tell_everyone(session: Session, because: str, *, by: User) -> None:
    stamp = f"{timezone.now():%Y%m%d%H%M%S%f}"
    title = f"Changed: “{session}”, {letters.when_words(session)}"
    told = set()
    for registration in Registration.objects.open().filter(session=session).select_for_update(of=("self",)).whole().order_by("pk"):
        registration.session = session
        letters.drop_waiting_letters(registration)
        if registration.state == State.OFFERED:
            registration.offered_until = places.hold_until(session, places.OFFER_WORKING_DAYS)
            registration.save(update_fields=["offered_until"])
        confirmed = registration.state == State.CONFIRMED
        file = letters.calendar_file(registration) if confirmed else ""
        kept = "Your place is kept" if confirmed else "Your turn is kept"
        letters.tell_person(registration, f"changed:{stamp}", title, text=f"{because}. {kept}. If it does not suit you, give it back.", calendar=file)
        told.add(registration.person_id)
    speaking.tell_of_change(session, f"changed:{stamp}", title, by=by, told=told, text=f"{because}. If it does not suit you, say so on the page.")


def make_room(*, by: User, session: Session, capacity: int) -> Session:
    """Change how many places a session has; those who wait are offered what is new."""
    with transaction.atomic():
        found = _held(by, session)
        if capacity < max(found.taken, 1):
            raise Refused(f"{found.taken} of its places are taken already, so it cannot have fewer." if found.taken else "A session has at least one place.")
        if capacity > MOST_PLACES:
            raise Refused(f"A session has at most {MOST_PLACES} places.")
        found.capacity = capacity
        found.save(update_fields=["capacity"])
        log(instance=found.page, action="practice.session_room", user=by, data={"capacity": capacity})
        places.offer_next(found)
    return found


def set_join_link(*, by: User, session: Session, address: str, note: str = "") -> None:
    """Keep how people join online; an empty `address` takes it away. Nobody is told: people see it on the page when it is time."""
    with transaction.atomic():
        found = _held(by, session, begun=True)
        if address:
            JoinLink.objects.update_or_create(session=found, defaults={"address": address, "note": note.strip()})
        else:
            JoinLink.objects.filter(session=found).delete()
        log(instance=found.page, action="practice.session_link", user=by)


def call_off_session(*, by: User, session: Session, reason: str) -> None:
    """Call a session off; the reason goes to everyone who registered. Twice is once."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why. The people who registered read it.")
    with transaction.atomic():
        found = places.locked_session(session.pk)
        if found.called_off_at:
            return
        found = _held(by, session)
        found.called_off_at = timezone.now()
        found.save(update_fields=["called_off_at"])
        JoinLink.objects.filter(session=found).delete()
        told = set()
        for registration in Registration.objects.open().filter(session=found).select_for_update(of=("self",)).whole().order_by("pk"):
            registration.session = found
            told.add(registration.person_id)
            call_off(registration, by=by, reason=reason)
        what = f"Called off: “{found}”, {letters.when_words(found)}"
        speaking.tell_of_change(found, "called-off", what, by=by, told=told, text=reason, over=True)
        log(instance=found.page, action="practice.session_called_off", user=by)


def times_of(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """When something begins and ends that is on `day`; `Refused` for a time that does not come, is past or too far, or ends before it begins."""
    if ends <= begins:
        raise Refused("It has to end after it begins.")
    try:
        starts_at, ends_at = stretch(day, begins, ends)
    except NoSuchTime as problem:
        raise Refused(str(problem)) from problem
    now = timezone.now()
    if ends_at <= starts_at:
        raise Refused("The clocks go back that night, and it would end before it begins. Choose another time.")
    if starts_at <= now:
        raise Refused("This time is past already. Choose one to come.")
    if starts_at > now + FURTHEST:
        raise Refused("This is more than a year and a half ahead. Choose a nearer day.")
    if ends_at - starts_at > LONGEST:
        raise Refused("That is longer than a working day. Choose an earlier end.")
    return starts_at, ends_at


def _held(by: User, session: Session, *, begun: bool = False) -> Session:
    found = places.locked_session(session.pk)
    if not facilitates(by, found.community):
        raise PermissionDenied
    if found.called_off_at:
        raise Refused("This session was called off.")
    if not begun and found.starts_at <= timezone.now():
        raise Refused("This session has begun, so its time and places cannot be changed any more.")
    return found


def _put_words(page: SessionPage, words: Mapping[str, Any]) -> None:
    for name in WORDS:
        if name in words:
            setattr(page, name, words[name])
    for name in ("capabilities", "preparation"):
        if name in words:
            setattr(page, name, words[name])


def _refuse_facts(facts: Mapping[str, Any]) -> None:
    if facts.get("audience") == Audience.STATED and not str(facts.get("audience_words", "")).strip():
        raise Refused("Say whom the session is for, in the words that people agree to.")
    if facts.get("is_online") is False and not str(facts.get("place", "")).strip():
        raise Refused("Say where it is, or that it is online.")
    if not 1 <= int(facts.get("capacity", 1)) <= MOST_PLACES:
        raise Refused(f"A session has between 1 and {MOST_PLACES} places.")
