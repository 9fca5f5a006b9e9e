"""Handing in, an editor's suggestions, how it will look, and the yes."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page, ReferenceIndex

from home.actions.contributing import agreeing, editing
from home.actions.contributing.consenting import consent_of
from home.contributions import draft_shown
from home.enums import ContributionState
from home.forms.contributing import DecisionForm, YesForm
from home.models import Approval, Contribution, Suggestion
from home.requests import SignedIn
from home.views.contributions.answering import answer, home_of, own, press, sent, there

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def hand_in(request: SignedIn, key: UUID) -> HttpResponse:
    """Give it to the editors to read."""
    found = own(request, key)
    return answer(
        request, DecisionForm(sent(request), witnessed=found.author_id is None), lambda form: editing.hand_in(found, request.user, form.how),
        then=home_of(found), said="An editor will read it. You hear as soon as it is back.", title="Hand it in to be read", button="Hand it in",
        lead="An editor reads it and may suggest other words. They cannot change any: you take or leave each suggestion.",
        who="Editors see your words, the name you chose to be shown, and the places you chose. They do not see who you are.",
    )  # fmt: skip


@require_GET
def suggestions(request: SignedIn, key: UUID) -> HttpResponse:
    """What an editor suggests, one by one."""
    found = own(request, key)
    read = found.revisions.filter(sent_back_at__isnull=False).order_by("-number").first()
    rows = read.suggestions.all() if read else []
    context = {"contribution": found, "read": read, "suggestions": rows, "left": editing.unanswered(found), "state": ContributionState}
    return render(request, "home/contributions/suggestions.html", context)


@require_POST
def answer_suggestion(request: SignedIn, key: UUID, pk: int) -> HttpResponse:
    """Take or leave one."""
    found = own(request, key)
    row = get_object_or_404(
        Suggestion.objects.select_related("revision__contribution"), pk=pk, revision__contribution=found, revision__sent_back_at__isnull=False
    )
    take = request.POST.get("answer") == "take"
    return press(
        request, lambda: editing.answer_suggestion(row, request.user, take=take), then=f"{reverse('contribution_suggestions', args=[key])}#suggestion-{pk}",
        said="Taken. Your words are changed." if take else "Left. Your words stay as they are.",
    )  # fmt: skip


@require_GET
def preview(request: SignedIn, key: UUID, place: int = 0) -> HttpResponse:
    """How the draft will look: in the page where an editor put it, or beside the name of a place where it does not stand yet."""
    found = there(request, key)
    shown = draft_shown(found, consent_of(found))
    purpose = found.purposes.filter(pk=place, ended_at__isnull=True).select_related("page").first() if place else None
    if place and purpose is None:
        raise Http404
    page = _page_in(found, purpose.page) if purpose and purpose.page else None
    if page is not None:
        request.is_preview = True  # type: ignore[attr-defined]  # what the page's own templates read of a preview
        request.contribution_drafts = {str(found.public_id): shown}  # type: ignore[attr-defined]  # what the page's own templates read of a preview
        return page.serve(request)
    title = purpose.page.title if purpose and purpose.page else "A page that is open to all" if purpose else ""
    return render(request, "home/contributions/preview.html", {"contribution": found, "shown": shown, "place": title})


def _page_in(found: Contribution, place: Page) -> Page | None:
    """The first live page under `place` in which an editor chose it."""
    rows = ReferenceIndex.get_references_to(found).filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    numbers = {int(number) for number in rows.values_list("object_id", flat=True)}
    page = Page.objects.filter(pk__in=numbers, live=True, path__startswith=place.path).order_by("path").first()
    return page.specific if page else None


@GET_OR_POST
def yes(request: SignedIn, key: UUID) -> HttpResponse:
    """Exactly what would stand, where; and the yes to it."""
    found = own(request, key)
    purposes = list(found.purposes.filter(ended_at__isnull=True).select_related("page"))
    initial = {"digest": agreeing.draft_digest(found), "purposes": []}
    form = YesForm(sent(request), purposes=purposes, witnessed=found.author_id is None, initial=initial)
    return answer(
        request, form, lambda form: agreeing.say_yes(found, request.user, form.cleaned_data["digest"], set(form.cleaned_data["purposes"]), form.how),
        then=home_of(found), said="Thank you. It may stand there now, until you say otherwise.", template="home/contributions/yes.html",
        contribution=found, shown=draft_shown(found, consent_of(found)), purposes=purposes, needed=agreeing.ready_for_yes(found), consent=consent_of(found),
    )  # fmt: skip


@require_POST
def take_yes_back(request: SignedIn, key: UUID, pk: int) -> HttpResponse:
    """Let it stand in one place no longer."""
    found = own(request, key)
    row = get_object_or_404(Approval.objects.select_related("revision__contribution", "purpose__page"), pk=pk, revision__contribution=found)
    return press(request, lambda: agreeing.take_yes_back(row, request.user), then=f"{home_of(found)}#places", said="It is out of that place.")
