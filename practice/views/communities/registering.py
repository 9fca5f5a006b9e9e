"""A place at a session: asking for one, taking one that is offered, giving it back."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from home.requests import SignedIn
from practice.actions.sessions import registering
from practice.forms.sessions import RegisterForm
from practice.meetings import Meeting
from practice.permissions import may_join
from practice.views.communities.finding import find_session, own_registration
from practice.views.shadowing.answering import answer, press

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def place(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Ask for a place."""
    found = find_session(request, community, session)
    if not may_join(request.user, found.community):
        raise Http404
    full = Meeting(found).is_full
    form = RegisterForm(request.POST if request.method == "POST" else None, session=found)
    lead = "All places are taken. You join the waiting list, and are told when one comes free." if full else "A place is yours as soon as you ask for it."
    return answer(
        request, form, lambda said: registering.register(by=request.user, session=found, **said), then=found.get_absolute_url(),
        said="Done. This page says where you stand.", title="Join the waiting list" if full else "Register", kicker=found.page.title,
        button="Join the waiting list" if full else "Register", action=reverse("practice:session_place", args=[community, session]), plain=True, lead=lead,
        who="Whoever runs the community sees that you registered, and what would help you. Others who come see you there.",
    )  # fmt: skip


@require_POST
def take(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Take the place that is offered."""
    found = find_session(request, community, session)
    mine = own_registration(request, found)
    return press(request, lambda: registering.accept_offer(by=request.user, registration=mine), then=found.get_absolute_url(), said="The place is yours.")


@require_POST
def give_back(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Give a place or a turn back."""
    found = find_session(request, community, session)
    mine = own_registration(request, found)
    return press(
        request, lambda: registering.cancel(by=request.user, registration=mine), then=found.get_absolute_url(),
        said="You have given it back. Somebody else can come now.",
    )  # fmt: skip
