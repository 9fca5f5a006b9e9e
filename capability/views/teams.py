"""What a manager does from the team's picture."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from capability.actions.reminding import RemindingProblem, remind_to_assess
from capability.actions.suggesting import SuggestingProblem, suggest
from capability.forms.suggesting import SHARING, SuggestForm
from capability.models import Capability
from capability.seams import offers_for
from home.models import Team
from home.requests import SignedIn
from home.wording import count_words


@require_POST
def remind(request: SignedIn, team: str) -> HttpResponse:
    """Remind everyone in the team who has not looked at their capabilities in a year."""
    found = get_object_or_404(Team.objects.managed_by(request.user), slug=team)
    try:
        told = remind_to_assess(request.user, found)
        words = f"{count_words(told, 'person')} will be reminded, politely." if told else "Everyone who could be reminded has been reminded this month already."
        messages.info(request, words.capitalize() if told else words)
    except RemindingProblem as problem:
        messages.error(request, str(problem))
    return redirect(reverse("team", args=[found.slug]) + "#capabilities")


@require_http_methods(["GET", "HEAD", "POST"])
def suggest_for(request: SignedIn, team: str, code: str) -> HttpResponse:
    """Suggest to the team, or to those who share, something that would help with one capability."""
    found = get_object_or_404(Team.objects.managed_by(request.user), slug=team)
    capability = get_object_or_404(Capability.objects.in_force(), code=code)
    offers = offers_for([capability], request.user)[capability.pk]
    form = SuggestForm(request.POST if request.method == "POST" else None, offers=offers, initial={"offer": request.GET.get("offer", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            told = suggest(request.user, found, capability, form.chosen, to_sharing=said["audience"] == SHARING, words=said["words"].strip())
        except SuggestingProblem as problem:
            form.add_error("audience", str(problem))
        else:
            words = f"{count_words(told, 'person')} will be told.".capitalize() if told else "Everyone has been told of this already this month."
            messages.info(request, words)
            return redirect(reverse("team", args=[found.slug]) + "#capabilities")
    context = {"form": form, "team": found, "capability": capability, "offers": [(offer, offer.ask.replace("{team}", found.slug)) for offer in offers]}
    return render(request, "capability/suggest.html", context, status=422 if form.errors else 200)
