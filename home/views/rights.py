"""A person's own rights: a copy of everything, who saw what, being erased, and staying after one has left."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from home.actions.refusals import Refused
from home.actions.rights import copying, leavers, wishing
from home.actions.rights.erasing import CANNOT, is_last_administrator, what_would_go
from home.forms.rights import NOW, EraseMeForm
from home.limits import DOWNLOADS, slowed
from home.models import AccessEntry, Contribution, Erasure, ErasureWish, PersonalCopy
from home.personal_copy.writing import copy_name
from home.requests import SignedIn
from home.rules.rights import COPIES_A_DAY, DAYS_TO_FETCH
from home.views.media import whole_or_part

ENTRIES_A_PAGE = 50


@reauthentication_required(allow_get=True)
def copy(request: SignedIn) -> HttpResponse:
    """Ask for a copy of everything, and see those that can be fetched."""
    if request.method == "POST":
        try:
            copying.ask_for_copy(request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "It is being made. You are told as soon as it can be fetched, most often within a minute.")
        return redirect("my_copy")
    copies = PersonalCopy.objects.filter(person=request.user)
    return render(request, "home/rights/copy.html", {"copies": copies, "days": DAYS_TO_FETCH, "most": COPIES_A_DAY})


@require_safe
@slowed(DOWNLOADS)
@reauthentication_required
def fetch_copy(request: SignedIn, key: Any) -> HttpResponseBase:
    """One's own copy, as a file; 404 for anybody else's, and once its file has gone."""
    found = get_object_or_404(PersonalCopy, key=key, person=request.user, made_at__isnull=False)
    try:
        opened = found.file.open("rb")
    except FileNotFoundError:
        messages.error(request, "The file is not there any more. Ask for another.")
        return redirect("my_copy")
    response = whole_or_part(request, opened, f'"{found.key}"')
    response["Content-Type"] = "application/zip"
    response["Content-Disposition"] = cast(str, content_disposition_header(True, copy_name(found.made_at)))  # type: ignore[arg-type]  # filtered above
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
def who_saw(request: SignedIn) -> HttpResponse:
    """Who saw or changed something of this person's, the newest first."""
    page = Paginator(AccessEntry.objects.filter(person=request.user).select_related("by"), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/rights/who_saw.html", {"page": page})


@reauthentication_required(allow_get=True)
def erase(request: SignedIn) -> HttpResponse:
    """What goes and what stays, before somebody asks to be erased; asking; and, until it is done, stopping it."""
    person = request.user
    form = EraseMeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["when"] == NOW:
                return _erase_now(request)
            wishing.ask_to_be_erased(person, by=person)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Noted. Until then everything stays as it is. A letter tells you how to stop it, and where the receipt will stand.")
            return redirect("erase_me")
    removed, stays = what_would_go(person)
    context = {
        "form": form, "wish": ErasureWish.objects.filter(person=person).first(), "removed": removed, "stays": stays, "cannot": CANNOT,
        "contributes": Contribution.objects.there().filter(author=person).exists(), "is_last": is_last_administrator(person),
    }  # fmt: skip
    return render(request, "home/rights/erase.html", context, status=422 if form.errors else 200)


def _erase_now(request: SignedIn) -> HttpResponse:
    person = request.user
    made = wishing.erase_now(person)
    logout(cast(HttpRequest, request))
    return redirect("erased", made.code)


@require_POST
def stop_erasing(request: SignedIn) -> HttpResponse:
    """Keep one's account after all."""
    if wishing.stop_erasing(request.user, by=request.user):
        leavers.stay(request.user)
        messages.success(request, "Stopped. Your account stays, with everything in it.")
    return redirect("privacy")


@require_POST
def stay(request: SignedIn) -> HttpResponse:
    """Say, after leaving one's last team, that one stays."""
    if leavers.stay(request.user):
        messages.success(request, "Good. Your account stays, and the time is counted from today.")
    return redirect("privacy")


@login_not_required
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt of an erasure, for whoever has its address; nobody is named in it."""
    made = get_object_or_404(Erasure, code=code)
    response = render(request, "home/rights/receipt.html", {"made": made})
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response
