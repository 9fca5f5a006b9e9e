"""How the site is: a page for administrators, and numbers for Prometheus."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from prometheus_client import CONTENT_TYPE_LATEST

from home.actions import mending
from home.models import Letter, Removal
from home.permissions import may_look_after_site
from home.requests import SignedIn
from home.seams.status import reports
from home.watching import exposing, work
from home.watching.words import ABOUT, why_not_sent
from home.wording import count_words

MOST = 50  # letters, and tasks, on the page


def status(request: SignedIn) -> HttpResponse:
    """What needs somebody, first; what failed, with a way to have it done again; and what is well."""
    if not may_look_after_site(request.user):
        raise Http404
    told = list(reports())
    failures = work.failures()
    failed = list(Letter.objects.failed().only("pk", "address", "kind", "created_at", "last_error", "attempts", "send_after").order_by("-send_after", "-pk"))
    context = {
        "needing": [report for report in told if not report.well],
        "well": [report for report in told if report.well],
        "letters": [(letter, ABOUT.get(letter.kind, ""), why_not_sent(letter.last_error)) for letter in failed[:MOST]],
        "more_letters": max(len(failed) - MOST, 0),
        "failing": work.failing_now(failures)[:MOST],
        "mended": [failure for failure in failures if failure.worked_since][:MOST],
        "waiting": work.waiting(named=True).kinds.items(),
        "recurring": work.recurring(),
        "removals": Removal.objects.all()[:10],
    }
    return render(request, "home/status.html", context)


@require_POST
def letters(request: SignedIn) -> HttpResponse:
    """Send one letter that failed again, or all of them."""
    if not may_look_after_site(request.user):
        raise Http404
    chosen = request.POST.get("letter", "")
    if chosen and not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        raise Http404
    sent = mending.send_again(by=request.user, pk=int(chosen) if chosen else None)
    messages.success(request, _letters_words(sent))
    return redirect(f"{reverse('status')}#letters")


def _letters_words(sent: mending.SentAgain) -> str:
    if not (sent.going or sent.past):
        return "There was nothing left to send again."
    words = f"{count_words(sent.going, 'letter').capitalize()} {'goes' if sent.going == 1 else 'go'} again, each in its time." if sent.going else ""
    stays = f"{count_words(sent.past, 'letter').capitalize()} will not go: what they say is past, read or not wanted any more." if sent.past else ""
    if sent.past == 1:
        stays = "One letter will not go: what it says is past, read or not wanted any more."
    return " ".join(filter(None, (words, stays)))


@require_POST
def again(request: SignedIn) -> HttpResponse:
    """Have one task that failed done again, or all of them."""
    if not may_look_after_site(request.user):
        raise Http404
    done = mending.do_again(by=request.user, pk=request.POST.get("task", "")[:32] or None)
    words = f"{count_words(done, 'task').capitalize()} {'is' if done == 1 else 'are'} on the worker's list again."
    messages.success(request, words if done else "There was nothing left to do again.")
    return redirect(f"{reverse('status')}#work")


@login_not_required
@require_GET
def metrics(request) -> HttpResponse:
    """Numbers for Prometheus, to whoever has the token of the settings; not there at all where none is set."""
    if not settings.METRICS_TOKEN:
        raise Http404
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secrets.compare_digest(given.strip().encode(), settings.METRICS_TOKEN.encode()):
        return HttpResponse("A bearer token is needed.\n", status=401, content_type="text/plain", headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(exposing.exposed(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
