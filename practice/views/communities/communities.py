"""Founding a community, joining and leaving it, changing it, and who belongs to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.requests import SignedIn
from practice.actions import communities
from practice.actions.sessions.changing import edit_community
from practice.forms.communities import CommunityForm, FacilitatorForm, FoundForm, InviteForm
from practice.meetings import meetings_of
from practice.models import CommunityPage, Session
from practice.permissions import facilitates, may_found_community, may_join, may_name_facilitators
from practice.views.communities.finding import find_community, run_community
from practice.views.shadowing.answering import answer, press

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 20


@GET_OR_POST
def found(request: SignedIn) -> HttpResponse:
    """Found a community."""
    if not may_found_community(request.user):
        raise Http404
    made: list[CommunityPage] = []
    form = FoundForm(request.POST if request.method == "POST" else None)
    response = answer(
        request, form, lambda said: made.append(communities.found_community(by=request.user, **said)), then="/communities/",
        said="It is there. Whoever runs it can publish its first session.", title="Found a community", button="Found it", plain=True,
        action=reverse("practice:community_found"), lead="A Community of Practice meets a few times a year. Whoever runs it does the rest.",
    )  # fmt: skip
    return redirect(made[0].get_absolute_url()) if made and response.status_code == 302 else response


@require_POST
def join(request: SignedIn, community: str) -> HttpResponse:
    """Join a community."""
    page = find_community(community)
    if not may_join(request.user, page):
        raise Http404
    return press(request, lambda: communities.join(by=request.user, community=page), then=page.get_absolute_url(), said=f"You are in “{page}” now.")


@require_POST
def leave(request: SignedIn, community: str) -> HttpResponse:
    """Leave a community."""
    page = find_community(community)
    return press(
        request, lambda: communities.leave(by=request.user, community=page), then=page.get_absolute_url(),
        said="You have left. Places that you have at sessions are still yours until you give them back.",
    )  # fmt: skip


@require_POST
def hear(request: SignedIn, community: str) -> HttpResponse:
    """Hear of the community's sessions, or stop."""
    page, yes = find_community(community), request.POST.get("hear") == "yes"
    said = "You hear of its sessions." if yes else "You do not hear of its sessions any more. Places that you have stay yours."
    return press(request, lambda: communities.hear(by=request.user, community=page, yes=yes), then=page.get_absolute_url(), said=said)


@GET_OR_POST
def edit(request: SignedIn, community: str) -> HttpResponse:
    """Change what a community says of itself."""
    page = run_community(request, community)
    names = ("title", "summary", "purpose", "who_for", "agreement")
    form = CommunityForm(request.POST if request.method == "POST" else None, initial={name: getattr(page, name) for name in names})
    return answer(
        request, form, lambda said: edit_community(by=request.user, community=page, **said), then=page.get_absolute_url(), said="Changed.",
        title="Change what the community says", kicker=page.title, button="Change it", action=reverse("practice:community_edit", args=[page.slug]),
        who="Everyone who is signed in reads this.",
    )  # fmt: skip


@require_GET
def archive(request: SignedIn, community: str) -> HttpResponse:
    """Every session that took place."""
    page = find_community(community)
    past = Session.objects.published().seen_by(request.user).filter(community=page).past().whole()
    shown = Paginator(past, A_PAGE).get_page(request.GET.get("page"))
    meetings = meetings_of(past.filter(pk__in=[row.pk for row in shown]).whole(), request.user)
    return render(request, "practice/communities/archive.html", {"community": page, "page": shown, "past": meetings})


@GET_OR_POST
def people(request: SignedIn, community: str) -> HttpResponse:
    """Who runs the community and who belongs to it; a form to invite somebody. For whoever runs it, and, to name the first, for leads."""
    page = find_community(community)
    runs = facilitates(request.user, page)
    if not runs and not may_name_facilitators(request.user, page):
        raise Http404
    form = InviteForm(request.POST if request.method == "POST" and runs else None)
    if request.method == "POST" and runs and form.is_valid():
        there = reverse("practice:community_people", args=[page.slug])
        return press(
            request, lambda: communities.invite(by=request.user, community=page, **form.cleaned_data), then=there,
            said="Invited. Whether they have an account here or not, they hear how to come in.",
        )  # fmt: skip
    return _people(request, page, runs, form, FacilitatorForm(), 422 if form.errors else 200)


def _people(request: SignedIn, page: CommunityPage, runs: bool, form: InviteForm, facilitator_form: FacilitatorForm, status: int) -> HttpResponse:
    members = Paginator(page.members.current().select_related("person"), 50).get_page(request.GET.get("page"))
    rows = page.facilitators.current().select_related("person")
    context = {"community": page, "runs": runs, "members": members if runs else None, "facilitators": rows, "form": form, "facilitator_form": facilitator_form}
    return render(request, "practice/communities/people.html", context, status=status)


@require_POST
def name_facilitator(request: SignedIn, community: str) -> HttpResponse:
    """Let somebody run the community too."""
    page = find_community(community)
    if not may_name_facilitators(request.user, page):
        raise Http404
    form = FacilitatorForm(request.POST)
    if not form.is_valid():
        return _people(request, page, facilitates(request.user, page), InviteForm(), form, 422)
    return press(
        request, lambda: communities.name_facilitator(by=request.user, community=page, person=form.cleaned_data["person"]),
        then=reverse("practice:community_people", args=[page.slug]), said="They can run it from now on.",
    )  # fmt: skip


@require_POST
def stop_facilitator(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """End somebody's time as facilitator."""
    page = find_community(community)
    if not may_name_facilitators(request.user, page):
        raise Http404
    row = get_object_or_404(page.facilitators.current(), pk=pk)
    there = reverse("practice:community_people", args=[page.slug])
    response = press(request, lambda: communities.stop_facilitator(by=request.user, facilitator=row), then=there, said="They do not run it any more.")
    if not may_name_facilitators(request.user, page):
        messages.info(request, "You do not run this community any more.")
        return redirect(page.get_absolute_url())
    return response
