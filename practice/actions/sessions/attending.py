"""Who came: the check-in list, the code, and people who came without registering. It stands as evidence on what the session builds."""

import hmac
from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from capability.actions.evidence import record_evidence, withdraw_evidence
from capability.enums import EvidenceKind
from home.actions.refusals import Refused
from home.models import Membership, Service, User
from practice.actions import communities
from practice.actions.sessions import places
from practice.enums.communities import CameBy
from practice.models import Attendance, Registration, Session
from practice.permissions import facilitates
from practice.rules.registering import link_is_open

BEFORE = timedelta(hours=4)


def note_who_came(*, by: User, session: Session, came: Collection[int], came_not: Collection[int]) -> None:
    """Keep who of the registered people came (`came`), and take back whom the list had ticked in error (`came_not`); keys of people."""
    with transaction.atomic():
        found = _kept_by(by, session)
        registered = set(Registration.objects.filter(session=found, person__in=set(came)).values_list("person", flat=True))
        there = set(Attendance.objects.filter(session=found, person__in=registered).values_list("person", flat=True))
        for person in User.objects.filter(pk__in=registered - there):
            _keep(found, person, CameBy.LIST, by)
        for row in Attendance.objects.filter(session=found, person__in=set(came_not)).select_related("person"):
            _take_off(found, row, by)


def note_walk_in(*, by: User, session: Session, email: str = "", name: str = "", service: Service | None = None) -> Attendance:
    """Keep somebody who came without registering: who has an account by its address, a guest by name and, where they say so, service. Twice is once."""
    with transaction.atomic():
        found = _kept_by(by, session)
        if email:
            person = User.objects.active().filter(email__iexact=email.strip()).first()
            if person is None:
                raise Refused("Nobody signs in with this address. Note them by name instead.")
            return _keep(found, person, CameBy.WALK_IN, by)
        if not name.strip():
            raise Refused("Write their e-mail address here, or their name.")
        row, made = Attendance.objects.get_or_create(
            session=found, person=None, name=name.strip()[:120], defaults={"came_by": CameBy.WALK_IN, "noted_by": by, "service": service}
        )
        if made:
            log(instance=found.page, action="practice.came", user=by)
        return row


def forget_walk_in(*, by: User, session: Session, pk: int) -> None:
    """Take somebody who was noted in error off the register again."""
    with transaction.atomic():
        found = _kept_by(by, session)
        row = Attendance.objects.filter(session=found, pk=pk).select_related("person").first()
        if row is not None:
            _take_off(found, row, by)


def _take_off(session: Session, row: Attendance, by: User) -> None:
    if row.person is not None:
        withdraw_evidence(person=row.person, kind=EvidenceKind.SESSION, source_key=source_key(session))
    log(instance=session.page, action="practice.came_not", user=by, data={"person": row.person_id})
    row.delete()


def check_in(*, by: User, session: Session, code: str) -> Attendance:
    """Check oneself in with the code that is said in the session, around its time. Twice is once."""
    with transaction.atomic():
        found = places.locked_session(session.pk)
        if found.called_off_at or not link_is_open(timezone.now(), found.starts_at, found.ends_at, found.link_minutes):
            raise Refused("Checking in is possible from shortly before the session until half an hour after it. Ask whoever ran it to note you.")
        if not hmac.compare_digest(code.strip().upper().encode(), found.code.encode()):
            raise Refused("That is not the code. It is said in the session, and has six letters and digits.")
        registered = Registration.objects.confirmed().filter(session=found, person=by).exists()
        if not registered:
            communities.join(by=by, community=found.community)
        return _keep(found, by, CameBy.CODE if registered else CameBy.WALK_IN, by)


def source_key(session: Session) -> str:
    """What evidence of a session is known by."""
    return f"session:{session.pk}"


def _keep(session: Session, person: User, came_by: CameBy, by: User) -> Attendance:
    place = Membership.objects.current().filter(person=person).select_related("team").order_by("-started_on", "pk").first()
    service = place.team.service_id if place else None
    row, made = Attendance.objects.get_or_create(session=session, person=person, defaults={"came_by": came_by, "noted_by": by, "service_id": service})
    if made:
        record_evidence(
            person=person, capabilities=session.page.capabilities.all(), kind=EvidenceKind.SESSION, source_key=source_key(session),
            title=f"{session.page.title} ({session.community.title})", dated=timezone.localtime(session.starts_at).date(), url=session.get_absolute_url(),
            minutes=session.minutes,
        )  # fmt: skip
        log(instance=session.page, action="practice.came", user=by, data={"person": person.pk, "by": came_by})
    return row


def _kept_by(by: User, session: Session) -> Session:
    found = places.locked_session(session.pk)
    if not facilitates(by, found.community):
        raise PermissionDenied
    if found.called_off_at:
        raise Refused("This session was called off.")
    if found.starts_at - BEFORE > timezone.now():
        raise Refused("The register opens four hours before the session begins.")
    return found
