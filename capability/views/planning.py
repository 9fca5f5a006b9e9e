"""My plan: a page to print, a PDF for supervision, and changing what is in it; and what blocks me."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capability.actions.planning import PlanProblem, change, drop, mark_done, plan, say_what_blocks, take_up_again
from capability.documents import plan_pdf
from capability.forms import BarrierForm, PlanForm
from capability.models import Capability, PlanAction
from capability.plans import plan_of
from home.limits import DOWNLOADS, slowed
from home.requests import SignedIn

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
SAFE_WAYS_BACK = {"me": "/capability/me/#plan", "": "/capability/me/plan/"}


@GET_OR_POST
def page(request: SignedIn) -> HttpResponse:
    """The plan, to read, to print and to take along; posting puts something into it."""
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        capability = Capability.objects.in_force().filter(code=request.POST.get("capability", "")).first()
        plan(request.user, text=form.cleaned_data["text"], due_on=form.cleaned_data["due_on"], capability=capability)
        return way_back(request)
    if request.method == "POST":
        return render(request, "capability/plan_form.html", {"form": form, "capability_code": request.POST.get("capability", "")}, status=422)
    return render(request, "capability/plan.html", {"plan": plan_of(request.user, with_gaps="gaps" in request.GET), "plan_form": form})


@require_safe
@slowed(DOWNLOADS)
def pdf(request: SignedIn) -> HttpResponse:
    """The plan as a tagged PDF; with the gaps where that is asked."""
    found = plan_of(request.user, with_gaps="gaps" in request.GET)
    response = HttpResponse(plan_pdf(found, made_at=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="my-plan-{timezone.localdate()}.pdf"'
    return response


@require_POST
def change_plan(request: SignedIn, pk: int) -> HttpResponse:
    """Mark one action as done or to do again, take it out, or take up again what was set aside."""
    action = get_object_or_404(PlanAction, pk=pk, person=request.user)
    if "drop" in request.POST:
        drop(request.user, action)
        if action.agreed_with_id:
            messages.info(request, "You agreed this with somebody, so it is set aside and not taken out. Both of you keep it.")
    elif "up" in request.POST:
        take_up_again(request.user, action)
    else:
        mark_done(request.user, action, done="done" in request.POST)
    return way_back(request)


@GET_OR_POST
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Other words or another day for one's own action; 404 for what was agreed with somebody."""
    action = get_object_or_404(PlanAction, pk=pk, person=request.user, agreed_with=None)
    form = PlanForm(request.POST if request.method == "POST" else None, initial={"text": action.text, "due_on": action.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            change(request.user, action, text=form.cleaned_data["text"], due_on=form.cleaned_data["due_on"])
        except PlanProblem as problem:
            messages.error(request, str(problem))
        return redirect("capability:plan")
    return render(request, "capability/plan_edit.html", {"form": form, "action": action}, status=422 if form.errors else 200)


@require_POST
def blocks(request: SignedIn, code: str) -> HttpResponse:
    """Say what stands in the way of one gap."""
    capability = get_object_or_404(Capability.objects.in_force(), code=code)
    form = BarrierForm(request.POST)
    if form.is_valid():
        say_what_blocks(request.user, capability, form.cleaned_data["kinds"])
    return redirect(f"/capability/me/#gap-{code.lower()}")


def way_back(request: SignedIn) -> HttpResponse:
    """Back to where the form stood: one's picture, or the plan's own page."""
    return redirect(SAFE_WAYS_BACK.get(request.POST.get("from", ""), SAFE_WAYS_BACK[""]))
