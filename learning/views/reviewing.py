"""Reviewing a module: for editors who its reviewers are, for a reviewer what to read and their yes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from learning.actions import reviewing as actions
from learning.actions.problems import LearningProblem
from learning.curriculum.pages import content_digest
from learning.forms.reviewing import ChangeForm, CreditForm, NameReviewerForm
from learning.models import LessonPage, ModulePage, ModuleReviewer
from learning.permissions import may_name_reviewers
from learning.reviewing import readings_of


@require_http_methods(["GET", "HEAD", "POST"])
def reviewers(request, module: int):
    """Who reviews a module, what each has said, and somebody more to ask; for editors."""
    if not may_name_reviewers(request.user):
        raise Http404
    found = get_object_or_404(ModulePage, pk=module)
    form = NameReviewerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reviewer = actions.name_reviewer(by=request.user, module=found, address=form.cleaned_data["address"])
        except LearningProblem as problem:
            form.add_error("address", str(problem))
        else:
            messages.success(request, f"{reviewer.person} is asked. This module goes live only with their yes from now on.")
            return redirect("learning:reviewers", module=found.pk)
    people = list(found.named_reviewers.standing().select_related("person"))
    said = [(reviewer, readings_of(reviewer, found)) for reviewer in people]
    return render(request, "learning/reviewers.html", {"module": found, "said": said, "form": form}, status=422 if form.errors else 200)


@require_POST
def end(request, pk: int):
    """End somebody's time as a reviewer."""
    reviewer = get_object_or_404(ModuleReviewer.objects.standing().select_related("module", "person"), pk=pk)
    mine = reviewer.person_id == request.user.pk
    if not mine and not may_name_reviewers(request.user):
        raise Http404
    actions.end_reviewing(by=request.user, reviewer=reviewer)
    messages.success(request, "You are not a reviewer of this module any more. Thank you." if mine else f"{reviewer.person} reviews this module no more.")
    return redirect("dashboard") if mine else redirect("learning:reviewers", module=reviewer.module_id)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request, pk: int):
    """What a reviewer has to read, and how they are credited."""
    reviewer = _mine(request, pk)
    form = CreditForm(request.POST if request.method == "POST" else None, initial={"credit": reviewer.credit, "pseudonym": reviewer.pseudonym})
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_credit(reviewer=reviewer, **form.cleaned_data)
        except LearningProblem as problem:
            form.add_error("pseudonym", str(problem))
        else:
            messages.success(request, "Kept.")
            return redirect("learning:reviewing_one", pk=pk)
    context = {"reviewer": reviewer, "module": reviewer.module, "readings": readings_of(reviewer, reviewer.module), "form": form}
    return render(request, "learning/reviewing.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def word(request, pk: int, page: int):
    """A reviewer's yes to a text, or what should change in it."""
    reviewer = _mine(request, pk)
    draft = _page_of(reviewer, page).get_latest_revision_as_object()
    asks = request.method == "POST" and request.POST.get("answer") != "yes"
    form = ChangeForm(request.POST if asks else None)
    if request.method == "POST" and (not asks or form.is_valid()):
        text = form.cleaned_data["text"] if asks else ""
        try:
            actions.say(reviewer=reviewer, page=draft, digest=request.POST.get("digest", ""), is_yes=not asks, text=text)
        except LearningProblem as problem:
            messages.warning(request, str(problem))
        else:
            messages.success(request, "Thank you. Your words are with the editor." if asks else "Thank you. Your yes is kept, for exactly this text.")
            return redirect("learning:reviewing_one", pk=pk)
    context = {"reviewer": reviewer, "module": reviewer.module, "draft": draft, "digest": content_digest(draft), "form": form}
    return render(request, "learning/reviewing_word.html", context, status=422 if form.errors else 200)


@require_GET
def read(request, pk: int, page: int):
    """The draft of a page as it would look."""
    draft = _page_of(_mine(request, pk), page).get_latest_revision_as_object()
    return draft.make_preview_request(original_request=request, preview_mode=draft.default_preview_mode)


def _mine(request, pk: int) -> ModuleReviewer:
    return get_object_or_404(ModuleReviewer.objects.standing().select_related("module", "person"), pk=pk, person=request.user)


def _page_of(reviewer: ModuleReviewer, page: int) -> Page:
    if page == reviewer.module_id:
        return reviewer.module
    return get_object_or_404(LessonPage.objects.child_of(reviewer.module), pk=page)
