"""Publishing a session, changing it, moving it, making room, calling it off."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from home.actions.refusals import Refused
from home.requests import SignedIn
from practice.actions.sessions import changing, scheduling
from practice.forms.sessions import LinkForm, MoveForm, PublishForm, WordsForm
from practice.forms.shadowing import ReasonForm, RoomForm
from practice.models import JoinLink, Session
from practice.views.communities.finding import run_community, run_session
from practice.views.shadowing.answering import answer, press

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def publish(request: SignedIn, community: str) -> HttpResponse:
    """Publish a session, from the community's template (`?template=key` for another one)."""
    page = run_community(request, community)
    templates = list(page.templates.all())
    chosen = next((each for each in templates if str(each.pk) == request.GET.get("template")), templates[0] if templates else None)
    form = PublishForm(request.POST if request.method == "POST" else None, initial=PublishForm.from_template(chosen))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = scheduling.publish_session(
                by=request.user, community=page, title=data["title"], day=data["day"], begins=data["begins"], ends=data["ends"], words=form.said_words(),
                facts=form.said_facts(), join_address=data["join_address"], times=data["times"] or 1, every_weeks=data["every_weeks"] or 1,
            )  # fmt: skip
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(made[0].get_absolute_url())
    context = {"form": form, "community": page, "templates": templates, "chosen": chosen, "title": "Publish a session"}
    return render(request, "practice/communities/publish.html", context, status=422 if form.errors else 200)


@GET_OR_POST
def edit(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Change what a session says of itself."""
    found = run_session(request, community, session)
    form = WordsForm(request.POST if request.method == "POST" else None, initial=WordsForm.facts_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            scheduling.edit_session(by=request.user, session=found, title=form.cleaned_data["title"], words=form.said_words(), facts=form.said_facts())
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(found.get_absolute_url())
    context = {"form": form, "community": found.community, "session": found, "title": "Change this session"}
    return render(request, "practice/communities/publish.html", context, status=422 if form.errors else 200)


@GET_OR_POST
def move(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Give a session another time."""
    found = run_session(request, community, session)
    starts, ends = timezone.localtime(found.starts_at), timezone.localtime(found.ends_at)
    form = MoveForm(_data(request), initial={"day": starts.date(), "begins": starts.time(), "ends": ends.time()})
    return answer(
        request, form, lambda said: scheduling.move_session(by=request.user, session=found, **said), then=found.get_absolute_url(),
        said="Moved. Everyone who registered is told, and their calendars follow.", title="Move this session", kicker=found.page.title, button="Move it",
        lead="Places and turns are kept. Everyone who registered is told, and calendars follow.", action=_here("session_move", found), plain=True,
    )  # fmt: skip


@GET_OR_POST
def room(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Change how many places a session has."""
    found = run_session(request, community, session)
    return answer(
        request, RoomForm(_data(request), initial={"capacity": found.capacity}),
        lambda said: scheduling.make_room(by=request.user, session=found, **said), then=_here("session_register", found),
        said="Changed. Whoever is next on the waiting list is offered what is new.", title="How many places", kicker=found.page.title, button="Change it",
        action=_here("session_room", found), plain=True,
    )  # fmt: skip


@GET_OR_POST
def link(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Keep the join link, or take it away. The one that is kept is not shown, not even here."""
    found = run_session(request, community, session)
    kept = JoinLink.objects.filter(session=found).exists()
    lead = "A link is kept. What you write here replaces it." if kept else "No link is kept yet."
    return answer(
        request, LinkForm(_data(request)), lambda said: scheduling.set_join_link(by=request.user, session=found, **said), then=found.get_absolute_url(),
        said="Kept. People who have a place see it on this page when it is time.", title="How people join online", kicker=found.page.title, button="Keep it",
        lead=lead, action=_here("session_link", found), plain=True, private=True,
        who=f"Only people who have a place, speakers and whoever runs the community see the link: on the page alone, from {found.link_minutes} minutes before the start.",  # noqa: E501 - one sentence
    )  # fmt: skip


@GET_OR_POST
def call_off(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Call a session off."""
    found = run_session(request, community, session)
    return answer(
        request, ReasonForm(_data(request)), lambda said: scheduling.call_off_session(by=request.user, session=found, **said), then=found.get_absolute_url(),
        said="Called off. Everyone who registered is told.", title="Call this session off", kicker=found.page.title, button="Call it off", kind="warn",
        lead="Everyone who registered is told at once, with your reason, and their calendars follow.", action=_here("session_call_off", found),
        who="The people who registered read this.",
    )  # fmt: skip


@require_POST
def keep_template(request: SignedIn, community: str, session: str) -> HttpResponse:
    """Keep what a session has as a template for others."""
    found = run_session(request, community, session)
    return press(
        request, lambda: changing.keep_as_template(by=request.user, session=found), then=found.get_absolute_url(),
        said="Kept. It can be chosen when you publish the next session.",
    )  # fmt: skip


def _data(request: SignedIn):
    return request.POST if request.method == "POST" else None


def _here(name: str, session: Session) -> str:
    return reverse(f"practice:{name}", args=[session.community.slug, session.page.slug])
