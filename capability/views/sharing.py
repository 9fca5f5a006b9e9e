"""Who may read my self-assessment: sharing, offering it to an address, and stopping."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from capability.actions import sharing as actions
from capability.actions.assessing import AssessingProblem
from capability.forms import OfferForm, ShareForm
from capability.models import SelfAssessment, Sharing, SharingOffer
from home.models import User
from home.querysets import on_day
from home.requests import SignedIn

SHARING = "/capability/me/#sharing"


def readers_for(person: User):
    """Whom somebody can share with by choosing them: the managers and deputies of their teams today."""
    teams = person.memberships.current().values("team")
    return User.objects.active().filter(on_day(prefix="managing__"), managing__team__in=teams).exclude(pk=person.pk).distinct()


@require_POST
def share_it(request: SignedIn, pk: int) -> HttpResponse:
    """Let a manager read it, until it is stopped."""
    found = get_object_or_404(SelfAssessment.objects.submitted(), pk=pk, person=request.user)
    form = ShareForm(request.POST, readers=readers_for(request.user))
    if form.is_valid():
        try:
            actions.share(request.user, found, form.cleaned_data["reader"])
            messages.info(request, f"{form.cleaned_data['reader']} can read this self-assessment now. You can stop that at any time.")
        except AssessingProblem as problem:
            messages.error(request, str(problem))
    else:
        messages.error(request, "Choose who may read it.")
    return redirect(SHARING)


@require_POST
def stop(request: SignedIn, pk: int) -> HttpResponse:
    """Stop somebody from reading it, at once."""
    sharing = get_object_or_404(Sharing.objects.select_related("assessment", "reader"), pk=pk, assessment__person=request.user)
    actions.stop_sharing(request.user, sharing)
    messages.info(request, f"{sharing.reader} can no longer read your ratings. What they wrote themselves stays with you both.")
    return redirect(SHARING)


@require_POST
def offer(request: SignedIn, pk: int) -> HttpResponse:
    """Offer it to whoever has an address. The answer is the same whether or not anybody here has it."""
    found = get_object_or_404(SelfAssessment.objects.submitted(), pk=pk, person=request.user)
    form = OfferForm(request.POST)
    if form.is_valid():
        try:
            made = actions.offer_to_read(request.user, found, form.cleaned_data["address"])
        except AssessingProblem as problem:
            form.add_error("address", str(problem))
        else:
            messages.info(request, f"If somebody here has the address {made.address}, they are asked. They read nothing until they say yes.")
            return redirect(SHARING)
    return render(request, "capability/offer_form.html", {"form": form, "assessment": found}, status=422)


@require_POST
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """Take an offer back."""
    found = get_object_or_404(SharingOffer.objects.select_related("assessment"), pk=pk, assessment__person=request.user)
    actions.take_back_offer(request.user, found)
    messages.info(request, "It is taken back. Nobody reads anything through it.")
    return redirect(SHARING)


@require_POST
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Say yes or no to what somebody offered to one's address; 404 where nothing is offered."""
    found = get_object_or_404(SharingOffer.objects.to(actions.addresses_of(request.user)).select_related("assessment__person"), pk=pk)
    try:
        if "yes" in request.POST:
            actions.take_up(request.user, found)
            return redirect("capability:shared_one", found.assessment_id)
        actions.decline(request.user, found)
        messages.info(request, "You will not read it. Nobody is told that you said no.")
    except AssessingProblem as problem:
        messages.error(request, str(problem))
    return redirect("capability:shared")
