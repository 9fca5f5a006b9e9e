"""What stands as evidence for me, and what I did elsewhere, which is mine to mend and to take out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from capability.actions.evidence import add_own_evidence, mend_own_evidence, take_out_own_evidence
from capability.enums import EvidenceKind
from capability.forms import OwnEvidenceForm
from capability.models import Evidence
from capability.plans import evidence_of
from home.models import new_secret
from home.requests import SignedIn

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 20


@GET_OR_POST
def mine(request: SignedIn) -> HttpResponse:
    """Everything that stands for this person, and a form to add what they did elsewhere."""
    form = OwnEvidenceForm(request.POST if request.method == "POST" else None, initial={"key": new_secret()})
    if request.method == "POST" and form.is_valid():
        add_own_evidence(request.user, **form.facts, key=form.cleaned_data["key"][:60])
        messages.info(request, "It stands in your learning record now.")
        return redirect("capability:own_evidence")
    page = Paginator(evidence_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "capability/own_evidence.html", {"form": form, "page": page})


def own(request: SignedIn, pk: int) -> Evidence:
    """Something that this person put in themselves; 404 for anything else."""
    return get_object_or_404(Evidence, pk=pk, person=request.user, kind=EvidenceKind.OWN)


@GET_OR_POST
def mend(request: SignedIn, pk: int) -> HttpResponse:
    """Say otherwise what it was, when, and what it builds."""
    found = own(request, pk)
    same = Evidence.objects.filter(person=request.user, kind=EvidenceKind.OWN, source_key=found.source_key)
    builds = list(same.values_list("capability", flat=True))
    initial = {"title": found.title, "dated": found.dated, "minutes": found.minutes or None, "note": found.note, "capabilities": builds}
    form = OwnEvidenceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        mend_own_evidence(request.user, found.source_key, **form.facts)
        messages.info(request, "It is mended.")
        return redirect("capability:own_evidence")
    return render(request, "capability/evidence_mend.html", {"form": form, "evidence": found}, status=422 if form.errors else 200)


@GET_OR_POST
def take_out(request: SignedIn, pk: int) -> HttpResponse:
    """Take it out, after a page that says what stays."""
    found = own(request, pk)
    if request.method == "POST":
        take_out_own_evidence(request.user, found.source_key)
        messages.info(request, f"“{found.title}” is taken out.")
        return redirect("capability:own_evidence")
    return render(request, "capability/evidence_take_out.html", {"evidence": found})
