"""The personal calendar feed."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from home.context import site_settings
from home.letters.writing import absolute
from home.limits import count_miss, too_many
from home.models import User
from home.requests import SignedIn
from practice.actions.calendars import change_address
from practice.actions.sessions.letters import meeting_at
from practice.actions.sessions.letters import meeting_of as session_meeting
from practice.actions.shadowing.letters import meeting_of
from practice.calendars import Meeting, feed
from practice.models import Booking, CalendarFeed, CommunityPage, Registration, Session
from practice.rules.shadowing import State

BACK = timedelta(days=90)


def visits(person: User) -> list[Meeting]:
    """What somebody has booked, and whom they host, confirmed or to be confirmed again."""
    since = timezone.now() - BACK
    whole = Booking.objects.filter(slot__ends_at__gt=since, invited_at__isnull=False).whole().order_by("slot__starts_at", "pk")
    own = [booking for booking in whole.filter(person=person, state__in=[State.CONFIRMED, State.ATTENDED, State.REQUESTED])]
    hosted = whole.with_host(person).filter(state__in=[State.CONFIRMED, State.REQUESTED])
    return [meeting_of(booking, tentative=booking.is_moved) for booking in own] + [_as_host(booking) for booking in hosted]


def _as_host(booking: Booking) -> Meeting:
    meeting = meeting_of(booking, tentative=booking.is_moved)
    return Meeting(
        uid=f"host-{meeting.uid}", title=f"{booking.person} shadows: {booking.slot.placement}", starts_at=meeting.starts_at, ends_at=meeting.ends_at,
        sequence=meeting.sequence, url=meeting.url, tentative=meeting.tentative,
    )  # fmt: skip


def sessions(person: User) -> list[Meeting]:
    """The sessions at which somebody has a place, and those of communities that they run."""
    since = timezone.now() - BACK
    mine = Registration.objects.confirmed().filter(person=person, session__ends_at__gt=since, session__page__live=True).whole()
    rows = list(mine.order_by("session__starts_at", "pk"))
    there = {row.session_id for row in rows}
    running = Session.objects.published().filter(community__in=CommunityPage.objects.facilitated_by(person), ends_at__gt=since, called_off_at__isnull=True)
    run = [each for each in running.whole().order_by("starts_at", "pk") if each.pk not in there]
    return [session_meeting(row) for row in rows] + [meeting_at(each, uid=f"run-{each.pk}@{each.community.slug}", sequence=0) for each in run]


SOURCES: list[Callable[[User], list[Meeting]]] = [visits, sessions]


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: SignedIn) -> HttpResponse:
    """The address of one's feed; a button makes it, or another one."""
    if request.method == "POST":
        before = CalendarFeed.objects.filter(person=request.user).exists()
        change_address(by=request.user)
        messages.success(request, "The address is changed. The one before shows nothing any more." if before else "Your calendar has an address now.")
        return redirect("practice:calendar")
    found = CalendarFeed.objects.filter(person=request.user).first()
    return render(request, "practice/calendar.html", {"address": absolute(f"/calendar/{found.secret}.ics") if found else ""})


@login_not_required
@require_GET
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed behind a secret address, for calendar programs, which cannot sign in; 404 for an address that is not one."""
    if too_many(request, "calendar", most=30, seconds=600):
        raise Http404
    found = CalendarFeed.objects.select_related("person").filter(secret=secret, person__is_active=True).first()
    if found is None:
        count_miss(request, "calendar", seconds=600)
        raise Http404
    meetings = [meeting for source in SOURCES for meeting in source(found.person)]
    text = feed(meetings, name=f"{site_settings().name or 'Alongside'}: what I have booked", now=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return response
