"""Writing, changing, reporting and moderating what is shared in a community."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from home.requests import SignedIn
from home.rules.numbers import whole_number
from practice.actions.threads import moderating, writing
from practice.forms.threads import AnswerForm, EditForm, HideForm, PostForm, ReportForm, TakeAwayForm
from practice.models import Post, Session
from practice.permissions import may_moderate
from practice.rules.threads import State
from practice.views import belonging
from practice.views.shadowing.answering import answer, press
from practice.views.threads.reading import post_at

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
WHO = "Members of the community read this, with your name."


@GET_OR_POST
def new(request: SignedIn, community: str) -> HttpResponse:
    """Write something; `kind` and `session` in the address are chosen already."""
    here = belonging.inside(community, request.user)
    sessions = Session.objects.filter(community=here.community).published().seen_by(request.user).whole().order_by("-starts_at", "-pk")
    initial = {"kind": request.GET.get("kind"), "session": whole_number(request.GET.get("session"))}
    form = PostForm(_posted(request), sessions=sessions, initial=initial)
    return answer(
        request, form, lambda said: writing.write(by=request.user, community=here.community, **said), then=_learning(community),
        said="Thank you. A story is shown once a facilitator has read it." if request.POST.get("kind") == "story" else "Thank you. It stands here.",
        title="Share something", kicker=str(here.community), button="Share it", action=reverse("practice:post_new", args=[community]), who=WHO,
    )  # fmt: skip


@GET_OR_POST
def edit(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Change one's own words."""
    found = _own(request, community, pk)
    if found.state not in (State.SHOWN, State.WAITING):
        raise Http404
    form = EditForm(_posted(request), kind=found.kind, initial={"title": found.title, "text": found.text})
    return answer(
        request, form, lambda said: writing.edit(by=request.user, post=found, **said), then=found.get_absolute_url(), said="Changed.",
        title="Change what you wrote", kicker=str(found.community), button="Change it", action=reverse("practice:post_edit", args=[community, pk]),
        who=f"{WHO} What stood here before is kept nowhere.",
    )  # fmt: skip


@GET_OR_POST
def take_away(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Take one's own words away, after a page that shows them."""
    found = _own(request, community, pk)
    if found.state == State.DELETED:
        raise Http404
    return answer(
        request, TakeAwayForm(_posted(request)), lambda said: writing.take_away(by=request.user, post=found), then=_learning(community),
        said="Gone. Nothing of it is kept.", title="Take it away", kicker=str(found.community),
        lead="It goes at once and cannot be brought back. Replies of others stay.",
        quote=found.text, button="Take it away", kind="warn", plain=True, action=reverse("practice:post_take_away", args=[community, pk]),
    )  # fmt: skip


@GET_OR_POST
def report(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Say that something is wrong with a post."""
    here = belonging.inside(community, request.user)
    found, _ = post_at(request, here, pk)
    if found.author_id == request.user.pk or found.state != State.SHOWN:
        raise Http404
    return answer(
        request, ReportForm(_posted(request)), lambda said: moderating.report(by=request.user, post=found, **said), then=_learning(community),
        said="Thank you. A facilitator is told now, and you hear what came of it.", title="Report it", kicker=str(here.community), quote=found.text,
        button="Report it", action=reverse("practice:post_report", args=[community, pk]), who="Who looks after the community reads this, never with your name.",
        private=True, lead="If somebody is in danger now, ring 999. “Get support now” at the top of every page says who else is there.",
    )  # fmt: skip


@GET_OR_POST
def hide(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Hide a post with a reason."""
    found = _moderated(request, community, pk)
    return answer(
        request, HideForm(_posted(request)), lambda said: moderating.hide(by=request.user, post=found, **said), then=_learning(community),
        said="Hidden. Its author is told why.", title="Hide it", kicker=str(found.community), quote=found.text, button="Hide it",
        action=reverse("practice:post_hide", args=[community, pk]), who="Whoever wrote it reads the reason.",
    )  # fmt: skip


@GET_OR_POST
def leave(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Answer what was reported of a post that stays."""
    found = _moderated(request, community, pk)
    return answer(
        request, AnswerForm(_posted(request)), lambda said: moderating.leave_standing(by=request.user, post=found, **said), then=_learning(community),
        said="It stays. Whoever reported it is told why.", title="It stays", kicker=str(found.community), quote=found.text, button="It stays",
        action=reverse("practice:post_leave", args=[community, pk]), who="Whoever reported it reads the reason.",
    )  # fmt: skip


@require_POST
def show(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Show a story that waits or something hidden, in the `version` that was read."""
    found = _moderated(request, community, pk)
    version = whole_number(request.POST.get("version")) or 0
    return press(request, lambda: moderating.show(by=request.user, post=found, version=version), then=found.get_absolute_url(), said="It is shown.")


def _own(request: SignedIn, community: str, pk: int) -> Post:
    here = belonging.at(community, request.user)
    found = Post.objects.of(here.community).filter(pk=pk, author=request.user).first()
    if found is None:
        raise Http404
    return found


def _moderated(request: SignedIn, community: str, pk: int) -> Post:
    here = belonging.at(community, request.user)
    found = Post.objects.of(here.community).filter(pk=pk).exclude(state=State.DELETED).first()
    if found is None or not may_moderate(request.user, found):
        raise Http404
    return found


def _posted(request: SignedIn):
    return request.POST if request.method == "POST" else None


def _learning(community: str) -> str:
    return reverse("practice:learning", args=[community])
