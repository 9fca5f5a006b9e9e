"""My picture, how it was before, and how it moved over the years."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from capability.enums import BarrierKind
from capability.forms import OfferForm, PlanForm, ShareForm
from capability.models import PlanAction, SelfAssessment, Sharing, SharingOffer
from capability.pictures import history_of, picture_of
from capability.querysets import OFFER_LAPSES
from capability.views.sharing import readers_for
from home.prepared import Prepared
from home.requests import SignedIn

A_PAGE = 4  # self-assessments side by side
LATEST = Prepared(lambda person: SelfAssessment.objects.submitted().filter(person=person).select_related("framework", "job_role")[:1])
SHARINGS = Prepared(lambda assessment: Sharing.objects.in_force().filter(assessment=assessment).select_related("reader"))
OFFERS = Prepared(lambda assessment, since: SharingOffer.objects.standing(since).filter(assessment=assessment))
PLAN = Prepared(lambda person: PlanAction.objects.filter(person=person).to_do().select_related("capability", "agreed_with"))


@require_safe
def me(request: SignedIn) -> HttpResponse:
    """The picture of the latest finished self-assessment, its gaps and what would help."""
    latest = LATEST.first(request.user.pk)
    if latest is None:
        return render(request, "capability/me_empty.html", {"draft": SelfAssessment.objects.drafts().filter(person=request.user).first()})
    sharings = SHARINGS.all(latest.pk)
    readers = readers_for(request.user).exclude(pk__in=[sharing.reader_id for sharing in sharings])
    return render(
        request,
        "capability/me.html",
        {
            "picture": picture_of(latest, for_reader=request.user),
            "sharings": sharings,
            "offers": OFFERS.all(latest.pk, timezone.now() - OFFER_LAPSES),
            "share_form": ShareForm(readers=readers) if readers else None,
            "offer_form": OfferForm(),
            "plan": PLAN.all(request.user.pk),
            "plan_form": PlanForm(),
            "barriers": BarrierKind.choices,
        },
    )


@require_safe
def earlier(request: SignedIn, pk: int) -> HttpResponse:
    """One finished self-assessment of one's own, as it stands for good, with what others said beside it."""
    found = get_object_or_404(SelfAssessment.objects.submitted().select_related("framework", "job_role"), pk=pk, person=request.user)
    return render(request, "capability/earlier.html", {"picture": picture_of(found, for_reader=request.user)})


@require_safe
def history(request: SignedIn) -> HttpResponse:
    """Every finished self-assessment side by side, the latest first, capability by capability."""
    finished = SelfAssessment.objects.submitted().filter(person=request.user).select_related("framework", "job_role")
    page = Paginator(finished, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "capability/history.html", {"page": page, "history": history_of(list(page))})
