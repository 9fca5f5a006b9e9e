"""Pages for what goes wrong."""

import logging
import secrets
import sys
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from home.away import sentence_for
from home.context import SETTINGS_KEY
from home.views.support import national_words

log = logging.getLogger("alongside")
RETRY_AFTER = "10"  # seconds


def csrf_failure(request, reason=""):
    """A form that came from a page too old: say what to do, and give back the words it held; nothing was changed."""
    return render(request, "403_csrf.html", {"words": words_in(request)}, status=403)


def words_in(request) -> list[str]:
    """What somebody wrote into the form that they sent: whole words, no keys, no passwords."""
    typed = [value for name in request.POST if "pass" not in name for value in request.POST.getlist(name)]
    return [value for value in typed if len(value) > 20 and " " in value]


def signed_out(request, words: list[str]):
    """A form that came after the session had ended: its words to copy, and the way to sign in and back to where they were written."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    back = came_from.path if came_from.netloc == request.get_host() else reverse("dashboard")
    return render(request, "403_signed_out.html", {"words": words, "next": back}, status=403)


def bad_request(request, exception=None):
    """400: the request made no sense. 503 where a session could not be kept because the database is away: Django takes that for a bad request."""
    behind = exception
    while behind is not None:
        if sentence := sentence_for(behind):
            return away(request, behind, sentence)
        behind = behind.__cause__ or behind.__context__
    return render(request, "400.html", status=400)


def denied(request, exception=None):
    """403: signed in, but not for this."""
    return render(request, "403.html", {"sentence": str(exception or "")}, status=403)


def not_found(request, exception=None):
    """404: nothing here, or nothing for you."""
    return render(request, "404.html", status=404)


def too_often(request, exception=None):
    """429: tried more often than somebody would who knows the answer, or who reads by eye."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "300"
    return response


def fault(request):
    """500: our fault, with a reference. Where something that the site stands on is away, 503: middleware asks the database too."""
    problem = sys.exc_info()[1]
    if sentence := sentence_for(problem):
        return away(request, problem, sentence)
    return render(request, "500.html", {"reference": getattr(request, "error_reference", "")}, status=500)


def away(request, problem: BaseException | None, sentence: str) -> HttpResponse:
    """503: what is away, with a reference and what somebody wrote to be copied. It asks neither the database nor who is signed in."""
    reference = getattr(request, "error_reference", "") or secrets.token_hex(4)
    request.error_reference = reference
    log.error("reference=%s away: %s", reference, _kind_of(problem))
    request.user = AnonymousUser()  # what looks at the answer on its way out must not ask again
    if hasattr(request, "session"):
        request.session.modified = False
    written = words_in(request) if request.method == "POST" else []
    page = render_to_string("503.html", {"sentence": sentence, "reference": reference, "words": written, "lines": national_words()[2], "this_site": _name()})
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"})


def _kind_of(problem: BaseException | None) -> str:
    return " from ".join(type(each).__name__ for each in (problem, problem and problem.__cause__) if each)


def _name() -> object:
    """The site's own settings where the cache holds them."""
    try:
        return cache.get(SETTINGS_KEY)
    except Exception:
        return None
