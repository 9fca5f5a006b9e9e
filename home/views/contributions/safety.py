"""Safeguarding concerns: passing one on, and the named lead's own list. Nobody else opens it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from home.actions.contributing import safeguarding
from home.actions.contributing.reaching import involvement
from home.forms.contributing import ConcernForm, OutcomeForm
from home.models import Contribution, SafeguardingConcern
from home.permissions import may_read_contributions
from home.requests import SignedIn
from home.views.contributions.answering import answer, home_of, sent

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 20


@GET_OR_POST
def raise_concern(request: SignedIn, key: UUID) -> HttpResponse:
    """Pass on a concern that a contribution raises: its author, helper, or an editor who reads it."""
    mine = Contribution.objects.there().own_words().open_to(request.user)
    read = Contribution.objects.handed_in() if may_read_contributions(request.user) else Contribution.objects.none()
    found = get_object_or_404(Contribution.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=read.values("pk"))), public_id=key)
    back = home_of(found) if mine.filter(pk=found.pk).exists() else reverse("contribution_read", args=[key])
    return answer(
        request, ConcernForm(sent(request)),
        lambda form: safeguarding.raise_concern(found, request.user, form.cleaned_data["about"], author_told=form.cleaned_data["author_told"]),
        then=back, said="The safeguarding lead has it, and is told at once.", title="Somebody may be in danger", button="Pass it on",
        lead="In danger now? Ring 999 first. This goes to the area’s safeguarding lead, and to nobody else.", must_pass_on=involvement().must_pass_on,
        who="The safeguarding lead reads this. It does not stand in any list of the CMS.", private=True,
    )  # fmt: skip


def _readable(request: SignedIn):
    if involvement().safeguarding_lead_id == request.user.pk:
        return SafeguardingConcern.objects.all()  # nosemgrep: everybodys-rows - the safeguarding lead reads each of them
    return SafeguardingConcern.objects.filter(lead=request.user)


@require_GET
def concerns(request: SignedIn) -> HttpResponse:
    """The named lead's list, the open ones first."""
    rows = _readable(request).order_by(F("closed_at").desc(nulls_first=True), "-raised_at")
    if involvement().safeguarding_lead_id != request.user.pk and not rows.exists():
        raise Http404
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/contributions/concerns.html", {"page": page})


@GET_OR_POST
def concern(request: SignedIn, pk: int) -> HttpResponse:
    """One concern, and what was done."""
    found = get_object_or_404(_readable(request).select_related("raised_by", "contribution"), pk=pk)
    return answer(
        request, OutcomeForm(sent(request)), lambda form: safeguarding.close_concern(found, request.user, form.cleaned_data["outcome"]),
        then=reverse("contribution_concerns"), said="Kept.", template="home/contributions/concern.html", concern=found,
    )  # fmt: skip
