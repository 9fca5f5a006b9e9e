"""Sessions on the dashboard: places that are offered, and what is coming up."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from home.prepared import Prepared, Somebody
from home.seams.panels import Panel
from practice.meetings import Meeting
from practice.models import CommunityPage, Registration, Session, Speaker
from practice.rules.registering import State

SHOWN = 5


class PlacesOffered(Panel):
    """Places at sessions that are offered to this person."""

    template_name = "practice/communities/panels/offered.html"
    region = "asked"
    order = 16


class SessionsComing(Panel):
    """Sessions at which this person has a place or waits for one, speaks, or that they run."""

    template_name = "practice/communities/panels/coming.html"
    region = "coming"
    order = 8


class NextSession(Panel):
    """The next session of somebody who contributes: where they speak, or have or wait for a place."""

    template_name = "practice/communities/panels/next.html"
    order = 10


def contributor(request: HttpRequest) -> list[Panel]:
    """The next session on a contributor's home; two queries."""
    person, now = request.user.pk or 0, timezone.now()
    ahead = Session.objects.published().to_come(now).whole()
    speaks = ahead.filter(speakers__person=person, speakers__declined_at__isnull=True).first()
    mine = Registration.objects.open().filter(person=person, session__in=Session.objects.published().to_come(now))
    row = mine.whole().with_line().order_by("session__starts_at", "pk").first()
    if speaks is not None and (row is None or speaks.starts_at <= row.session.starts_at):
        return [NextSession(meeting=Meeting(speaks, row if row and row.session_id == speaks.pk else None), speaks=True)]
    return [NextSession(meeting=Meeting(row.session, row) if row else None)]


def dashboard(request: HttpRequest) -> list[Panel]:
    """At most two panels, in two queries."""
    person, now = request.user, timezone.now()
    mine = [Meeting(row.session, row) for row in REGISTERED.all(person.pk or 0, now)]
    there = {meeting.session.pk for meeting in mine}
    run = [Meeting(each) for each in RUN.all(person.pk or 0, now) if each.pk not in there]
    panels: list[Panel] = []
    if offered := [meeting for meeting in mine if meeting.state == State.OFFERED and meeting.is_to_come]:
        panels.append(PlacesOffered(meetings=offered))
    coming = sorted([*(meeting for meeting in mine if meeting.state != State.OFFERED), *run], key=lambda meeting: meeting.session.starts_at)
    if coming:
        panels.append(SessionsComing(meetings=coming[:SHOWN], more=max(0, len(coming) - SHOWN)))
    return panels


def _registered(person: int, now: datetime):
    rows = Registration.objects.open().filter(person=person, session__ends_at__gt=now, session__called_off_at__isnull=True, session__page__live=True)
    return rows.whole().with_line().order_by("session__starts_at", "pk")[:40]


def _run(person: int, now: datetime):
    speaks = Speaker.objects.filter(person=person, declined_at__isnull=True).values("session")
    runs = CommunityPage.objects.facilitated_by(Somebody(person))
    return Session.objects.published().to_come(now).filter(Q(community__in=runs) | Q(pk__in=speaks)).whole()[:10]


REGISTERED = Prepared(_registered)
RUN = Prepared(_run)
