"""Importing a roster: look first, then do exactly that."""

import base64

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from home.actions import roster
from home.actions.refusals import Refused
from home.forms.roster import CarryOutForm, RosterForm
from home.permissions import may_import_roster
from home.rules.roster import COLUMNS, Unreadable
from home.wording import count_words


def import_roster(request):
    """Choose a file, see row by row what it would change, and carry it out. For administrators."""
    if not may_import_roster(request.user):
        raise Http404
    if request.method == "POST" and "token" in request.POST:
        return _carry_out(request)
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    context = {"form": form, "columns": COLUMNS}
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            shown = roster.dry_run(content)
        except Unreadable as fault:
            form.add_error("file", str(fault))
        else:
            seal = {"content": base64.b64encode(content).decode(), "token": roster.seal(content, shown, request.user)}
            context |= {"shown": shown, "carry_out": CarryOutForm(initial=seal) if shown.steps and not shown.wrong else None}
    return render(request, "home/roster.html", context)


def _carry_out(request):
    form = CarryOutForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The file did not arrive whole. Choose it again.")
        return redirect("roster")
    try:
        done = roster.import_roster(content=form.cleaned_data["content"], token=form.cleaned_data["token"], by=request.user)
    except (Refused, Unreadable) as refusal:
        messages.error(request, str(refusal))
        return redirect("roster")
    messages.success(request, f"Done: {count_words(len(done.steps), 'change')} from {count_words(done.rows, 'row')}.")
    return redirect("teams")
