"""Places in a team: leaving one, and standing in for its manager."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.actions.rights.noticing import note
from home.actions.telling import tell, tell_each
from home.enums import NoticeKind, Touched
from home.models import Membership, Team, TeamManager, User
from home.permissions import manages, standing


def end_membership(*, by: User, membership: Membership, last_day: date) -> None:
    """End somebody's place in a team after `last_day`: they may do that themselves, and so may the team's managers."""
    if by.pk != membership.person_id and not (standing(by).administrator or manages(by, membership.team)):
        raise PermissionDenied
    with transaction.atomic():
        found = Membership.objects.select_for_update(of=("self",)).select_related("team", "person").get(pk=membership.pk)
        if found.ended_on is not None and found.ended_on < timezone.localdate():
            raise Refused("This place ended already.")
        if last_day < found.started_on:
            raise Refused("The last day cannot be before the first.")
        found.ended_on = last_day
        found.save(update_fields=["ended_on"])
        deputies = TeamManager.objects.filter(team=found.team, person=found.person, is_deputy=True, started_on__lte=last_day)
        deputies.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=last_day)).update(ended_on=last_day)
        log(instance=found, action="home.membership_ended", user=by, data={"last_day": last_day.isoformat()})
        note(person=found.person, by=by, what=Touched.PLACE_ENDED, about=f"{found.team.name}, last day {last_day:%-d %B %Y}")
        if by.pk == found.person_id:
            _tell_managers(found, last_day)
        else:
            tell(
                person=found.person,
                kind=NoticeKind.ACCOUNT,
                key=f"membership-ended:{found.pk}:{last_day}",
                title=f"Your place in {found.team.name} ends on {last_day:%-d %B %Y}",
                text="Your account and everything you have done here stay yours.",
                why=f"You are in {found.team.name}.",
                url=reverse("profile"),
            )


def _tell_managers(ended: Membership, last_day: date) -> None:
    """Tell who manages the team that somebody leaves it, so that visits and requests can be planned without them."""
    rows = TeamManager.objects.current().filter(team=ended.team).exclude(person=ended.person).select_related("person")
    tell_each(
        people=[row.person for row in rows], kind=NoticeKind.TEAM, key=f"leaves:{ended.pk}:{last_day}",
        title=f"{ended.person.name} leaves {ended.team.name}: last day {last_day:%-d %B %Y}",
        text="From the day after, you see nothing of them any more. What they did here is theirs.",
        why=f"You manage {ended.team.name}.", url=reverse("team_people", args=[ended.team.slug]),
    )  # fmt: skip


def name_deputy(*, by: User, team: Team, person: User, until: date | None = None) -> TeamManager:
    """Have a member of `team` stand in for its manager from today until `until`, or until it is stopped."""
    if not (standing(by).administrator or TeamManager.objects.current().filter(person=by, team=team, is_deputy=False).exists()):
        raise PermissionDenied
    today = timezone.localdate()
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=team.pk)
        if until is not None and until < today:
            raise Refused("The last day is over already. Choose today or a later day.")
        if not Membership.objects.current().filter(person=person, team=team).exists():
            raise Refused(f"{person.name} is not in {team.name}.")
        if TeamManager.objects.current().filter(person=person, team=team).exists():
            raise Refused(f"{person.name} manages {team.name} already.")
        deputy = TeamManager.objects.create(person=person, team=team, is_deputy=True, started_on=today, ended_on=until)
        log(instance=deputy, action="home.deputy_named", user=by)
        note(person=person, by=by, what=Touched.MANAGER_NAMED, about=team.name)
        tell(
            person=person,
            kind=NoticeKind.TEAM,
            key=f"deputy:{deputy.pk}",
            title=f"You stand in for the manager of {team.name}",
            why=f"{by.name} named you as deputy.",
            url=reverse("team", args=[team.slug]),
        )
    return deputy


def stop_deputy(*, by: User, deputy: TeamManager) -> None:
    """End a deputy's time at once: what only managers see closes with the next page."""
    is_self = by.pk == deputy.person_id
    if not is_self and not (standing(by).administrator or TeamManager.objects.current().filter(person=by, team=deputy.team, is_deputy=False).exists()):
        raise PermissionDenied
    yesterday = timezone.localdate() - timedelta(days=1)
    with transaction.atomic():
        found = TeamManager.objects.current().select_for_update(of=("self",)).filter(pk=deputy.pk, is_deputy=True).first()
        if found is None:
            raise Refused("This deputy's time has ended already.")
        log(instance=found, action="home.deputy_stopped", user=by)
        note(person=found.person, by=by, what=Touched.MANAGER_STOPPED, about=found.team.name)
        if found.started_on > yesterday:
            found.delete()
        else:
            found.ended_on = yesterday
            found.save(update_fields=["ended_on"])
