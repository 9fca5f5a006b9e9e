"""What was told past a host, for the area's workforce leads."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from home.requests import SignedIn
from practice.actions.shadowing import attending
from practice.forms.shadowing import OutcomeForm
from practice.models import ShadowingConcern
from practice.permissions import may_read_concerns
from practice.views.shadowing.answering import answer


@require_GET
def concerns(request: SignedIn) -> HttpResponse:
    """Every concern that this lead may read, the open ones first."""
    return render(request, "practice/shadowing/concerns.html", {"concerns": sorted(_readable(request), key=lambda each: each.handled_at is not None)})


@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: SignedIn, pk: int) -> HttpResponse:
    """One concern, and saying what came of it."""
    found = get_object_or_404(_readable(request), pk=pk)
    booking = found.booking
    return answer(
        request, OutcomeForm(request.POST if request.method == "POST" else None),
        lambda said: attending.close_concern(by=request.user, concern=found, **said), then=reverse("practice:concerns"),
        said=f"Kept. {booking.person} reads what came of it.", title="A concern, in confidence", kicker=str(booking.slot.placement),
        lead=f"From {booking.person}, about a visit to {booking.slot.placement.service}.", button="Say what came of it",
        action=reverse("practice:concern", args=[pk]), who=f"{booking.person} reads this, and the other leads. Nobody at the host service does.",
        quote=found.text, outcome=found.outcome,
    )  # fmt: skip


def _readable(request: SignedIn):
    if not may_read_concerns(request.user):
        raise Http404
    return ShadowingConcern.objects.for_lead(request.user).select_related("booking__person", "booking__slot__placement__service")
