"""Reading the ledger: all of it, one recommendation, one action with its history, and what changed."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from home.requests import SignedIn
from practice.enums.communities import Audience
from practice.models import LedgerAction, Recommendation, Session
from practice.rules.ledger import State
from practice.views import belonging

A_PAGE = 20
SHOWN = {"open": "Waiting or under way", "closed": "Done, dropped or set aside", "all": "Everything"}


@require_GET
def ledger(request: SignedIn, community: str) -> HttpResponse:
    """What the community recommends, with its actions (`show`: open, closed or all), a page at a time."""
    here = belonging.at(community, request.user)
    if not here.reads_ledger:
        raise Http404
    show = request.GET.get("show", "open")
    show = show if show in SHOWN else "open"
    found = Recommendation.objects.filter(community=here.community)
    if show != "all":
        live = LedgerAction.objects.of(here.community).open().values("recommendation")
        still = found.waiting() | found.filter(pk__in=live)
        found = found.filter(pk__in=still.values("pk")) if show == "open" else found.exclude(pk__in=still.values("pk"))
    page = Paginator(found.whole(), A_PAGE).get_page(request.GET.get("page"))
    seen = sessions_seen(page, request.user)
    context = {"here": here, "community": here.community, "page": page, "show": show, "ways": SHOWN.items(), "seen": seen, "today": timezone.localdate()}
    return render(request, "practice/ledger/ledger.html", context)


@require_GET
def recommendation(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """One recommendation with what is done about it."""
    here = belonging.at(community, request.user)
    found = get_object_or_404(Recommendation.objects.whole(), pk=pk, community=here.community)
    if not (here.reads_ledger or found.actions.filter(owner=request.user).exists()):
        raise Http404
    seen = sessions_seen([found], request.user)
    return render(request, "practice/ledger/recommendation.html", {"here": here, "community": here.community, "each": found, "seen": seen})


@require_GET
def action(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """One action with its history; for whoever reads the ledger, and for its owner."""
    here, found = readable(request, community, pk)
    events = list(found.events.select_related("by", "owner", "service"))
    owns = found.owner_id == request.user.pk
    context = {"here": here, "community": here.community, "action": found, "events": events, "owns": owns, "carries": owns or here.facilitates}
    return render(request, "practice/ledger/action.html", context)


@require_GET
def changed(request: SignedIn, community: str) -> HttpResponse:
    """What changed because of the community: what is done, and what came of it. Everyone who is signed in reads it, without people's names."""
    here = belonging.at(community, request.user)
    done = LedgerAction.objects.of(here.community).done().select_related("recommendation__session__page", "service")
    page = Paginator(done, A_PAGE).get_page(request.GET.get("page"))
    counts = Counter(LedgerAction.objects.of(here.community).values_list("state", flat=True))
    context = {
        "here": here,
        "community": here.community,
        "page": page,
        "recommended": Recommendation.objects.filter(community=here.community).count(),
        "done": counts[State.DONE],
        "open": counts[State.AGREED] + counts[State.UNDER_WAY],
        "met": Session.objects.filter(community=here.community).published().past().count(),
        "closed_audience": Audience.INVITED.value,
    }
    return render(request, "practice/ledger/changed.html", context)


def readable(request: SignedIn, community: str, pk: int) -> tuple[belonging.Belonging, LedgerAction]:
    """An action that this person may read, with the community; 404 where they may not."""
    here = belonging.at(community, request.user)
    found = get_object_or_404(LedgerAction.objects.of(here.community).with_owner(), pk=pk)
    if not (here.reads_ledger or found.owner_id == request.user.pk):
        raise Http404
    return here, found


def sessions_seen(recommendations, person) -> set[int]:
    """The sessions of `recommendations` that `person` may know of; one query."""
    keys = {row.session_id for row in recommendations if row.session_id}
    return set(Session.objects.seen_by(person).published().filter(pk__in=keys).values_list("pk", flat=True))
