"""Recording that somebody was turned away, and what a service's keepers see of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from home.actions.refusals import Refused
from home.rules.disclosure import BAND_WORDS, Band
from practice.actions import turning_away as actions
from practice.enums.services import Refusal
from practice.forms.turning_away import ReplyForm, TurnAwayForm
from practice.models import ServiceEntry, TurnAwayFigure
from practice.permissions import may_keep, may_record_turn_away, may_see_turn_aways

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def record(request, service: str):
    """Staff record that somebody was refused: the reason and the month, nothing about the person."""
    entry = get_object_or_404(ServiceEntry.objects.at(service))
    if not may_record_turn_away(request.user):
        raise Http404
    form = TurnAwayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_turn_away(by=request.user, entry=entry, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Recorded. It counts with others once there are enough that nobody can be known by it.")
            return redirect(entry.url)
    return render(request, "practice/turned_away.html", {"entry": entry, "form": form}, status=422 if form.errors else 200)


@GET_OR_POST
def figures(request, service: str):
    """What is frozen of an entry's turn-aways, for its keepers and leads; keepers reply."""
    entry = get_object_or_404(ServiceEntry.objects.at(service))
    if not may_see_turn_aways(request.user, entry):
        raise Http404
    keeps = may_keep(request.user, entry)
    form = ReplyForm(request.POST if request.method == "POST" else None) if keeps else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            actions.reply(by=request.user, entry=entry, text=form.cleaned_data["text"])
            messages.success(request, "Your reply stands beside the entry, for everyone who is signed in.")
            return redirect("practice:turn_aways", service=entry.slug)
    figure = TurnAwayFigure.objects.filter(entry=entry).first()
    rows = [(Refusal(reason).label, BAND_WORDS[Band(value)]) for reason, value in (figure.bands or {}).items()] if figure else []
    context = {"entry": entry, "form": form, "figure": figure, "rows": rows, "replies": entry.replies.select_related("by")}
    return render(request, "practice/turn_aways.html", context, status=422 if form is not None and form.errors else 200)
