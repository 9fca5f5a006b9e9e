"""What somebody shares with a supervisor or manager: reading it, and saying something beside it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from capability.actions.assessing import AssessingProblem
from capability.actions.supervising import agree_action, confirm, opened
from capability.forms import ConfirmationForm, PlanForm
from capability.models import Confirmation, PlanAction, Rating, SelfAssessment, SharingOffer
from capability.permissions import readable_assessment
from capability.pictures import picture_of
from home.actions.joining import addresses_of
from home.requests import SignedIn

KEPT = 50  # of one's own words, the latest


@require_safe
def shared(request: SignedIn) -> HttpResponse:
    """What others let this person read today, what is offered to their address, and their own words and agreed actions, kept for good."""
    found = list(SelfAssessment.objects.readable_by(request.user).select_related("person", "job_role"))
    kept = (
        Confirmation.objects.filter(supervisor=request.user)
        .exclude(rating__assessment__in=found)
        .select_related("rating__capability", "rating__assessment__person")
        .order_by("-said_at")[:KEPT]
    )
    agreed = PlanAction.objects.filter(agreed_with=request.user).select_related("person", "capability").order_by("-created_at")[:KEPT]
    offers = SharingOffer.objects.to(addresses_of(request.user)).select_related("assessment__person", "assessment__job_role")
    open_to = {assessment.person_id for assessment in found}
    return render(
        request,
        "capability/shared.html",
        {"assessments": found, "offers": offers, "kept": kept, "agreed": [(action, action.person_id in open_to) for action in agreed]},
    )


def read(request: SignedIn, pk: int) -> HttpResponse:
    """One shared self-assessment, with what was said beside each rating."""
    found = readable_assessment(request.user, pk)
    opened(request.user, found)
    ratings = {rating.capability_id: rating for rating in found.ratings.prefetch_related("confirmations__supervisor")}
    picture = picture_of(found, for_reader=request.user)
    rows = [(row, ratings.get(row.capability.pk)) for row in picture.rows if row.capability.pk in ratings]
    return render(
        request, "capability/shared_one.html", {"assessment": found, "picture": picture, "rows": rows, "form": ConfirmationForm(), "plan_form": PlanForm()}
    )


@require_POST
def say(request: SignedIn, pk: int, rating: int) -> HttpResponse:
    """Confirm or comment beside one rating, or agree an action on it."""
    found = readable_assessment(request.user, pk)
    about = get_object_or_404(found.ratings.select_related("assessment__person", "capability"), pk=rating)
    try:
        if "text" in request.POST:
            _agree(request, about)
        else:
            _comment(request, about)
    except AssessingProblem as problem:
        messages.error(request, str(problem))
    return redirect(f"/capability/shared/{pk}/#rating-{rating}")


def _agree(request: SignedIn, about: Rating) -> None:
    form = PlanForm(request.POST)
    if form.is_valid():
        agree_action(request.user, about, text=form.cleaned_data["text"], due_on=form.cleaned_data["due_on"])
        messages.info(request, f"It stands in {about.assessment.person}'s plan now.")
    else:
        messages.error(request, "Write what you agreed, in a few words.")


def _comment(request: SignedIn, about: Rating) -> None:
    form = ConfirmationForm(request.POST)
    if form.is_valid():
        confirm(request.user, about, agrees=form.cleaned_data["agrees"], comment=form.cleaned_data["comment"].strip())
    else:
        messages.error(request, "That comment is too long: 2,000 characters at most.")
