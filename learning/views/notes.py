"""Readers' notes, for this area's editors."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from learning.actions import notes as actions
from learning.actions.problems import LearningProblem
from learning.forms.reflections import OutcomeForm
from learning.models import LessonNote
from learning.permissions import may_read_notes
from learning.rules.addresses import address_of

STATES = [("open", "Waiting for an answer"), ("answered", "Answered"), ("all", "All")]
A_PAGE = 20


@require_GET
def notes(request):
    """What readers said was wrong or hard, the latest first."""
    _editors_only(request)
    state = request.GET.get("state", "open")
    state = state if state in dict(STATES) else "open"
    found = LessonNote.objects.select_related("lesson", "person")
    if state != "all":
        found = found.filter(outcome="") if state == "open" else found.exclude(outcome="")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "learning/notes.html", {"page": page, "state": state, "states": STATES})


@require_http_methods(["GET", "HEAD", "POST"])
def note(request, pk: int):
    """One note, with what was done about it."""
    _editors_only(request)
    found = get_object_or_404(LessonNote.objects.select_related("lesson", "person", "read_by"), pk=pk)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(by=request.user, note=found, outcome=form.cleaned_data["outcome"])
        except LearningProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Your answer is kept, and the reader is told.")
            return redirect("learning:notes")
    context = {"note": found, "who": _who(found), "form": form, "address": address_of(found.lesson.url_path), "edit": f"/cms/pages/{found.lesson_id}/edit/"}
    return render(request, "learning/note.html", context, status=422 if form.errors else 200)


def _who(found: LessonNote) -> str:
    """The reader's name where they said that it may be known."""
    return str(found.person) if found.may_name_me and found.person else ""


def _editors_only(request) -> None:
    if not may_read_notes(request.user):
        raise Http404
