"""What keepers do with their entry on the map."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import ModelLogEntry

from home.actions.refusals import Refused
from home.models import Service, Team, TeamManager
from home.permissions import standing
from practice.actions import services as actions
from practice.enums.services import About
from practice.forms.services import CriterionForm, EntryForm, KeeperForm, ListForm
from practice.history import told_of
from practice.models import Criterion, ServiceEntry, ServiceKeeper
from practice.permissions import may_list, may_name_keepers, may_see_turn_aways
from practice.rules.comparing import told

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def new(request):
    """Put an entry on the map."""
    if not may_list(request.user):
        raise Http404
    services = Service.objects.filter(entry__isnull=True)
    if not (standing(request.user).lead or standing(request.user).administrator):
        services = services.filter(teams__in=Team.objects.managed_by(request.user)).distinct()
    form = ListForm(request.POST if request.method == "POST" else None, services=services)
    if request.method == "POST" and form.is_valid():
        try:
            entry = actions.list_entry(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{entry.name} is on the map. Now say more about it, or name somebody who will.")
            return redirect(entry.url)
    return render(request, "practice/service_new.html", {"form": form}, status=422 if form.errors else 200)


@GET_OR_POST
def edit(request, service: str):
    """Change what an entry says."""
    entry = kept(request, service)
    form = EntryForm(request.POST if request.method == "POST" else None, instance=ServiceEntry.objects.get(pk=entry.pk))
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name not in ("needs", "is_right")}
        try:
            actions.change_entry(by=request.user, entry=entry, values=values, needs=form.cleaned_data["needs"], is_right=form.cleaned_data["is_right"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept. This is what everyone reads from now on.")
            return redirect(entry.url)
    criteria = [(row, told(row.said)) for row in entry.criteria.all()]
    context = {"entry": entry, "form": form, "criteria": criteria, "subjects": About.choices}
    return render(request, "practice/service_edit.html", context, status=422 if form.errors else 200)


@require_POST
def confirm(request, service: str):
    """Say that everything in an entry is right today."""
    entry = kept(request, service)
    actions.confirm_entry(by=request.user, entry=entry)
    messages.success(request, "Thank you. The page says that you confirmed it today.")
    return redirect(entry.url)


@GET_OR_POST
def new_criterion(request, service: str, about: str):
    """Write a criterion about one thing."""
    entry = kept(request, service)
    if about not in About.values:
        raise Http404
    return _criterion(request, entry, about, None)


@GET_OR_POST
def criterion(request, service: str, pk: int):
    """Change a criterion."""
    entry = kept(request, service)
    found = get_object_or_404(entry.criteria.all(), pk=pk)
    return _criterion(request, entry, found.about, found)


def _criterion(request, entry: ServiceEntry, about: str, found: Criterion | None):
    initial = {name: getattr(found, name) for name in actions.CRITERION_FIELDS} | {"parts": found.parts} if found else {}
    form = CriterionForm(request.POST if request.method == "POST" else None, about=about, criterion=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "parts"}
        try:
            actions.keep_criterion(by=request.user, entry=entry, about=about, parts=form.cleaned_data["parts"], values=values, criterion=found)
        except Refused as refusal:
            form.add_error("parts", str(refusal))
        else:
            messages.success(request, "Kept, and confirmed by you today.")
            return redirect("practice:service_edit", service=entry.slug)
    return render(request, "practice/criterion.html", {"entry": entry, "form": form, "found": found}, status=422 if form.errors else 200)


@GET_OR_POST
def remove(request, service: str, pk: int):
    """Take a criterion off, after a page that shows it."""
    entry = kept(request, service)
    found = get_object_or_404(entry.criteria.all(), pk=pk)
    if request.method == "POST":
        actions.remove_criterion(by=request.user, criterion=found)
        messages.success(request, "The criterion is gone from the page. The history keeps what it said.")
        return redirect("practice:service_edit", service=entry.slug)
    return render(request, "practice/criterion_remove.html", {"entry": entry, "found": found, "told": told(found.said)})


@GET_OR_POST
def keepers(request, service: str):
    """Who keeps an entry right, and naming somebody."""
    entry = get_object_or_404(ServiceEntry.objects.at(service))
    if not may_name_keepers(request.user, entry):
        raise Http404
    form = KeeperForm(request.POST if request.method == "POST" else None, entry=entry)
    if request.method == "POST" and form.is_valid():
        try:
            keeper = actions.name_keeper(by=request.user, entry=entry, person=form.cleaned_data["person"])
        except Refused as refusal:
            form.add_error("person", str(refusal))
        else:
            messages.success(request, f"{keeper.person} keeps the entry from today, and is told.")
            return redirect("practice:service_keepers", service=entry.slug)
    context = {"entry": entry, "form": form, "named": entry.keepers.current().select_related("person"), "managing": _managing(entry)}
    return render(request, "practice/service_keepers.html", context, status=422 if form.errors else 200)


@require_POST
def stop(request, service: str, pk: int):
    """End somebody's keeping."""
    entry = get_object_or_404(ServiceEntry.objects.at(service))
    if not may_name_keepers(request.user, entry):
        raise Http404
    keeper = get_object_or_404(ServiceKeeper.objects.current().select_related("person", "entry__service"), pk=pk, entry=entry)
    actions.stop_keeper(by=request.user, keeper=keeper)
    messages.success(request, f"{keeper.person} keeps the entry no longer.")
    return redirect("practice:service_keepers" if may_name_keepers(request.user, entry) else "practice:service", service=entry.slug)


@require_GET
def history(request, service: str):
    """What was changed in an entry, by whom and when; for its keepers, leads and administrators."""
    entry = get_object_or_404(ServiceEntry.objects.at(service))
    if not (may_see_turn_aways(request.user, entry) or may_name_keepers(request.user, entry)):
        raise Http404
    rows = ModelLogEntry.objects.filter(content_type__app_label="practice", content_type__model="serviceentry", object_id=str(entry.pk))
    told_rows = [told_of(row) for row in rows.select_related("user").order_by("-timestamp", "-pk")[:100]]
    return render(request, "practice/service_history.html", {"entry": entry, "rows": told_rows})


def kept(request, slug: str):
    """The entry at `slug` where this person keeps it; 404 for everybody else."""
    return get_object_or_404(ServiceEntry.objects.at(slug).kept_by(request.user).prefetch_related("criteria"))


def _managing(entry: ServiceEntry):
    return TeamManager.objects.current().filter(team__service=entry.service).select_related("person", "team") if entry.service else TeamManager.objects.none()
