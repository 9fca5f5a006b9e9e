"""One way to answer a form, and finding what somebody may open: everyone else is told that it is not there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from home.actions.contributing.deciding import is_author
from home.actions.refusals import Refused
from home.enums import ContributionState
from home.models import Contribution
from home.requests import SignedIn

FORM = "home/contributions/form.html"


def open_to(request: SignedIn, key: UUID, *, any_kind: bool = False) -> Contribution:
    """The contribution that this person wrote, keeps or helps with; with `any_kind` also what they only said yes to."""
    mine = Contribution.objects.open_to(request.user)
    return get_object_or_404(mine.given() if any_kind else mine.own_words(), public_id=key)


def own(request: SignedIn, key: UUID, *, gone: bool = False, any_kind: bool = False) -> Contribution:
    """The contribution that this person decides about; `gone` lets one be opened that was taken back."""
    found = open_to(request, key, any_kind=any_kind)
    if not is_author(request.user, found) or (found.state == ContributionState.GONE and not gone):
        raise Http404
    return found


def there(request: SignedIn, key: UUID) -> Contribution:
    """The contribution that this person may write in, while it has not been taken back."""
    found = open_to(request, key)
    if found.state == ContributionState.GONE:
        raise Http404
    return found


def home_of(contribution: Contribution) -> str:
    """The page of one contribution."""
    return reverse("contribution", args=[contribution.public_id])


def answer(
    request: SignedIn, form: forms.Form, do: Callable[[Any], Any], *, then: str, said: str, template: str = FORM, back: str = "", **page: Any
) -> HttpResponse:
    """Show `form`, or give it, valid, to `do` and go to `then`, saying `said`. `page` is for the template."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect(then)
    context = {"form": form, "back": back or then, "action": request.path, **page}
    return render(request, template, context, status=422 if form.errors else 200)


def press(request: SignedIn, do: Callable[[], Any], *, then: str, said: str) -> HttpResponse:
    """Do what a button asks and go to `then`, saying `said`, or why not."""
    try:
        do()
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect(then)


def sent(request: SignedIn) -> Any:
    """What was posted; nothing where the page is only opened."""
    return request.POST if request.method == "POST" else None
