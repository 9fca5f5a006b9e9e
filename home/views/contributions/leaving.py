"""Taking it back, the receipt, a copy to keep, and the address of somebody who may take it back."""

import io
import zipfile
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from home.actions.contributing import leaving
from home.actions.refusals import Refused
from home.contributions import pages_holding
from home.enums import ContributionState
from home.forms.contributing import DecisionForm
from home.limits import DOWNLOADS, count_miss, slowed, too_many
from home.models import NamedPerson
from home.requests import SignedIn
from home.views.contributions.answering import own, sent

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def take_back(request: SignedIn, key: UUID) -> HttpResponse:
    """One button; the page says what happens. No reason is asked."""
    found = own(request, key, gone=True, any_kind=True)
    if found.state == ContributionState.GONE:
        return redirect("contribution_receipt", key=key)
    form = DecisionForm(sent(request), witnessed=found.author_id is None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.withdraw_by_author(found, request.user, form.how)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("contribution_receipt", key=key)
    context = {"contribution": found, "form": form, "pages": pages_holding(found), "cannot": leaving.cannot_recall(found)}
    return render(request, "home/contributions/take_back.html", context, status=422 if form.errors else 200)


@require_GET
def receipt(request: SignedIn, key: UUID) -> HttpResponse:
    """What was removed, and what cannot be recalled."""
    found = own(request, key, gone=True, any_kind=True)
    made = found.withdrawals.first()
    if made is None:
        raise Http404
    return render(request, "home/contributions/receipt.html", {"contribution": found, "made": made, "decisions": found.decisions.all()[:100]})


@require_GET
@slowed(DOWNLOADS)
def copy(request: SignedIn, key: UUID) -> HttpResponse:
    """All of it as a file for its author to keep: the words as text, and what was recorded."""
    found = own(request, key, any_kind=True)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        words = "\n\n".join(part for part in (found.title, found.words, found.content_note) if part)
        packed.writestr("words.txt", words)
        for number, each in enumerate(found.files.filter(dropped_at__isnull=True), 1):
            ending = str(each.file.name).rpartition(".")[2]
            with each.file.open("rb") as content:
                packed.writestr(f"{number}-{each.kind}.{ending}", content.read())
            if each.description or each.transcript:
                packed.writestr(f"{number}-{each.kind}.txt", each.description or each.transcript)
    response = HttpResponse(held.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-words.zip"'
    return response


@login_not_required
@GET_OR_POST
def by_named(request, secret: str) -> HttpResponse:
    """The address of somebody whom an author named: it shows nothing of the words, and takes them back."""
    if too_many(request, "named", most=30, seconds=600):
        raise Http404
    named = NamedPerson.objects.select_related("contribution").filter(secret=secret).first()
    if named is None:
        count_miss(request, "named", seconds=600)
        raise Http404
    done = named.contribution.state == ContributionState.GONE
    if named.ended_at is not None and not done:
        raise Http404
    if request.method == "POST" and not done:
        leaving.withdraw_by_named(named)
        return redirect(reverse("contribution_by_named", args=[secret]))
    response = render(request, "home/contributions/by_named.html", {"done": done, "cannot": leaving.cannot_recall(named.contribution)})
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response
