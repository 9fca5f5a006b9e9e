"""Versions as files: looking at one before it is imported, and downloads."""

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from capability.actions.versions.importing import dry_run, import_version, seal
from capability.exchange import as_case, as_csv
from capability.forms.exchange import CarryOutForm, ImportForm
from capability.models import Framework
from capability.rules.exchange import Unreadable
from capability.rules.exchange.csv_format import COLUMNS, NEEDED
from capability.views.desk import for_leads
from home.actions.refusals import Refused
from home.limits import DOWNLOADS, slowed
from home.requests import SignedIn


@for_leads
def import_file(request: SignedIn) -> HttpResponse:
    """Choose a file, see what it would make and what is wrong with it, and have exactly that made."""
    if request.method == "POST" and "token" in request.POST:
        return carry_out(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    context = {"form": form, "columns": COLUMNS, "needed": NEEDED, "in_force": Framework.objects.published().first()}
    if request.method == "POST" and form.is_valid():
        content, names = form.cleaned_data["file"], {"version": form.cleaned_data["version"], "title": form.cleaned_data["title"]}
        try:
            plan = dry_run(content, **names)
        except Unreadable as fault:
            form.add_error("file", str(fault))
        else:
            sealed = {"content": base64.b64encode(content).decode(), "token": seal(content, plan, request.user), **names}
            context |= {"plan": plan, "carry_out": CarryOutForm(initial=sealed) if plan.may_be_done else None}
    return render(request, "capability/desk/import.html", context)


def carry_out(request: SignedIn) -> HttpResponse:
    """Make exactly what was shown."""
    form = CarryOutForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The file did not arrive whole. Choose it again.")
        return redirect("framework:import")
    try:
        draft = import_version(request.user, **form.cleaned_data)
    except (Refused, Unreadable) as refusal:
        messages.error(request, str(refusal))
        return redirect("framework:import")
    messages.success(request, "The draft is made. Nothing in force has changed.")
    return redirect("framework:desk", draft.pk)


@for_leads
@slowed(DOWNLOADS)
def csv(request: SignedIn, pk: int) -> HttpResponse:
    """A version as CSV."""
    found = get_object_or_404(Framework, pk=pk)
    name = f"framework-{found.version}.csv"
    return HttpResponse("\ufeff" + as_csv(found), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@for_leads
@slowed(DOWNLOADS)
def json(request: SignedIn, pk: int) -> HttpResponse:
    """A version as a CASE package, drafts too."""
    found = get_object_or_404(Framework, pk=pk)
    name = f"framework-{found.version}.json"
    return HttpResponse(as_case(found), content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'})
