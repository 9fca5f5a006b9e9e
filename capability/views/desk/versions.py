"""Versions: which there are, beginning one, what one is called, and bringing it into force."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from capability.actions.versions.drafting import begin_version, match_to_force, throw_away
from capability.actions.versions.editing import edit_framework
from capability.actions.versions.enforcing import bring_into_force, readiness
from capability.enums import FrameworkState
from capability.forms.framework import AboutForm, BeginForm
from capability.frameworks import change_rows, fact_of
from capability.models import Framework, RoleTarget
from capability.rules.crosswalk import SAME
from capability.views.desk import for_leads, said, the_draft
from home.actions.refusals import Refused
from home.requests import SignedIn


@for_leads
def versions(request: SignedIn) -> HttpResponse:
    """The version in force, drafts and what is retired; and a form to begin a new one."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = begin_version(request.user, form.cleaned_data["version"])
        except Refused as refusal:
            form.add_error("version", str(refusal))
        else:
            return redirect("framework:desk", draft.pk)
    rows = list(Framework.objects.select_related("based_on"))
    return render(
        request,
        "capability/desk/versions.html",
        {
            "form": form,
            "in_force": next((row for row in rows if row.state == FrameworkState.PUBLISHED), None),
            "drafts": [row for row in rows if row.is_draft],
            "retired": [row for row in rows if row.state == FrameworkState.RETIRED],
        },
    )


@for_leads
def desk(request: SignedIn, pk: int) -> HttpResponse:
    """One draft: its words, its profiles, its readers, what changes, and what is still missing."""
    draft = the_draft(pk)
    domains = list(draft.domains.prefetch_related("capabilities__descriptors", "capabilities__wishes"))
    profiles = list(draft.role_profiles.select_related("job_role"))
    needed: dict[int, dict[int, int]] = {}
    for profile, capability, level in RoleTarget.objects.filter(profile__framework=draft).values_list("profile", "capability", "level"):
        needed.setdefault(capability, {})[profile] = level
    ready = readiness(draft)
    return render(
        request,
        "capability/desk/draft.html",
        {
            "draft": draft,
            "domains": domains,
            "profiles": profiles,
            "matrix": [(each, [needed.get(each.pk, {}).get(profile.pk) for profile in profiles]) for domain in domains for each in domain.capabilities.all()],
            "ready": ready,
            "changes": [row for row in change_rows(draft) if row.fate != SAME],
            "in_force": Framework.objects.published().first(),
        },
    )


@for_leads
def about(request: SignedIn, pk: int) -> HttpResponse:
    """What a draft is called and says of itself."""
    draft = the_draft(pk)
    form = AboutForm(request.POST if request.method == "POST" else None, instance=draft)
    if request.method == "POST" and form.is_valid():
        try:
            edit_framework(request.user, draft, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("version", str(refusal))
        else:
            return redirect("framework:desk", pk)
    return render(request, "capability/desk/form.html", {"form": form, "draft": draft, "title": "What this version is", "here": request.path})


@require_POST
@for_leads
def discard(request: SignedIn, pk: int) -> HttpResponse:
    """Throw a draft away."""
    said(request, lambda: throw_away(request.user, the_draft(pk)), "The draft is gone. The version in force is as it was.")
    return redirect("framework:versions")


@require_POST
@for_leads
def match(request: SignedIn, pk: int) -> HttpResponse:
    """Let a draft follow the version in force."""
    said(request, lambda: match_to_force(request.user, the_draft(pk)), "It follows the version in force now. Look at what changes.")
    return redirect(reverse("framework:desk", args=[pk]) + "#changes")


@for_leads
def enforce(request: SignedIn, pk: int) -> HttpResponse:
    """Everything that a version changes, once more, and the button that brings it into force."""
    draft = the_draft(pk)
    if request.method == "POST":
        if said(request, lambda: bring_into_force(request.user, draft, digest=request.POST.get("digest", ""))):
            messages.success(request, f"Version {draft.version} is in force. Nobody can change it from now on.")
            return redirect("capability:framework")
        return redirect("framework:desk", pk)
    fact = fact_of(draft)
    changes = [row for row in change_rows(draft) if row.fate != SAME]
    return render(request, "capability/desk/enforce.html", {"draft": draft, "ready": readiness(draft, fact), "changes": changes, "digest": fact.words_digest})
