"""The first-run page of a real area, reachable later as well. For administrators."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from home.actions import setting_up
from home.actions.refusals import Refused
from home.forms.setup import DomainsForm, KeepingForm, MapForm, NameForm, SectorsForm, ServicesForm, SupportForm
from home.models import ApprovedDomain, Sector, Service
from home.permissions import may_set_up_site
from home.wording import count_words

FORMS = {"name": NameForm, "support": SupportForm, "sectors": SectorsForm, "domains": DomainsForm, "map": MapForm, "keeping": KeepingForm}


def setup(request):
    """Every part of setting up on one page; each is kept by itself."""
    if not may_set_up_site(request.user):
        raise Http404
    part = request.POST.get("part", "") if request.method == "POST" else ""
    forms = {name: form(request.POST) if part == name else form(initial=_as_it_stands(name)) for name, form in FORMS.items()}
    services = ServicesForm(request.POST if part == "services" else None, prefix="services")
    if part:
        try:
            said = _keep(request, part, forms, services)
        except Refused as refusal:
            messages.error(request, str(refusal))
            said = ""
        if said:
            messages.success(request, said)
            return redirect("dashboard" if part == "done" else f"{request.path}#{part}")
    context = {"forms": forms, "services": services, "known": Service.objects.select_related("sector"), "part": part, "kept": setting_up.the_settings()}
    return render(request, "home/setup.html", context)


def _as_it_stands(part: str) -> dict:
    if part == "sectors":
        return {"names": "\n".join(Sector.objects.values_list("name", flat=True))}
    if part == "domains":
        return {"domains": "\n".join(ApprovedDomain.objects.values_list("domain", flat=True))}
    kept = setting_up.the_settings()
    return {name: getattr(kept, name) for name in setting_up.PARTS[part]}


def _keep(request, part: str, forms: dict, services) -> str:
    by = request.user
    if part == "test":
        return f"A test letter to {setting_up.send_test_letter(by=by)} is on its way through the worker, as all letters go. Look in your inbox in a minute."
    if part == "done":
        setting_up.finish_setting_up(by=by)
        return "The site is set up. You can come back to this page at /setup/."
    if part == "services":
        if not services.is_valid():
            return ""
        made = setting_up.add_services(by=by, rows=[form.cleaned_data for form in services if form.has_changed()])
        return f"{count_words(made, 'service').capitalize()} added."
    form = forms.get(part)
    if form is None or not form.is_valid():
        return ""
    if part == "sectors":
        setting_up.change_sectors(by=by, names=form.cleaned_data["names"])
    elif part == "domains":
        setting_up.change_domains(by=by, domains=form.cleaned_data["domains"])
    else:
        setting_up.change_settings(by=by, part=part, values=form.cleaned_data)
    return "Kept."
