"""An editor's desk for contributions: what waits to be read, and suggesting other words. Who wrote it stands nowhere here."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.actions.contributing import editing
from home.actions.contributing.consenting import consent_of
from home.actions.refusals import Refused
from home.contributions import shown
from home.enums import ContributionState
from home.forms.contributing import SendBackForm, SuggestForm
from home.models import Approval, Contribution, Suggestion
from home.permissions import may_read_contributions
from home.requests import SignedIn
from home.rules.contributing import called
from home.views.contributions.answering import press, sent

A_PAGE = 20
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
WAITS_FIRST = {ContributionState.WITH_EDITORS: 0, ContributionState.AGREED: 1, ContributionState.WITH_AUTHOR: 2}


def _readable(request: SignedIn):
    if not may_read_contributions(request.user):
        raise Http404
    return Contribution.objects.handed_in()


@require_GET
def desk(request: SignedIn) -> HttpResponse:
    """What was handed in, those that wait first."""
    waiting_first = Case(*[When(state=state, then=Value(rank)) for state, rank in WAITS_FIRST.items()], default=Value(9))
    rows = _readable(request).order_by(waiting_first, "-changed_at", "-pk").select_related("consent").prefetch_related("revisions")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    listed = []
    for each in page:
        newest = max(each.revisions.all(), key=lambda revision: revision.number, default=None)
        consent = getattr(each, "consent", None)
        listed.append((each, newest, called(consent.shown_as if consent else "")))
    return render(request, "home/contributions/desk.html", {"page": page, "rows": listed, "waiting": ContributionState.WITH_EDITORS})


@GET_OR_POST
def read(request: SignedIn, key: UUID) -> HttpResponse:
    """One contribution as it was handed in; suggesting other words for a passage."""
    found = get_object_or_404(_readable(request), public_id=key)
    revision = editing.newest(found)
    if revision is None:
        raise Http404
    form = SuggestForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            editing.suggest(revision, request.user, form.suggested)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Kept. Its author sees it when you send it back.")
            return redirect("contribution_read", key=key)
    consent = consent_of(found)
    context = {
        "contribution": found,
        "revision": revision,
        "shown": shown(revision, consent, revision.files.select_related("file")),
        "consent": consent,
        "form": form,
        "send_back_form": SendBackForm(),
        "suggestions": revision.suggestions.all(),
        "with_editors": found.state == ContributionState.WITH_EDITORS,
        "purposes": found.purposes.filter(ended_at__isnull=True).select_related("page"),
        "yeses": Approval.objects.standing().filter(revision__contribution=found).select_related("revision", "purpose__page"),
    }
    return render(request, "home/contributions/read.html", context, status=422 if form.errors else 200)


@require_POST
def unsuggest(request: SignedIn, key: UUID, pk: int) -> HttpResponse:
    """Take a suggestion away before its author sees it."""
    row = get_object_or_404(Suggestion.objects.select_related("revision"), pk=pk, revision__contribution__in=_readable(request).filter(public_id=key))
    return press(request, lambda: editing.unsuggest(row, request.user), then=reverse("contribution_read", args=[key]), said="Taken away.")


@require_POST
def send_back(request: SignedIn, key: UUID) -> HttpResponse:
    """Give it back to its author."""
    found = get_object_or_404(_readable(request), public_id=key)
    revision = editing.newest(found)
    form = SendBackForm(request.POST)
    if revision is None or not form.is_valid():
        messages.error(request, "That is too long for a word. 2,000 characters are the most.")
        return redirect("contribution_read", key=key)
    words = form.cleaned_data["words"]
    return press(request, lambda: editing.send_back(revision, request.user, words), then=reverse("contribution_desk"), said="It is back with its author.")
