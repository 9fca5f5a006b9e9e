"""Suggesting to a team what would help with a gap: to everyone in it, or to those who share, so that being told tells nothing."""

from hashlib import blake2b

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from capability.models import Capability
from capability.seams import Offer
from capability.team_pictures import shared_columns
from home.actions.telling import tell_each
from home.enums import NoticeKind
from home.models import Notice, Team, User
from home.permissions import manages


class SuggestingProblem(ValueError):
    """Why nothing was suggested; its text is a sentence for the manager."""


@transaction.atomic
def suggest(manager: User, team: Team, capability: Capability, offer: Offer, *, to_sharing: bool = False, words: str = "") -> int:
    """Tell everyone in `team`, or everyone in it who shares with `manager`, of something that would help with one gap; how many were told anew.

    It never goes to those with the gap alone. The same thing is suggested to a person at most once a month, whoever suggests it.
    Raises `SuggestingProblem` for anybody but the team's managers, and where nobody is there to tell.
    """
    if not manages(manager, team):
        raise SuggestingProblem("Only the managers of this team can suggest something to it.")
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    people = [column.person for column in shared_columns(team, manager)] if to_sharing else list(User.objects.in_team(team).exclude(pk=manager.pk))
    if not people:
        raise SuggestingProblem("Nobody shares with you today. Suggest it to the whole team." if to_sharing else "There is nobody in this team yet.")
    key = f"capability.suggested:{team.pk}:{blake2b(offer.url.encode(), digest_size=8).hexdigest()}:{timezone.localdate():%Y-%m}"
    told = Notice.objects.filter(key=key, person__in=people).count()
    whom = f"everyone in {team} who shares with {manager}" if to_sharing else f"everyone in {team}"
    tell_each(
        people=people, kind=NoticeKind.REQUEST, key=key, title=f"{manager} suggests: {offer.title}"[:200], url=offer.url,
        text=f"It would help with “{capability.title}”. {words}".strip(), why=f"It goes to {whom}, so it says nothing about anybody."[:200],
    )  # fmt: skip
    if len(people) > told:
        log(team, "capability.suggested", user=manager, data={"capability": capability.code, "people": len(people) - told})
    return len(people) - told
