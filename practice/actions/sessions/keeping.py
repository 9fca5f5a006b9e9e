"""What is kept of a session, what people say of it, and writing to those who registered."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.contributing import proposing
from home.actions.refusals import Refused
from home.actions.telling import tell_each
from home.enums import NoticeKind
from home.models import Contribution, User
from practice.actions.sessions import speaking
from practice.enums.communities import Audiences
from practice.models import Attendance, JoinLink, Registration, Session, SessionFeedback, SessionMaterial, SessionMessage, Speaker
from practice.permissions import facilitates
from practice.rules.registering import OPEN, State

MOST_MESSAGES = 10  # a day


def keep(*, by: User, session: Session, facts: Mapping[str, Any], material: SessionMaterial | None = None) -> SessionMaterial:
    """Keep something of a session, or change what is kept, which raises its revision: every speaker is asked for their yes to it anew."""
    if not facilitates(by, session.community):
        raise PermissionDenied
    if not any(facts.get(name) for name in ("text", "address", "file")):
        raise Refused("Write something, or say where it is.")
    with transaction.atomic():
        if material is None:
            found = SessionMaterial.objects.create(session=session, put_up_by=by, **facts)
        else:
            found = SessionMaterial.objects.select_for_update(of=("self",)).get(pk=material.pk)
            if all(getattr(found, name) == value for name, value in facts.items()):
                return found
            for name, value in facts.items():
                setattr(found, name, value)
            found.revision, found.put_up_by, found.put_up_at = found.revision + 1, by, timezone.now()
            found.save()
            for contribution in _yeses_to(found):
                proposing.lapse(contribution)
        log(instance=session.page, action="practice.material_kept", user=by)
        for speaker in Speaker.objects.filter(session=session, declined_at__isnull=True).select_related("session__page", "session__community", "person"):
            speaking.ask_about_material(speaker, found, by)
    return found


def throw_away(*, by: User, material: SessionMaterial) -> None:
    """Take something off the page for good. Twice is once."""
    if not facilitates(by, material.session.community):
        raise PermissionDenied
    with transaction.atomic():
        for contribution in _yeses_to(material):
            proposing.let_go(contribution, by=by)
        SessionMaterial.objects.filter(pk=material.pk).delete()


def _yeses_to(material: SessionMaterial) -> list[Contribution]:
    """What speakers said of it, and have not taken back, as their records."""
    return list(Contribution.objects.there().filter(revisions__material_yes__material=material).distinct().order_by("pk"))


def say(*, by: User, session: Session, useful: str, better: str) -> None:
    """Say how a session was, or say it anew; empty takes it back. For those who came, or had a place."""
    if session.ends_at > timezone.now() or session.called_off_at is not None:
        raise Refused("You can say how it was when it is over.")
    came = Attendance.objects.filter(session=session, person=by).exists()
    if not came and not Registration.objects.confirmed().filter(session=session, person=by).exists():
        raise Refused("This is for people who were there.")
    if not useful.strip() and not better.strip():
        SessionFeedback.objects.filter(session=session, person=by).delete()
        return
    SessionFeedback.objects.update_or_create(session=session, person=by, defaults={"useful": useful.strip(), "better": better.strip()})


def write_to_people(*, by: User, session: Session, to: str, title: str, text: str, key: uuid.UUID) -> SessionMessage:
    """Write to those who registered: a notice with the words, and a mail that leads to it. The same `key` is sent once. Never with the join link."""
    if not facilitates(by, session.community):
        raise PermissionDenied
    link = JoinLink.objects.filter(session=session).first()
    if link and (link.address in text or link.address in title):
        raise Refused("The join link is in your message. Take it out: people see it on the session's page when it is time.")
    day_ago = timezone.now() - timedelta(days=1)
    if SessionMessage.objects.filter(session=session, sent_at__gt=day_ago).exclude(key=key).count() >= MOST_MESSAGES:
        raise Refused("You have written to these people often today. Write again tomorrow.")
    states = {Audiences.CONFIRMED: [State.CONFIRMED], Audiences.WAITING: [State.WAITING, State.OFFERED]}.get(Audiences(to), sorted(OPEN))
    try:
        with transaction.atomic():
            people = [row.person for row in Registration.objects.filter(session=session, state__in=states).select_related("person")]
            if not people:
                raise Refused("There is nobody to write to yet.")
            row = SessionMessage.objects.create(session=session, key=key, to=to, title=title.strip(), text=text.strip(), people=len(people), sent_by=by)
            tell_each(
                people=people, kind=NoticeKind.ANSWER, key=f"session-message:{row.key}", title=f"“{session}”: {row.title}", text=row.text,
                why=f"{by} writes to everyone who registered.", url=session.get_absolute_url(),
            )  # fmt: skip
            log(instance=session.page, action="practice.message_sent", user=by, data={"people": len(people)})
    except IntegrityError as fault:
        before = SessionMessage.objects.filter(key=key, session=session).first()
        if before is None:
            raise Refused("This message was sent already.") from fault
        return before
    return row
