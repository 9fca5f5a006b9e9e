"""Saying that a service closes, and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from home.requests import SignedIn
from home.wording import count_words
from practice.actions import closing
from practice.forms.reviewing import CloseForm
from practice.models import ServiceEntry
from practice.permissions import may_close
from practice.views.shadowing.answering import answer


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedIn, service: str) -> HttpResponse:
    """Say when a service closes, and where people go then."""
    entry = closable(request, service)
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"last_day": entry.closes_on, "after_closing": entry.after_closing})
    ended: list[int] = []
    response = answer(
        request, form, lambda said: ended.append(closing.close_entry(by=request.user, entry=entry, **said)), then=entry.url,
        said="Kept. The page says so, and its keepers and the leads are told.", title="When it closes", kicker=entry.name, button="Say that it closes",
        kind="warn", action=reverse("practice:service_close", args=[entry.slug]), plain=True,
        lead="Times to shadow after the last day are called off, and everyone is told. The entry then leaves the map; its address goes on saying where to go.",
    )  # fmt: skip
    if ended and ended[0]:
        messages.info(request, f"{count_words(ended[0], 'time').capitalize()} to shadow {'was' if ended[0] == 1 else 'were'} called off.")
    return response


@require_POST
def stay_open(request: SignedIn, service: str) -> HttpResponse:
    """Take back that a service closes."""
    entry = closable(request, service)
    closing.keep_open(by=request.user, entry=entry)
    messages.success(request, "It stays open. Times that were called off stay so: add new ones.")
    return redirect(entry.url)


def closable(request: SignedIn, slug: str) -> ServiceEntry:
    """The entry at `slug` for whoever may say that it closes; 404 for others."""
    entry = get_object_or_404(ServiceEntry.objects.at(slug))
    if not may_close(request.user, entry):
        raise Http404
    return entry
