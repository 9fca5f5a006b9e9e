"""Checking a certificate, open to everyone who has its code, and its owner's own file."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from capability.models import Capability
from home.limits import DOWNLOADS, count_miss, slowed, too_many
from learning.actions.certificates import show_name
from learning.documents import certificate_address, certificate_pdf
from learning.models import Certificate

LIMIT = "certificate-check"
MOST, SECONDS = 20, 300


@login_not_required
@require_GET
def check(request, code: str):
    """What a certificate says, without its owner's name unless they chose so; a page of the same shape where there is none."""
    if too_many(request, LIMIT, most=MOST, seconds=SECONDS):
        return _page(request, {"too_many": True}, 429, retry_after=SECONDS)
    found = Certificate.objects.select_related("completion__person").filter(code=code).first()
    if found is None:
        count_miss(request, LIMIT, seconds=SECONDS)
        return _page(request, {}, 404)
    mine = request.user.is_authenticated and found.completion.person_id == request.user.pk
    facts = {"certificate": found, "done": found.completion, "name": str(found.completion.person) if found.shows_name else "", "mine": mine}
    return _page(request, {**facts, "builds": _builds(found) if mine else [], "address": certificate_address(code)}, 200)


def _page(request, context: dict, status: int, *, retry_after: int = 0) -> HttpResponse:
    response = render(request, "learning/certificate.html", context, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
@slowed(DOWNLOADS)
def pdf(request, code: str):
    """The certificate as a file, for its owner alone."""
    found = _own(request, code)
    response = HttpResponse(certificate_pdf(found, _builds(found)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{found.completion.completed_on}.pdf"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_POST
def name(request, code: str):
    """Its owner shows their name on the public page, or takes it off."""
    found = _own(request, code)
    show_name(person=request.user, certificate=found, show=request.POST.get("show") == "yes")
    return redirect("learning:certificate", code=code)


def _own(request, code: str) -> Certificate:
    found = get_object_or_404(Certificate.objects.select_related("completion"), code=code, completion__person=request.user)
    if not request.user.is_authenticated:
        raise Http404
    found.completion.person = request.user
    return found


def _builds(found: Certificate) -> list[str]:
    """The capabilities that this completion left evidence on."""
    done = found.completion
    source = f"module:{done.module_key}:{done.pk}"
    return [str(row) for row in Capability.objects.filter(evidence__person=done.person_id, evidence__source_key=source).select_related("domain")]
