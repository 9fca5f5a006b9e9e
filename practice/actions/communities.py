"""Communities: founding one, naming who runs it, joining, leaving and inviting."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from home.actions.joining import send_invitation
from home.actions.refusals import Refused
from home.actions.telling import tell
from home.enums import NoticeKind
from home.models import User
from practice.belonging import count_anew
from practice.models import CommunityIndexPage, CommunityInvitation, CommunityMember, CommunityPage, Facilitator, SessionTemplate
from practice.permissions import facilitates, may_found_community, may_join, may_name_facilitators
from practice.rules.communities import RESERVED_SLUGS, free_slug

#: What the first template of every community holds: the form that worked in another town.
FIRST_TEMPLATE = {
    "agenda": "Welcome, and how we are with each other\nWhat somebody who has been there wants us to know\nWhat we see from our services\nIn small groups: the questions\nWhat we will do, who, and by when",  # noqa: E501 - one text, with its line ends
    "questions": "What do we each do now?\nWhat gets in the way?\nWhat could we do differently next week?",
    "captions": True,
}


def found_community(*, by: User, title: str, summary: str, purpose: str = "", facilitator: User | None = None) -> CommunityPage:
    """Publish a community with its first facilitator (who is also a member) and its first session template."""
    if not may_found_community(by):
        raise PermissionDenied
    with transaction.atomic():
        parent = CommunityIndexPage.objects.select_for_update().first()
        if parent is None:
            raise Refused("The site has no page for communities yet. Run manage.py found_site, which makes it.")
        taken = set(parent.get_children().values_list("slug", flat=True))
        page = CommunityPage(title=title.strip(), summary=summary.strip(), purpose=purpose.strip(), slug=free_slug(slugify(title), taken | RESERVED_SLUGS))
        parent.add_child(instance=page)
        page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
        SessionTemplate.objects.create(community=page, name="An hour and a half online", minutes=90, capacity=30, words=FIRST_TEMPLATE)
        log(instance=page, action="practice.community_founded", user=by)
        if facilitator is not None:
            _appoint(facilitator, page, by)
    return page


def name_facilitator(*, by: User, community: CommunityPage, person: User) -> None:
    """Let `person` run the community from today. Twice is once."""
    if not may_name_facilitators(by, community):
        raise PermissionDenied
    with transaction.atomic():
        _appoint(person, CommunityPage.objects.select_for_update(of=("self",)).get(pk=community.pk), by)


def _appoint(person: User, community: CommunityPage, by: User) -> None:
    if not person.is_active:
        raise Refused("Choose somebody who can sign in.")
    if facilitates(person, community):
        return
    row = Facilitator.objects.filter(person=person, community=community, ended_on__isnull=True).first()
    row = row or Facilitator.objects.create(person=person, community=community, started_on=timezone.localdate())
    _enter(person, community)
    log(instance=community, action="practice.facilitator_named", user=by, data={"person": person.pk})
    if by.pk != person.pk:
        tell(
            person=person, kind=NoticeKind.REQUEST, key=f"facilitator:{row.pk}", title=f"You can run “{community}” now",
            text="You publish its sessions, keep the register and invite people.", why=f"{by} named you as a facilitator.", url=community.get_absolute_url(),
        )  # fmt: skip


def stop_facilitator(*, by: User, facilitator: Facilitator) -> None:
    """End somebody's time as facilitator today: anyone may end their own, but the last one names another first."""
    if by.pk != facilitator.person_id and not may_name_facilitators(by, facilitator.community):
        raise PermissionDenied
    with transaction.atomic():
        community = CommunityPage.objects.select_for_update(of=("self",)).get(pk=facilitator.community_id)
        if not Facilitator.objects.current().filter(community=community).exclude(pk=facilitator.pk).exists():
            raise Refused("Nobody else runs this community. Name somebody first.")
        today = timezone.localdate()
        found = Facilitator.objects.select_for_update(of=("self",)).get(pk=facilitator.pk)
        if found.started_on >= today:
            found.delete()
        elif found.ended_on is None:
            found.ended_on = today - timedelta(days=1)
            found.save(update_fields=["ended_on"])
        log(instance=community, action="practice.facilitator_stopped", user=by, data={"person": facilitator.person_id})


def join(*, by: User, community: CommunityPage) -> CommunityMember:
    """Join a community: people of services, and people whom a facilitator invited. Twice is once."""
    if not may_join(by, community):
        raise Refused("This community is for people who work in a service here, and for people whom it invites. Ask whoever runs it for an invitation.")
    with transaction.atomic():
        return _enter(by, community)


def _enter(person: User, community: CommunityPage) -> CommunityMember:
    row, made = CommunityMember.objects.get_or_create(person=person, community=community)
    if made or row.left_at is not None:
        row.left_at, row.joined_at = None, timezone.now()
        row.save(update_fields=["left_at", "joined_at"])
        count_anew()
        log(instance=community, action="practice.community_joined", user=person)
    return row


def hear(*, by: User, community: CommunityPage, yes: bool) -> None:
    """Hear of the sessions of a community that one belongs to, or stop hearing of them. Twice is once."""
    CommunityMember.objects.current().filter(person=by, community=community).update(hears_of_sessions=yes)


def leave(*, by: User, community: CommunityPage) -> None:
    """Leave a community; places at sessions stay until they are given back. Whoever runs it stops that first. Twice is once."""
    if facilitates(by, community):
        raise Refused("You run this community. Stop running it first, then you can leave it.")
    if CommunityMember.objects.current().filter(person=by, community=community).update(left_at=timezone.now()):
        count_anew()
        log(instance=community, action="practice.community_left", user=by)


def invite(*, by: User, community: CommunityPage, email: str, name: str = "", message: str = "") -> None:
    """Invite one address: whoever has an account here is told, everyone else gets a letter that leads to one. No employer is needed.

    Says the same whether the address is known or not.
    """
    if not facilitates(by, community):
        raise PermissionDenied
    email = email.strip().lower()
    with transaction.atomic():
        known = User.objects.active().filter(email__iexact=email, waits_for_welcome=False).first()
        if known is None:
            words = f"{by} invites you to the community “{community}”. {message}".strip()
            sent = send_invitation(by=by, email=email, name=name, message=words[:1000])
            CommunityInvitation.objects.create(community=community, invitation=sent, invited_by=by)
        else:
            row, made = CommunityInvitation.objects.get_or_create(community=community, person=known, defaults={"invited_by": by})
            if made:
                tell(
                    person=known, kind=NoticeKind.REQUEST, key=f"community-invitation:{row.pk}", title=f"{by} invites you to “{community}”",
                    text=message, why="Somebody who runs the community invited you.", url=community.get_absolute_url(),
                )  # fmt: skip
        log(instance=community, action="practice.community_invited", user=by)
