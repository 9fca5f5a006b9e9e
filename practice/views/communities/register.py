"""The register: who is registered, who came, moving people up; and checking oneself in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from home.actions.refusals import Refused
from home.limits import count_miss, too_many
from home.requests import SignedIn
from home.rules.numbers import whole_number
from home.views.errors import too_often
from practice.actions.sessions import attending, inviting, registering
from practice.enums.communities import Audience
from practice.forms.register import CodeForm, InviteeForm, WalkInForm
from practice.forms.shadowing import ReasonForm
from practice.meetings import Meeting
from practice.models import Registration, Session, SessionInvitee
from practice.permissions import may_join
from practice.rules.places import places_words
from practice.rules.registering import State
from practice.views.communities.finding import find_session, run_session
from practice.views.shadowing.answering import answer, press

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
WRONG_CODES, STRETCH = 10, 600


@GET_OR_POST
def register(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Everyone who registered, who waits, and who came; posting keeps the ticks."""
    found = run_session(request, community, session)
    if request.method == "POST":
        came, shown = _keys(request, "came"), _keys(request, "was")

        def do() -> None:
            attending.note_who_came(by=request.user, session=found, came=came - shown, came_not=shown - came)

        return press(request, do, then=_here("session_register", found), said="The register is kept.")
    return _register(request, found, WalkInForm(), 200)


def _register(request: SignedIn, session: Session, form: WalkInForm, status: int) -> HttpResponse:
    rows = list(Registration.objects.filter(session=session).open().select_related("person").order_by("person__name", "pk"))
    attendances = list(session.attendances.select_related("person", "service").order_by("noted_at", "pk"))
    there = {row.person_id for row in attendances if row.person_id}
    confirmed = [row for row in rows if row.state == State.CONFIRMED]
    known = {row.person_id for row in confirmed}
    line = sorted((row for row in rows if row.state != State.CONFIRMED), key=lambda row: (row.state != State.OFFERED, row.asked_at, row.pk))
    context = {
        "session": session,
        "community": session.community,
        "meeting": Meeting(session),
        "places": places_words(session.capacity, session.taken, session.waiting),
        "confirmed": [{"row": row, "came": row.person_id in there} for row in confirmed],
        "line": line,
        "walk_ins": [row for row in attendances if row.person_id not in known],
        "came": len(attendances),
        "opens": session.starts_at - attending.BEFORE <= timezone.now() and session.called_off_at is None,
        "is_full": session.taken >= session.capacity,
        "form": form,
        "is_invited_only": session.audience == Audience.INVITED,
    }
    return render(request, "practice/communities/register.html", context, status=status)


@require_POST
def walk_in(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Note somebody who came without registering, or take a guest off again."""
    found = run_session(request, community, session)
    there = _here("session_register", found)
    if pk := whole_number(request.POST.get("forget")):
        return press(request, lambda: attending.forget_walk_in(by=request.user, session=found, pk=pk), then=there, said="Taken off.")
    form = WalkInForm(request.POST)
    if form.is_valid():
        try:
            attending.note_walk_in(by=request.user, session=found, **form.cleaned_data)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Noted.")
            return redirect(there)
    return _register(request, found, form, 422)


@require_POST
def move_up(request: SignedIn, community: str, session: str, pk: int) -> HttpResponse:
    """Give somebody who waits a place; where all are taken, one more."""
    found = run_session(request, community, session)
    row = _of(found, pk)
    add = request.POST.get("add") == "yes"
    return press(
        request, lambda: registering.move_up(by=request.user, registration=row, add_a_place=add), then=_here("session_register", found),
        said=f"{row.person} has a place now, and is told.",
    )  # fmt: skip


@GET_OR_POST
def give_back(request: SignedIn, community: str, session: str, pk: int) -> HttpResponse:
    """Give somebody's place back for them, with a reason."""
    found = run_session(request, community, session)
    row = _of(found, pk)
    return answer(
        request, ReasonForm(request.POST if request.method == "POST" else None),
        lambda said: registering.cancel(by=request.user, registration=row, **said), then=_here("session_register", found),
        said="Given back. They are told.", title=f"Give {row.person}’s place back", kicker=found.page.title, button="Give it back", kind="warn",
        action=reverse("practice:session_take_away", args=[community, session, pk]), who=f"{row.person} reads this.",
    )  # fmt: skip


@GET_OR_POST
def check_in(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Check oneself in with the code."""
    found = find_session(request, community, session)
    if not may_join(request.user, found.community):
        raise Http404
    if too_many(request, "check-in", most=WRONG_CODES, seconds=STRETCH):
        return too_often(request)
    form = CodeForm(request.POST if request.method == "POST" else None)

    def do(said: dict[str, Any]) -> None:
        try:
            attending.check_in(by=request.user, session=found, **said)
        except Refused:
            count_miss(request, "check-in", seconds=STRETCH)
            raise

    return answer(
        request, form, do, then=found.get_absolute_url(), said="You are in the register. It stands in your learning record.", title="Check in",
        kicker=found.page.title, button="Check in", lead="The code is said in the session.", plain=True,
        action=reverse("practice:session_check_in", args=[community, session]), who="Whoever runs the community sees that you came.",
    )  # fmt: skip


@GET_OR_POST
def invited(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Who is invited to a session that nobody else sees; a form to invite somebody, and to take an invitation back."""
    found = run_session(request, community, session)
    here = _here("session_invited", found)
    if pk := whole_number(request.POST.get("take_back")):
        row = get_object_or_404(SessionInvitee, session=found, pk=pk)
        return press(request, lambda: inviting.take_back(by=request.user, session=found, invitee=row), then=here, said="Taken back.")
    form = InviteeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            inviting.invite(by=request.user, session=found, email=form.cleaned_data["email"])
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Invited. They are told.")
            return redirect(here)
    context = {"session": found, "community": found.community, "form": form, "invitees": found.invitees.select_related("person")}
    return render(request, "practice/communities/invited.html", context, status=422 if form.errors else 200)


def _of(session: Session, pk: int) -> Registration:
    return get_object_or_404(Registration.objects.open().whole(), session=session, pk=pk)


def _keys(request: SignedIn, name: str) -> set[int]:
    return {number for value in request.POST.getlist(name)[:2000] if (number := whole_number(value)) is not None}


def _here(name: str, session: Session) -> str:
    return reverse(f"practice:{name}", args=[session.community.slug, session.page.slug])
