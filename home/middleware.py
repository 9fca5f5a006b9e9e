"""What every request passes through: privacy, the second factor, the door of the CMS, and faults."""

import logging
import secrets
import traceback
from pathlib import Path

from allauth.core.exceptions import ReauthenticationRequired
from csp.constants import SELF
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, ObjectDoesNotExist, PermissionDenied, SuspiciousOperation, ValidationError
from django.db import DataError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDictKeyError

from home.away import sentence_for
from home.headers import OWN_PAGES, PERMISSIONS
from home.permissions import standing
from home.views.errors import away, signed_out, words_in

log = logging.getLogger("alongside")
UNSAFE_INLINE = "'unsafe-inline'"
OUR_APPS = ("home", "capability", "learning", "practice")
FOR_ADMINISTRATORS = ("/cms/reports/site-history/", "/cms/reports/page-types-usage/", "/cms/users/", "/cms/groups/", "/cms/settings/", "/cms/redirects/")


class SignedInUnlessSaid(LoginRequiredMiddleware):
    """Everything is for people who are signed in, but for views that say otherwise. What somebody wrote is not lost on the way to signing in."""

    def handle_no_permission(self, request, view_func):
        """To the sign-in; where words were sent, by a page that holds them to be copied."""
        words = words_in(request) if request.method == "POST" else []
        return signed_out(request, words) if words else super().handle_no_permission(request, view_func)


def private_by_default(get_response):
    """Nothing of a signed-in person may be kept by a browser or a proxy, no other site embeds anything of ours, no method gives back what was sent."""

    def middleware(request):
        if request.method in ("TRACE", "TRACK", "CONNECT"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        response = get_response(request)
        user = getattr(request, "user", None)
        if "Cache-Control" not in response and user is not None and user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", OWN_PAGES)
        return response

    return middleware


OPEN_TO_ALL = ("/accounts/", "/static/", "/healthz", "/support/", "/about/", "/letters/")


def second_factor_where_needed(get_response):
    """Managers, editors, leads and administrators set up a second factor before they go on."""

    def middleware(request):
        needed = settings.SECOND_FACTOR_REQUIRED and request.user.is_authenticated and not request.path.startswith(OPEN_TO_ALL)
        if needed and standing(request.user).needs_second_factor and not has_second_factor(request):
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def welcomed_first(get_response):
    """Somebody who came by themselves sees the way in, and nothing inside, until a manager has said yes."""

    def middleware(request):
        outside = request.user.is_authenticated and request.user.waits_for_welcome
        if outside and request.path != "/" and not request.path.startswith((*OPEN_TO_ALL, "/join/", "/me/")):
            return redirect("welcome")
        return get_response(request)

    return middleware


def has_second_factor(request) -> bool:
    """Whether the person has an authenticator; a yes is remembered for the session."""
    from allauth.mfa.utils import is_mfa_enabled

    if not request.session.get("second_factor"):
        request.session["second_factor"] = is_mfa_enabled(request.user)
    return request.session["second_factor"]


def cms_for_editors(get_response):
    """A gate in front of Wagtail: 403 for a signed-in person without CMS rights, and its own policy for scripts."""

    def middleware(request):
        if not request.path.startswith("/cms/"):
            return get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" and not request.path.startswith("/cms/login") else "/cms/")
        if not standing(request.user).uses_cms:
            raise PermissionDenied("The editing desk is for this area's editors.")
        if request.user.is_authenticated and request.path.startswith(FOR_ADMINISTRATORS) and not standing(request.user).administrator:
            raise PermissionDenied("This part of the editing desk is for administrators.")
        if request.path.startswith("/cms/login") or (request.path == "/cms/logout/" and request.method != "POST"):
            return redirect("/cms/")  # Wagtail forgets the session before it looks at how it was asked
        if not all(given["next"].startswith(("/", "http")) for given in (request.GET, request.POST) if given.get("next")):
            raise BadRequest("No page of ours is called that.")  # Wagtail would take it for the name of a view
        response = get_response(request)
        # Wagtail's own pages hold inline scripts and styles that a strict policy would break.
        response._csp_update = {
            "script-src": [UNSAFE_INLINE],
            "style-src": [UNSAFE_INLINE],
            "frame-src": [SELF],
            "worker-src": [SELF, "blob:"],
            "img-src": ["blob:"],
        }
        return response

    return middleware


def trusted_a_form(exception: Exception) -> bool:
    """Whether Wagtail's forms met counts, ids or names in what was sent that no page of theirs would send. A fault in a line of ours is none of that."""
    if isinstance(exception, ValueError | ValidationError):
        return True
    if not isinstance(exception, LookupError | AttributeError | TypeError | ObjectDoesNotExist):
        return False
    passed = [Path(frame.f_code.co_filename) for frame, _ in traceback.walk_tb(exception.__traceback__)]
    return not any(path.is_relative_to(settings.BASE_DIR / app) for path in passed for app in OUR_APPS)


def errors_with_a_reference(get_response):
    """A fault gets a reference that its page shows and its log line holds; what is away or full is a 503; a value it cannot hold, a 400."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if isinstance(exception, Http404 | PermissionDenied | SuspiciousOperation | BadRequest | ReauthenticationRequired):
            return None  # an answer, not a fault
        request.error_reference = secrets.token_hex(4)
        if sentence := sentence_for(exception):
            return away(request, exception, sentence)
        if isinstance(exception, DataError | OverflowError | MultiValueDictKeyError):  # what no column can hold, or a form that came in part
            log.warning("reference=%s not as it should be: %s", request.error_reference, type(exception).__name__)
            return render(request, "400.html", status=400)
        if request.method == "POST" and request.path.startswith("/cms/") and trusted_a_form(exception):
            log.exception("reference=%s a form of the editing desk", request.error_reference)
            return render(request, "400.html", status=400)
        log.exception("reference=%s path=%s", request.error_reference, request.resolver_match.view_name if request.resolver_match else "?")
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # how Django finds it on a function
    return middleware
