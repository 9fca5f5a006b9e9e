"""A facilitator puts things on a session's agenda."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from home.requests import SignedIn
from practice.actions.ledger import agenda as actions
from practice.agendas import candidates
from practice.enums.ledger import AgendaSource
from practice.models import AgendaItem, Session
from practice.views import belonging
from practice.views.shadowing.answering import press


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: SignedIn, community: str, session: str) -> HttpResponse:
    """What is on the agenda, and what can be put there (posting `source` and `key`)."""
    here, found = _session(request, community, session)
    where = reverse("practice:agenda", args=[community, session])
    if request.method == "POST":
        source, key = request.POST.get("source", ""), request.POST.get("key", "")[:120]
        return press(request, lambda: actions.put_on_agenda(by=request.user, session=found, source=source, key=key), then=where, said="It is on the agenda.")
    items = list(found.agenda_items.select_related("put_by"))
    on = {(item.source, item.source_key) for item in items}
    there = [each for each in candidates() if (each.source, each.key) not in on]
    groups = [(source, [each for each in there if each.source == source]) for source in AgendaSource]
    return render(request, "practice/ledger/agenda.html", {"here": here, "community": here.community, "session": found, "items": items, "groups": groups})


@require_POST
def take_off(request: SignedIn, community: str, session: str, pk: int) -> HttpResponse:
    """Take something off the agenda."""
    _, found = _session(request, community, session)
    item = get_object_or_404(AgendaItem.objects.select_related("session__community"), pk=pk, session=found)
    where = reverse("practice:agenda", args=[community, session])
    return press(request, lambda: actions.take_off_agenda(by=request.user, item=item), then=where, said="Taken off the agenda.")


def _session(request: SignedIn, community: str, slug: str) -> tuple[belonging.Belonging, Session]:
    here = belonging.facilitating(community, request.user)
    found = Session.objects.filter(community=here.community, page__slug=slug).whole().first()
    if found is None:
        raise Http404
    return here, found
