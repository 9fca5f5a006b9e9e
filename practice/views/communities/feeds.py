"""The calendar feed of a community, at an address that is as secret as one's own feed's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from home.letters.writing import absolute
from home.limits import count_miss, too_many
from home.requests import SignedIn
from practice.actions.calendars import change_address
from practice.actions.sessions.letters import meeting_at
from practice.calendars import feed
from practice.meetings import BACK
from practice.models import CalendarFeed, CommunityPage, Session
from practice.permissions import belongs, facilitates
from practice.views.communities.finding import find_community


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: SignedIn, community: str) -> HttpResponse:
    """Where a calendar program reads the community's sessions: for those who belong to it. A button makes the address."""
    page = find_community(community)
    if not belongs(request.user, page) and not facilitates(request.user, page):
        raise Http404
    found = CalendarFeed.objects.filter(person=request.user).first()
    if request.method == "POST":
        if found is None:
            change_address(by=request.user)
            messages.success(request, "Your calendar has an address now.")
        return redirect("practice:community_feed_address", community)
    url = absolute(f"/calendar/{found.secret}/{page.slug}.ics") if found else ""
    return render(request, "practice/communities/feed.html", {"community": page, "address": url})


@login_not_required
@require_GET
def community_feed(request: HttpRequest, secret: str, community: str) -> HttpResponse:
    """The sessions of a community that whoever holds the secret may know of; no link, no name. 404 for an address that is not one."""
    if too_many(request, "calendar", most=30, seconds=600):
        raise Http404
    found = CalendarFeed.objects.select_related("person").filter(secret=secret, person__is_active=True).first()
    page = CommunityPage.objects.live().filter(slug=community).first() if found else None
    if found is None or page is None or not (belongs(found.person, page) or facilitates(found.person, page)):
        count_miss(request, "calendar", seconds=600)
        raise Http404
    seen = Session.objects.published().seen_by(found.person).filter(community=page, ends_at__gt=timezone.now() - BACK).whole().order_by("starts_at", "pk")
    meetings = [meeting_at(each, uid=f"session-{each.pk}@{page.slug}", sequence=0, cancelled=each.called_off_at is not None) for each in seen]
    response = HttpResponse(feed(meetings, name=page.title, now=timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return response
