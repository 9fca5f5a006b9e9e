"""After a session: what is kept of it, what people say, the certificate; and writing to those who registered."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.actions.refusals import Refused
from home.limits import DOWNLOADS, slowed
from home.requests import SignedIn
from practice.actions.sessions import keeping
from practice.documents import attendance_pdf
from practice.forms.sessions import MessageForm
from practice.forms.speaking import MaterialForm, SayForm
from practice.models import Attendance, Registration, Session, SessionFeedback, SessionMaterial, Speaker
from practice.speaking import materials_of, said_yes_to
from practice.views.communities.finding import find_session, run_session
from practice.views.shadowing.answering import answer, press

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
FACTS = ("kind", "title", "text", "address", "file")


@GET_OR_POST
def materials(request: SignedIn, community: str, session: str) -> HttpResponse:
    """What is kept, whose yes is missing, and a form to keep something."""
    found = run_session(request, community, session)
    form = MaterialForm(request.POST if request.method == "POST" else None, session=found)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.keep(by=request.user, session=found, facts=form.cleaned_data)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(_here("session_materials", found))
    speakers = list(Speaker.objects.filter(session=found, declined_at__isnull=True))
    rows = []
    for each in materials_of(found):
        said = said_yes_to(each)
        rows.append({"material": each, "missing": [speaker.name for speaker in speakers if speaker.pk not in said]})
    context = {"session": found, "community": found.community, "rows": rows, "form": form}
    return render(request, "practice/communities/materials.html", context, status=422 if form.errors else 200)


@GET_OR_POST
def material(request: SignedIn, community: str, session: str, pk: int) -> HttpResponse:
    """Change something that is kept, which asks every speaker anew."""
    found = run_session(request, community, session)
    each = get_object_or_404(SessionMaterial, session=found, pk=pk)
    form = MaterialForm(request.POST if request.method == "POST" else None, session=found, initial={name: getattr(each, name) for name in FACTS})
    return answer(
        request, form, lambda said: keeping.keep(by=request.user, session=found, facts=said, material=each), then=_here("session_materials", found),
        said="Kept. Speakers are asked for their yes to it as it is now.", title="Change it", kicker=found.page.title, button="Change it",
        action=reverse("practice:session_material", args=[community, session, pk]), who="It is hidden until every speaker has said yes to it as it is now.",
    )  # fmt: skip


@require_POST
def throw_away(request: SignedIn, community: str, session: str, pk: int) -> HttpResponse:
    """Take something off for good."""
    found = run_session(request, community, session)
    each = get_object_or_404(SessionMaterial.objects.select_related("session__community"), session=found, pk=pk)
    return press(request, lambda: keeping.throw_away(by=request.user, material=each), then=_here("session_materials", found), said="Taken off.")


@GET_OR_POST
def feedback(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Say how a session was: for those who were there."""
    found = find_session(request, community, session)
    came = Attendance.objects.filter(session=found, person=request.user).exists()
    if found.ends_at > timezone.now() or not (came or Registration.objects.confirmed().filter(session=found, person=request.user).exists()):
        raise Http404
    before = SessionFeedback.objects.filter(session=found, person=request.user).first()
    form = SayForm(request.POST if request.method == "POST" else None, initial={"useful": before.useful, "better": before.better} if before else None)
    return answer(
        request, form, lambda said: keeping.say(by=request.user, session=found, **said), then=found.get_absolute_url(), said="Thank you.",
        title="How was it?", kicker=found.page.title, button="Keep it", action=_here("session_feedback", found),
        who="Whoever runs the community reads it without your name. Leave both empty to take it back.",
    )  # fmt: skip


@require_GET
def said(request: SignedIn, community: str, session: str) -> HttpResponse:
    """What people said of a session, without their names and in no order that tells who."""
    found = run_session(request, community, session)
    rows = found.feedback.order_by("useful", "better").values("useful", "better")
    return render(request, "practice/communities/said.html", {"session": found, "community": found.community, "rows": rows})


@GET_OR_POST
def message(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Write to those who registered."""
    found = run_session(request, community, session)
    form = MessageForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    return answer(
        request, form, lambda said: keeping.write_to_people(by=request.user, session=found, **said), then=found.get_absolute_url(),
        said="Sent.", title="Write to people", kicker=found.page.title, button="Send it", action=_here("session_message", found),
        who="Those you write to see your name. They do not see whom else you wrote to.",
    )  # fmt: skip


@require_GET
@slowed(DOWNLOADS)
def certificate(request: SignedIn, community: str, session: str) -> HttpResponse:
    """A certificate of attendance, for somebody whom the register says came."""
    found = find_session(request, community, session)
    row = get_object_or_404(Attendance, session=found, person=request.user, session__ends_at__lte=timezone.now())
    response = HttpResponse(attendance_pdf(found, request.user, row), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="attendance-{timezone.localdate(found.starts_at)}.pdf"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _here(name: str, session: Session) -> str:
    return reverse(f"practice:{name}", args=[session.community.slug, session.page.slug])
