"""People's rights for an administrator: erasing on a written request, receipts, and what went by itself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from home.actions.refusals import Refused
from home.actions.rights import wishing
from home.actions.rights.erasing import is_last_administrator
from home.forms.rights import EraseThemForm, FindPersonForm
from home.models import Erasure, ErasureWish, Removal, User
from home.permissions import may_set_up_site
from home.requests import SignedIn

RECEIPTS = 20  # the latest
REMOVALS_A_PAGE = 50


def desk(request: SignedIn) -> HttpResponse:
    """Find who asked, see who is to be erased, the receipts of who was, and what went by itself."""
    _administrators_only(request)
    form = FindPersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = User.objects.filter(email__iexact=form.cleaned_data["email"]).first()
        if found is not None:
            return redirect("erase_person", found.pk)
        form.add_error("email", "Nobody here signs in with this address. Look at it again, or ask them which one they use.")
    context = {
        "form": form,
        "wishes": ErasureWish.objects.select_related("person", "by").order_by("due_at"),
        "receipts": Erasure.objects.all()[:RECEIPTS],
        "page": Paginator(Removal.objects.all(), REMOVALS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "home/rights/desk.html", context, status=422 if form.errors else 200)


def erase(request: SignedIn, pk: int) -> HttpResponse:
    """What becomes of one person's things, without how many there are, and writing down that they asked for it."""
    _administrators_only(request)
    person = get_object_or_404(User, pk=pk)  # nosemgrep: everybodys-rows - administrators only, as the line above asks
    if person.pk == request.user.pk:
        return redirect("erase_me")
    form = EraseThemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            wishing.ask_to_be_erased(person, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down. They are told by letter, and have a week to stop it.")
            return redirect("rights_desk")
    wish = ErasureWish.objects.filter(person=person).first()
    context = {"form": form, "person": person, "wish": wish, "is_last": is_last_administrator(person)}
    return render(request, "home/rights/erase_person.html", context, status=422 if form.errors else 200)


@require_POST
def stop(request: SignedIn, pk: int) -> HttpResponse:
    """Stop the erasure of somebody who changed their mind."""
    _administrators_only(request)
    person = get_object_or_404(User, pk=pk)  # nosemgrep: everybodys-rows - administrators only, as the line above asks
    if wishing.stop_erasing(person, by=request.user):
        messages.success(request, "Stopped. They are told.")
    return redirect("rights_desk")


def _administrators_only(request: SignedIn) -> None:
    if not may_set_up_site(request.user):
        raise Http404
