"""Shadowing on the dashboard and on a team's page: yeses to give, places offered, what is booked."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from home.models import Team
from home.prepared import Prepared
from home.seams.panels import Panel
from practice.models import Booking
from practice.rules.shadowing import State
from practice.visits import Visit, bookings_around, to_answer

SHOWN = 5
AROUND = 100  # bookings at most of which a dashboard tells


class YesesToGive(Panel):
    """Requests that wait for this person's yes, and places that are offered to them."""

    template_name = "practice/shadowing/panels/asked.html"
    region = "asked"
    order = 15


class VisitsComing(Panel):
    """Visits that this person has booked, and those they host."""

    template_name = "practice/shadowing/panels/coming.html"
    region = "coming"
    order = 10


class TeamVisits(Panel):
    """Who of a team asks to shadow, and who goes where."""

    template_name = "practice/shadowing/panels/team.html"
    order = 30


def dashboard(request: HttpRequest) -> list[Panel]:
    """At most two panels, in one query, or two where there is anything."""
    person = request.user
    panels: list[Panel] = []
    around = bookings_around(person, AROUND)  # no visit crowds out what waits for an answer
    answers = to_answer(around, person)
    coming_to = [each for each in around if each.person_id == person.pk or (each.state == State.CONFIRMED and each.slot.placement.host_id == person.pk)]
    visits = [Visit(each, own=each.person_id == person.pk, hosts=each.person_id != person.pk, reader=person.pk or 0) for each in coming_to]
    offered = [visit for visit in visits if visit.may_take]
    if answers or offered:
        panels.append(YesesToGive(visits=answers[:SHOWN], more=max(0, len(answers) - SHOWN), offered=offered))
    coming = [visit for visit in visits if not visit.may_take]
    if coming:
        panels.append(VisitsComing(visits=coming[:SHOWN], more=max(0, len(coming) - SHOWN)))
    return panels


def of_team(request: HttpRequest, team: Team) -> list[Panel]:
    """Requests and visits of a team's people, for its managers: one query. Empty where there are none."""
    found = OF_TEAM.all(team.pk, timezone.now())
    me = request.user.pk or 0
    visits = [Visit(each, own=each.person_id == me, decides=each.person_id != me, reader=me) for each in found]
    return [TeamVisits(team=team, visits=visits)] if visits else []


def _of_team(team: int, now: datetime):
    rows = Booking.objects.filter(team=team, state__in=[State.REQUESTED, State.CONFIRMED], slot__ends_at__gt=now)
    return rows.whole().order_by("slot__starts_at", "pk")[:40]


OF_TEAM = Prepared(_of_team)
