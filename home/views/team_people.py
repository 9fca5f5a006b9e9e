"""Inviting and welcoming: a team's people, for its managers and for administrators."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from home.actions import joining, places
from home.actions.refusals import Refused
from home.forms.joining import AnswerForm, DeputyForm, InviteForm, LeaveForm
from home.models import Invitation, JoinRequest, Membership, Team, TeamManager, User
from home.permissions import may_invite, standing
from home.views.teams import team_to_look_after


def team_people(request, team: str):
    """Who is in, who is invited, who asks; and a form to invite."""
    found = team_to_look_after(request, team)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _invite(request, form, found):
        return redirect("team_people", found.slug)
    return render(request, "home/team_people.html", _context(request, found, form))


def invite_without_team(request):
    """Inviting somebody who needs no employer: a peer, a carer, a contributor. For administrators."""
    if not may_invite(request.user, None):
        raise Http404
    form = InviteForm(request.POST if request.method == "POST" else None)
    del form.fields["job_role"]
    if request.method == "POST" and form.is_valid() and _invite(request, form, None):
        return redirect("invite")
    sent = Invitation.objects.open().filter(team=None).select_related("invited_by")
    return render(request, "home/invite.html", {"form": form, "invitations": sent})


def _invite(request, form: InviteForm, team: Team | None) -> bool:
    try:
        joining.invite(by=request.user, team=team, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"A letter is on its way to {form.cleaned_data['email']}. Its link works for {joining.DAYS_OPEN} days.")
    return True


def _context(request, team: Team, form: InviteForm, deputy_form: DeputyForm | None = None) -> dict:
    members = Membership.objects.current().filter(team=team).select_related("person", "job_role").order_by("person__name")
    managers = list(TeamManager.objects.current().filter(team=team).select_related("person"))
    candidates = User.objects.in_team(team).exclude(pk__in=[row.person_id for row in managers])
    return {
        "team": team,
        "form": form,
        "members": members,
        "managers": managers,
        "may_name": any(row.person_id == request.user.pk and not row.is_deputy for row in managers) or standing(request.user).administrator,
        "deputy_form": deputy_form or DeputyForm(people=candidates),
        "answer_form": AnswerForm(),
        "requests": JoinRequest.objects.waiting().confirmed().filter(team=team).select_related("person", "job_role"),
        "invitations": Invitation.objects.open().filter(team=team).select_related("invited_by"),
    }


@require_POST
def revoke_invitation(request, pk: int):
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation.objects.select_related("team"), pk=pk)
    if not may_invite(request.user, invitation.team):
        raise Http404
    _try(request, lambda: joining.revoke(by=request.user, invitation=invitation), "Taken back. The link in the letter leads nowhere now.")
    return redirect("team_people", invitation.team.slug) if invitation.team else redirect("invite")


@require_POST
def answer_request(request, team: str, pk: int):
    """Say yes or no to somebody who asks to join."""
    found = team_to_look_after(request, team)
    wish = get_object_or_404(JoinRequest, pk=pk, team=found)
    form = AnswerForm(request.POST)
    if form.is_valid():
        yes = request.POST.get("answer") == "yes"
        said = f"{wish.person.name} is in the team now, and is told so." if yes else f"{wish.person.name} is told."
        _try(request, lambda: joining.decide(by=request.user, wish=wish, yes=yes, reason=form.cleaned_data["reason"]), said)
    else:
        messages.error(request, "The reason is too long. Keep it under 300 characters.")
    return redirect("team_people", found.slug)


def end_place(request, team: str, pk: int):
    """End somebody's place in a team: asks for the last day."""
    found = team_to_look_after(request, team)
    membership = get_object_or_404(Membership.objects.current().select_related("person", "team__service"), pk=pk, team=found)
    return _leave(request, membership, done=redirect("team_people", found.slug), own=False)


def leave_team(request, team: str):
    """Leave a team: asks for the last day."""
    membership = Membership.objects.current().filter(person=request.user, team__slug=team).select_related("person", "team__service").first()
    if membership is None:
        raise Http404
    return _leave(request, membership, done=redirect("profile"), own=True)


def _leave(request, membership: Membership, *, done: HttpResponse, own: bool) -> HttpResponse:
    form = LeaveForm(request.POST if request.method == "POST" else None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            places.end_membership(by=request.user, membership=membership, last_day=form.cleaned_data["last_day"])
        except Refused as refusal:
            form.add_error("last_day", str(refusal))
        else:
            messages.success(request, "Noted. What was done here stays with the person who did it.")
            return done
    is_last = own and not Membership.objects.current().filter(person=membership.person).exclude(pk=membership.pk).exists()
    return render(request, "home/leave_team.html", {"form": form, "membership": membership, "own": own, "is_last": is_last})


@require_POST
def name_deputy(request, team: str):
    """Have somebody stand in for the manager."""
    found = team_to_look_after(request, team)
    form = DeputyForm(request.POST, people=User.objects.in_team(found))
    if form.is_valid():
        try:
            places.name_deputy(by=request.user, team=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Named. They are told, and see what you see of the team.")
            return redirect("team_people", found.slug)
    return render(request, "home/team_people.html", _context(request, found, InviteForm(), form))


@require_POST
def stop_deputy(request, team: str, pk: int):
    """End a deputy's time, at once."""
    found = team_to_look_after(request, team)
    deputy = get_object_or_404(TeamManager.objects.current(), pk=pk, team=found, is_deputy=True)
    _try(request, lambda: places.stop_deputy(by=request.user, deputy=deputy), "Ended. The team's page is closed to them from now on.")
    return redirect("teams" if deputy.person_id == request.user.pk else "team_people", *([] if deputy.person_id == request.user.pk else [found.slug]))


def _try(request, act, said: str) -> None:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
