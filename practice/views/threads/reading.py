"""Reading what is shared in a community: all of it, one thread, and what waits for a facilitator."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from home.requests import SignedIn
from practice.actions.threads import writing
from practice.forms.threads import KINDS, ReplyForm
from practice.models import Post, PostReport
from practice.permissions import may_moderate
from practice.rules.threads import State, is_read_by
from practice.views import belonging
from practice.views.shadowing.answering import answer

A_PAGE = 20


@dataclass(frozen=True)
class Shown:
    """One post as this reader sees it: whether its words are shown, and what they can do about it."""

    post: Post
    own: bool
    moderates: bool
    words: bool

    @property
    def may_edit(self) -> bool:
        """Whether it is theirs to change."""
        return self.own and self.post.state in (State.SHOWN, State.WAITING)

    @property
    def may_take_away(self) -> bool:
        """Whether it is theirs to take away."""
        return self.own and self.post.state != State.DELETED

    @property
    def may_report(self) -> bool:
        """Whether they can say that something is wrong with it."""
        return not self.own and self.post.state == State.SHOWN


@require_GET
def learning(request: SignedIn, community: str) -> HttpResponse:
    """What people took away, threads and stories (`kind`), the latest first, a page at a time."""
    here = belonging.inside(community, request.user)
    kind = request.GET.get("kind", "")
    found = Post.objects.of(here.community).read_by(request.user, moderates=here.facilitates).first_ones().with_replies_counted()
    if kind in dict(KINDS):
        found = found.filter(kind=kind)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = [_shown(post, request, moderates=here.facilitates) for post in page]
    context = {"here": here, "community": here.community, "page": page, "shown": shown, "kinds": KINDS, "kind": kind}
    return render(request, "practice/threads/learning.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """One post with its replies, and replying."""
    here = belonging.at(community, request.user)
    found, moderates = post_at(request, here, pk)
    if found.parent_id:
        raise Http404
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not here.inside:
            raise Http404
        where = reverse("practice:thread", args=[community, pk])
        return answer(
            request, form, lambda said: writing.reply(by=request.user, to=found, **said), then=where, said="Your reply stands below.",
            title="Reply", kicker=str(here.community), button="Reply", action=where, who="Members of the community read this, with your name.",
        )  # fmt: skip
    answers = Post.objects.of(here.community).filter(parent=found).order_by("written_at", "pk")
    page = Paginator(answers, 50).get_page(request.GET.get("page"))
    replies = [_shown(post, request, moderates=moderates) for post in page]
    reports = list(found.reports.filter(answered_at__isnull=True)) if moderates else []
    context = {
        "here": here,
        "community": here.community,
        "each": _shown(found, request, moderates=moderates),
        "replies": [each for each in replies if each.words or each.post.state == State.DELETED],
        "page": page,
        "form": form if found.state == State.SHOWN and here.inside else None,
        "reports": reports,
    }
    return render(request, "practice/threads/thread.html", context)


@require_GET
def moderation(request: SignedIn, community: str) -> HttpResponse:
    """Stories that wait and reports that are open; for facilitators, without their own."""
    here = belonging.facilitating(community, request.user)
    waiting = list(Post.objects.of(here.community).waiting().exclude(author=request.user)[:50])
    open_ones = PostReport.objects.filter(post__community=here.community, answered_at__isnull=True).exclude(post__author=request.user)
    reports = list(open_ones.exclude(post__state=State.DELETED).select_related("post__community", "post__author")[:50])
    return render(request, "practice/threads/moderation.html", {"here": here, "community": here.community, "waiting": waiting, "reports": reports})


def post_at(request: SignedIn, here: belonging.Belonging, pk: int) -> tuple[Post, bool]:
    """A post whose words this person may read, and whether they moderate it; 404 for everything else."""
    found = get_object_or_404(Post.objects.of(here.community), pk=pk)
    moderates = here.facilitates or (not here.inside and may_moderate(request.user, found))
    if not (here.inside or moderates):
        raise Http404
    readable = Post.objects.read_by(request.user, moderates=moderates).filter(pk=pk).exists()
    if not (readable or (found.state == State.DELETED and found.parent_id is None and found.replies.exists() and here.inside)):
        raise Http404
    return found, moderates


def _shown(post: Post, request: SignedIn, *, moderates: bool) -> Shown:
    own = post.author_id == request.user.pk
    return Shown(post, own, moderates and not own, is_read_by(post.state, own=own, moderates=moderates))
