"""What managers ask, and what people answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.models import Team
from learning.actions import requests as actions
from learning.actions.problems import LearningProblem
from learning.forms.requests import NotNowForm, RequestForm
from learning.models import ModuleRequest
from learning.standings import asked_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def mine(request):
    """Everything that is asked of this person, done or not."""
    return render(request, "learning/requests.html", {"asked": asked_of(request.user)})


@GET_OR_POST
def new(request, team: str):
    """A manager asks their team to do a module."""
    found = get_object_or_404(Team.objects.managed_by(request.user), slug=team)
    form = RequestForm(request.POST if request.method == "POST" else None, team=found, initial={"module": request.GET.get("module", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(by=request.user, team=found, **form.cleaned_data)
        except LearningProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"“{made.module.title}” is asked. The people it is for are told, with your reason.")
            return redirect("team", team=found.slug)
    return render(request, "learning/request_form.html", {"team": found, "form": form}, status=422 if form.errors else 200)


@GET_OR_POST
def change(request, pk: int):
    """A manager changes whom a request is for, its date or its reason."""
    found = _managed(request, pk)
    initial = {"audience": found.audience, "job_role": found.job_role_id, "person": found.person_id, "due_on": found.due_on, "reason": found.reason}
    form = RequestForm(request.POST if request.method == "POST" else None, team=found.team, before=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(by=request.user, request=found, **form.cleaned_data)
        except LearningProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "The request is changed, and the people it is for are told.")
            return redirect("team", team=found.team.slug)
    return render(request, "learning/request_form.html", {"team": found.team, "asked": found, "form": form}, status=422 if form.errors else 200)


@GET_OR_POST
def withdraw(request, pk: int):
    """A manager takes a request back, after a page that says what happens."""
    found = _managed(request, pk)
    if request.method == "POST":
        actions.withdraw(by=request.user, request=found)
        messages.success(request, f"“{found.module.title}” is no longer asked.")
        return redirect("team", team=found.team.slug)
    return render(request, "learning/request_withdraw.html", {"asked": found, "team": found.team})


@GET_OR_POST
def not_now(request, pk: int):
    """A person says why not now."""
    asked = next((asked for asked in asked_of(request.user) if asked.request.pk == pk), None)
    if asked is None:
        raise Http404
    form = NotNowForm(request.POST if request.method == "POST" else None, initial={"reason": asked.not_now})
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_not_now(person=request.user, request=asked.request, reason=form.cleaned_data["reason"])
        except LearningProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Your answer is with your manager. You can carry on with the module whenever it suits.")
            return redirect("learning:requests")
    return render(request, "learning/request_not_now.html", {"asked": asked, "form": form}, status=422 if form.errors else 200)


@require_POST
def take_back(request, pk: int):
    """A person takes their "not now" back."""
    actions.take_back_not_now(person=request.user, request=get_object_or_404(ModuleRequest, pk=pk, not_now__person=request.user))
    messages.success(request, "Your answer is taken back.")
    return redirect("learning:requests")


def _managed(request, pk: int) -> ModuleRequest:
    teams = Team.objects.managed_by(request.user)
    return get_object_or_404(ModuleRequest.objects.select_related("team", "module").filter(withdrawn_at__isnull=True), pk=pk, team__in=teams)
