"""People with experience of services read what one asks of people."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from home.actions.refusals import Refused
from home.requests import SignedIn
from practice.actions import reviewing
from practice.forms.reviewing import AnswerForm, AskReviewForm, ReviewForm
from practice.models import CriteriaReview, ServiceEntry
from practice.permissions import may_ask_for_reviews, may_keep
from practice.rules.comparing import rows_of
from practice.views.shadowing.answering import answer, press

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def ask_review(request: SignedIn, service: str) -> HttpResponse:
    """A lead asks somebody to read an entry's criteria, and sees whom they asked."""
    if not may_ask_for_reviews(request.user):
        raise Http404
    entry = get_object_or_404(ServiceEntry.objects.at(service))
    form = AskReviewForm(_data(request))
    if request.method == "POST" and form.is_valid() and form.reviewer is not None:
        try:
            reviewing.ask_for_review(by=request.user, entry=entry, reviewer=form.reviewer, offer=form.offer)
        except Refused as problem:
            form.add_error("email", str(problem))
        else:
            messages.success(request, "They are asked, with what you offer. They answer when they want to.")
            return redirect("practice:ask_review", service=entry.slug)
    asked = entry.reviews.select_related("reviewer")
    return render(request, "practice/review_ask.html", {"entry": entry, "form": form, "asked": asked}, status=422 if form.errors else 200)


@GET_OR_POST
def review(request: SignedIn, pk: int) -> HttpResponse:
    """What is asked, what is offered, the criteria, and the words: for the person who was asked."""
    found = _own(request, pk)
    form = ReviewForm(_data(request), initial={"text": found.text, "named_as": found.named_as})
    if request.method == "POST" and form.is_valid():
        try:
            reviewing.write_review(by=request.user, review=found, **form.cleaned_data)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Your words stand on the entry's page. You can change them or take them back here at any time.")
            return redirect(found)
    context = {"review": found, "entry": found.entry, "form": form, "rows": rows_of([row.said for row in found.entry.criteria.all()])}
    return render(request, "practice/review.html", context, status=422 if form.errors else 200)


@require_POST
def decline(request: SignedIn, pk: int) -> HttpResponse:
    """Say no, without a reason."""
    found = _own(request, pk)
    return press(request, lambda: reviewing.decline_review(by=request.user, review=found), then=found.get_absolute_url(), said="That is fine. Nobody asks why.")


@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take one's words back."""
    found = _own(request, pk)
    said = "Your words are deleted. They stand nowhere on this site any more."
    return press(request, lambda: reviewing.withdraw_review(by=request.user, review=found), then=found.get_absolute_url(), said=said)


@GET_OR_POST
def answer_review(request: SignedIn, pk: int) -> HttpResponse:
    """The service's keepers answer what was written."""
    found = get_object_or_404(CriteriaReview.objects.published().select_related("entry__service"), pk=pk)
    if not may_keep(request.user, found.entry):
        raise Http404
    return answer(
        request, AnswerForm(_data(request), initial={"answer": found.answer}), lambda said: reviewing.answer_review(by=request.user, review=found, **said),
        then=f"{found.entry.url}#read", said="Kept. It stands beside their words, and they are told.", title="Answer for the service", kicker=found.entry.name,
        button="Answer", action=reverse("practice:answer_review", args=[pk]), quote=found.text, who="Everyone who is signed in reads this.",
    )  # fmt: skip


def _own(request: SignedIn, pk: int) -> CriteriaReview:
    whole = CriteriaReview.objects.select_related("entry__service__sector", "asked_by").prefetch_related("entry__criteria")
    return get_object_or_404(whole, pk=pk, reviewer=request.user)


def _data(request: SignedIn):
    return request.POST if request.method == "POST" else None
