"""Joining, from the side of somebody who joins."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from home import limits
from home.accounts import INVITATION_KEY, invitation_of
from home.actions import joining
from home.actions.refusals import Refused
from home.forms.joining import AskForm
from home.models import Invitation

MISSES, STRETCH = 20, 600  # wrong secrets from one network address, in seconds


@login_not_required
def join(request, secret: str):
    """An invitation's link: says who invites to what; its button goes on to an account, or into the team."""
    if limits.too_many(request, "invitation", most=MISSES, seconds=STRETCH):
        response = render(request, "home/join_gone.html", {"too_many": True}, status=429)
        response["Retry-After"] = str(STRETCH)
        return response
    invitation = joining.find_invitation(secret)
    if invitation is None:
        limits.count_miss(request, "invitation", seconds=STRETCH)
        return render(request, "home/join_gone.html", status=404)
    if request.method != "POST":
        return render(request, "home/join.html", {"invitation": invitation})
    if request.user.is_authenticated:
        return _take_up(request, invitation)
    request.session[INVITATION_KEY] = invitation.secret_digest
    return redirect("account_login" if "sign_in" in request.POST else "account_signup")


def welcome(request):
    """For somebody signed in who is on the way in: an invitation to take up, a team to ask, an answer to wait for."""
    invitation = invitation_of(request)
    if request.method == "POST" and "take_up" in request.POST and invitation is not None:
        return _take_up(request, invitation)
    form = AskForm(request.POST if request.method == "POST" else None)
    approved = any(joining.is_approved(address) for address in joining.addresses_of(request.user))
    if request.method == "POST" and approved and form.is_valid():
        try:
            joining.ask_to_join(person=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Asked. You are told as soon as one of its managers answers.")
            return redirect("welcome")
    wishes = request.user.join_requests.select_related("team__service").order_by("-asked_at")[:5]
    return render(request, "home/welcome.html", {"invitation": invitation, "form": form if approved else None, "wishes": wishes})


def _take_up(request, invitation: Invitation) -> HttpResponse:
    try:
        joining.accept(person=request.user, invitation=invitation)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Welcome. You are in {invitation.team.name} now." if invitation.team else "Welcome.")
    request.session.pop(INVITATION_KEY, None)
    return redirect("dashboard")
