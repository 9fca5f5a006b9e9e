"""Whom a draft concerns: the job roles it sets targets for, and the people who read it first."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from capability.actions.versions.editing import keep_profile_targets, remove_profile
from capability.actions.versions.reviewing import answer_wish, ask, take_off
from capability.enums import FrameworkState
from capability.forms.framework import AskReviewerForm, OutcomeForm, ProfileForm, free_roles
from capability.frameworks import fact_of
from capability.models import Framework, FrameworkReview, ReviewWish, RoleProfile
from capability.views.desk import for_leads, said, the_draft
from capability.views.desk.words import in_order
from home.actions.refusals import Refused
from home.requests import SignedIn


@for_leads
def profile(request: SignedIn, pk: int, profile_pk: int | None = None) -> HttpResponse:
    """What one job role needs, on one page."""
    draft = the_draft(pk)
    rows = RoleProfile.objects.filter(framework=draft).select_related("job_role").prefetch_related("targets")
    found = get_object_or_404(rows, pk=profile_pk) if profile_pk else None
    data = request.POST if request.method == "POST" else None
    form = ProfileForm(data, capabilities=in_order(draft), profile=found, roles=None if found else free_roles(draft))
    if data is not None and form.is_valid():
        role = found.job_role if found else form.cleaned_data["job_role"]
        try:
            keep_profile_targets(request.user, draft, role, qualifications=form.cleaned_data["qualifications"], targets=form.targets)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(reverse("framework:desk", args=[pk]) + "#profiles")
    return render(request, "capability/desk/profile.html", {"form": form, "draft": draft, "profile": found, "here": request.path})


@require_POST
@for_leads
def drop_profile(request: SignedIn, pk: int, profile_pk: int) -> HttpResponse:
    """Take a job role's profile out of a draft."""
    found = get_object_or_404(RoleProfile.objects.select_related("job_role"), pk=profile_pk, framework=the_draft(pk))
    said(request, lambda: remove_profile(request.user, found), f"{found.job_role} has no targets in this draft any more.")
    return redirect(reverse("framework:desk", args=[pk]) + "#profiles")


@for_leads
def reviewers(request: SignedIn, pk: int) -> HttpResponse:
    """Who reads a draft or the version in force, what they said, and asking somebody."""
    framework = get_object_or_404(Framework.objects.exclude(state=FrameworkState.RETIRED), pk=pk)
    form = AskReviewerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask(request.user, framework, form.cleaned_data["email"], form.cleaned_data["offer"])
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            return redirect("framework:reviewers", pk)
    reviews = list(framework.reviews.select_related("reviewer").prefetch_related("wishes"))
    context = {"framework": framework, "form": form, "reviews": reviews, "digest": fact_of(framework).words_digest, "outcome": OutcomeForm(auto_id=False)}
    return render(request, "capability/desk/reviewers.html", context)


@require_POST
@for_leads
def wish(request: SignedIn, pk: int, wish_pk: int) -> HttpResponse:
    """Say what was done about a reviewer's wish."""
    found = get_object_or_404(ReviewWish.objects.select_related("review__reviewer"), pk=wish_pk, review__framework=pk)
    said(request, lambda: answer_wish(request.user, found, request.POST.get("outcome", "")[:1000]), "They are told what you did.")
    return redirect("framework:reviewers", pk)


@require_POST
@for_leads
def release(request: SignedIn, pk: int, review_pk: int) -> HttpResponse:
    """Not wait for a reviewer any more."""
    found = get_object_or_404(FrameworkReview, pk=review_pk, framework=pk)
    said(request, lambda: take_off(request.user, found), "They are not asked any more.")
    return redirect("framework:reviewers", pk)
