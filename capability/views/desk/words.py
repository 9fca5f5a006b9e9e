"""A draft's domains and capabilities."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from capability.actions.versions.editing import keep_capability, keep_domain, move, remove_capability, remove_domain
from capability.forms.framework import CapabilityForm, DomainForm
from capability.models import Capability, Domain, Framework
from capability.views.desk import for_leads, said, the_draft
from home.actions.refusals import Refused
from home.requests import SignedIn
from home.rules.numbers import whole_number


def place_of(pk: int, capability: Capability | None = None) -> str:
    """Where one comes back to: the desk, at the capability's row."""
    return reverse("framework:desk", args=[pk]) + (f"#{capability.code.lower()}" if capability else "#words")


@for_leads
def domain(request: SignedIn, pk: int, domain_pk: int | None = None) -> HttpResponse:
    """A domain's letter and words, or a new one."""
    draft = the_draft(pk)
    found = get_object_or_404(Domain, pk=domain_pk, framework=draft) if domain_pk else None
    initial = {"code": found.code, "title": found.title, "description": found.description} if found else {}
    form = DomainForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            keep_domain(request.user, draft, domain=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            return redirect(place_of(pk))
    title = f"Domain {found.code}" if found else "A new domain"
    return render(request, "capability/desk/form.html", {"form": form, "draft": draft, "title": title, "here": request.path})


def in_order(draft: Framework) -> list[Capability]:
    """Every capability of a draft, as they stand."""
    return list(Capability.objects.filter(domain__framework=draft).select_related("domain"))


@for_leads
def capability(request: SignedIn, pk: int, capability_pk: int | None = None) -> HttpResponse:
    """One capability with its three descriptors; saving leads on to the next one, or back."""
    draft = the_draft(pk)
    found = None
    if capability_pk:
        rows = Capability.objects.filter(domain__framework=draft).select_related("domain").prefetch_related("descriptors", "steps_back", "wishes__review")
        found = get_object_or_404(rows, pk=capability_pk)
    chosen = whole_number(request.GET.get("domain"))
    first = get_object_or_404(Domain, pk=chosen, framework=draft) if chosen else None
    form = CapabilityForm(request.POST if request.method == "POST" else None, draft=draft, capability=found, domain=first)
    around = in_order(draft)
    at = next((number for number, row in enumerate(around) if found and row.pk == found.pk), None)
    after = around[at + 1] if at is not None and at + 1 < len(around) else None
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_capability(request.user, form.cleaned_data["domain"], form.words, found)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            if after and "go_on" in request.POST:
                return redirect("framework:capability", pk, after.pk)
            return redirect(place_of(pk, kept))
    context = {"form": form, "draft": draft, "capability": found, "here": request.get_full_path(), "after": after}
    context["before"] = around[at - 1] if at else None
    return render(request, "capability/desk/capability.html", context)


@require_POST
@for_leads
def arrange(request: SignedIn, pk: int, capability_pk: int) -> HttpResponse:
    """Move a capability up or down in its domain, or take it out."""
    found = get_object_or_404(Capability.objects.select_related("domain"), pk=capability_pk, domain__framework=the_draft(pk))
    if "remove" in request.POST:
        said(request, lambda: remove_capability(request.user, found), f"{found} is out of this draft.")
        return redirect(place_of(pk))
    said(request, lambda: move(request.user, found, up="up" in request.POST))
    return redirect(place_of(pk, found))


@require_POST
@for_leads
def arrange_domain(request: SignedIn, pk: int, domain_pk: int) -> HttpResponse:
    """Move a domain up or down, or take an empty one out."""
    found = get_object_or_404(Domain, pk=domain_pk, framework=the_draft(pk))
    if "remove" in request.POST:
        said(request, lambda: remove_domain(request.user, found), f"{found} is out of this draft.")
    else:
        said(request, lambda: move(request.user, found, up="up" in request.POST))
    return redirect(place_of(pk))
