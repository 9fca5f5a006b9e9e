"""Reminding a team's people, politely, to look at their capabilities again."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from capability.team_pictures import members_of, not_in_a_year
from home.actions.telling import tell_each
from home.enums import NoticeKind
from home.models import Notice, Team, User
from home.permissions import manages


class RemindingProblem(ValueError):
    """Why nobody was reminded; its text is a sentence for the manager."""


@transaction.atomic
def remind_to_assess(manager: User, team: Team) -> int:
    """Remind everyone in `team` who has not looked at their capabilities in a year, `manager` left out; how many were told.

    A person is reminded at most once a month, whoever asks. Raises `RemindingProblem` for anybody but the team's managers.
    """
    if not manages(manager, team):
        raise RemindingProblem("Only the managers of this team can remind its people.")
    team = Team.objects.select_for_update().get(pk=team.pk)
    people = [place.person for place in members_of(team) if not_in_a_year(place.last_assessed) and place.person_id != manager.pk]
    key = f"capability.look:{timezone.localdate():%Y-%m}"
    told = Notice.objects.filter(key=key, person__in=people).count()
    tell_each(
        people=people,
        kind=NoticeKind.REMINDER,
        key=key,
        title="It may be a good time to look at your capabilities",
        text="It takes about half an hour, in parts if you like. What you say is yours alone unless you share it.",
        why=f"{manager} reminds everyone in {team} who has not looked in a year."[:200],
        url=reverse("capability:assess"),
    )
    if len(people) > told:
        log(team, "capability.reminded", user=manager, data={"people": len(people) - told})
    return len(people) - told
