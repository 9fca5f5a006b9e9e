"""The pages of a team, for those who manage it."""

from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render

from home.models import Membership, Team, TeamManager
from home.permissions import manages, standing
from home.prepared import Prepared
from home.seams.panels import team_panels


def teams(request):
    """The teams this person manages, the ones they belong to, and, for administrators, all of them."""
    context = {
        "managed": Team.objects.managed_by(request.user).select_related("service"),
        "mine": Membership.objects.current().filter(person=request.user).select_related("team__service", "job_role").order_by("team__name"),
        "everyone": Team.objects.select_related("service") if standing(request.user).administrator else [],
    }
    return render(request, "home/teams.html", context)


def team(request, team: str):
    """A manager's page of one team: 404 for everybody else."""
    managers = MANAGERS.all(team)
    if request.user.pk not in {manager.person_id for manager in managers}:
        raise Http404
    found = managers[0].team
    around = {"request": request, "csrf_token": get_token(request)}
    rendered = [html for html in (panel.render_html(around) for panel in team_panels(request, found)) if html.strip()]
    return render(request, "home/team.html", {"team": found, "people": found.places, "managers": managers, "panels": rendered})


MANAGERS = Prepared(lambda slug: TeamManager.objects.current().filter(team__slug=slug).select_related("person", "team__service"))


def team_to_look_after(request, slug: str) -> Team:
    """The team whose people this person may invite and welcome: its managers and administrators; 404 for others."""
    found = get_object_or_404(Team.objects.select_related("service"), slug=slug)
    if not (standing(request.user).administrator or manages(request.user, found)):
        raise Http404
    return found
