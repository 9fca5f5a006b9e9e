"""Joining: by invitation, or at an approved address with a manager's yes."""

import hashlib
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.actions.rights.noticing import note
from home.actions.telling import post_letter, tell, tell_each
from home.context import site_settings
from home.enums import Decision, NoticeKind, Touched
from home.letters.writing import absolute, one_line
from home.models import ApprovedDomain, Invitation, JobRole, JoinRequest, Membership, Team, TeamManager, User, new_secret
from home.permissions import manages, may_invite, standing

DAYS_OPEN = 14
MOST_A_DAY = 60  # invitations by one person: enough for a new team, too few for a nuisance


def digest_of(secret: str) -> str:
    """What is kept of an invitation's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_invitation(secret: str) -> Invitation | None:
    """The invitation that a link's secret belongs to, if it can still be taken up."""
    return open_invitation(digest_of(secret))


def open_invitation(digest: str) -> Invitation | None:
    """The invitation with this digest, if it can still be taken up."""
    return Invitation.objects.open().select_related("team__service", "job_role", "invited_by").filter(secret_digest=digest).first()


def invite(*, by: User, email: str, team: Team | None = None, name: str = "", job_role: JobRole | None = None, message: str = "") -> Invitation:
    """Invite one address to `team`, or without an employer where there is none; an older open invitation gives way.

    The link goes out by mail and is kept nowhere: only a digest of its secret is. Says the same whether the
    address is known here or not, but for people whom the inviter sees in the team anyhow.
    """
    if not may_invite(by, team):
        raise PermissionDenied
    return send_invitation(by=by, email=email, team=team, name=name, job_role=job_role, message=message)


def send_invitation(*, by: User, email: str, team: Team | None = None, name: str = "", job_role: JobRole | None = None, message: str = "") -> Invitation:
    """What `invite` does, for a caller that has asked its own permissions: a facilitator invites people who need no employer."""
    email, now, secret = email.strip().lower(), timezone.now(), new_secret()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        if Invitation.objects.filter(invited_by=by, invited_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
            raise Refused(f"You have invited {MOST_A_DAY} people since yesterday. Invite the others tomorrow, or ask an administrator to import a roster.")
        if team is not None and Membership.objects.current().filter(team=team, person__email__iexact=email).exists():
            raise Refused(f"{email} is in {team.name} already.")
        Invitation.objects.open().filter(email__iexact=email, team=team).update(revoked_at=now)
        Invitation.objects.filter(email__iexact=email, team=team, accepted_at=None, revoked_at=None).update(revoked_at=now)
        invitation = Invitation.objects.create(
            email=email,
            name=name,
            team=team,
            job_role=job_role,
            message=message,
            secret_digest=digest_of(secret),
            invited_by=by,
            expires_at=now + timedelta(days=DAYS_OPEN),
        )
        log(instance=invitation, action="home.invited", user=by, data={"team": team.slug if team else ""})
        site = site_settings()
        context = {"site": site, "invitation": invitation, "by": by, "url": absolute(reverse("join", args=[secret])), "days": DAYS_OPEN}
        post_letter(
            key=f"invitation:{invitation.pk}",
            address=email,
            subject=one_line(f"An invitation to {site.name}"),
            text=render_to_string("letters/invitation.txt", context),
            html=render_to_string("letters/invitation.html", context),
        )
    return invitation


def revoke(*, by: User, invitation: Invitation) -> None:
    """Take an open invitation back: its link leads nowhere from now on."""
    if not may_invite(by, invitation.team):
        raise PermissionDenied
    with transaction.atomic():
        if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now()):
            raise Refused("This invitation has been taken up, or taken back, already.")
        log(instance=invitation, action="home.invitation_revoked", user=by)


def accept(*, person: User, invitation: Invitation) -> None:
    """Take up an invitation: `person` is in its team from today. It is for the address it was sent to, and for one time."""
    now, today = timezone.now(), timezone.localdate()
    with transaction.atomic():
        found = Invitation.objects.select_for_update(of=("self",)).open(now).filter(pk=invitation.pk).first()
        if found is None:
            raise Refused("This invitation has run out, or somebody took it back. Ask for a new one.")
        if found.email.lower() not in addresses_of(person):
            raise Refused("This invitation was sent to another address than yours. Sign out, open its link again, and use the address it was sent to.")
        found.accepted_at, found.accepted_by = now, person
        found.save(update_fields=["accepted_at", "accepted_by"])
        if found.team is not None and not Membership.objects.current().filter(person=person, team=found.team).exists():
            Membership.objects.create(person=person, team=found.team, job_role=found.job_role, started_on=today)
        User.objects.filter(pk=person.pk).update(waits_for_welcome=False)
        JoinRequest.objects.waiting().filter(person=person, team=found.team).update(decision=Decision.YES, decided_at=now, decided_by=found.invited_by)
        log(instance=found, action="home.invitation_accepted", user=person)
        if found.invited_by is not None:
            where = f"is in {found.team.name} now" if found.team else "has an account now"
            url = reverse("team_people", args=[found.team.slug]) if found.team else ""
            tell(
                person=found.invited_by,
                kind=NoticeKind.TEAM,
                key=f"invitation-accepted:{found.pk}",
                title=f"{person.name} took up your invitation and {where}",
                why="You invited them.",
                url=url,
            )


def addresses_of(person: User) -> set[str]:
    """The confirmed addresses of `person`, in lower case."""
    from allauth.account.models import EmailAddress

    return {row.email.lower() for row in EmailAddress.objects.filter(user=person, verified=True)}


def is_approved(email: str) -> bool:
    """Whether people at this address may ask to join by themselves."""
    return ApprovedDomain.objects.filter(domain__iexact=email.strip().rpartition("@")[2]).exists()


def await_welcome(person: User) -> None:
    """Keep somebody who came by themselves outside until a manager has said yes, or an invitation was taken up."""
    person.waits_for_welcome = True
    person.save(update_fields=["waits_for_welcome"])


def ask_to_join(*, person: User, team: Team, job_role: JobRole | None = None) -> JoinRequest:
    """Ask the managers of `team` to let `person` in; asking again for the same team changes nothing."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        if Membership.objects.current().filter(person=person, team=team).exists():
            raise Refused(f"You are in {team.name} already.")
        if JoinRequest.objects.waiting().filter(person=person).exclude(team=team).count() >= 3:
            raise Refused("Three teams have your question already. Wait for an answer before you ask another.")
        wish, made = JoinRequest.objects.get_or_create(person=person, team=team, decision=Decision.WAITING, defaults={"job_role": job_role})
        if made:
            log(instance=wish, action="home.asked_to_join", user=person)
        tell_managers(wish)
    return wish


def tell_managers(wish: JoinRequest) -> None:
    """Tell the managers of a team that somebody with a confirmed address asks to join it; once."""
    managers = [row.person for row in TeamManager.objects.current().filter(team=wish.team).select_related("person")]
    tell_each(
        people=managers,
        kind=NoticeKind.TEAM,
        key=f"asks-to-join:{wish.pk}",
        title=f"{wish.person.name} asks to join {wish.team.name}",
        why=f"You manage {wish.team.name}.",
        url=reverse("team_people", args=[wish.team.slug]),
    )


def decide(*, by: User, wish: JoinRequest, yes: bool, reason: str = "") -> None:
    """Answer somebody who asks to join: with a yes they are in the team from today. They are told either way."""
    if not (standing(by).administrator or manages(by, wish.team)):
        raise PermissionDenied
    now = timezone.now()
    with transaction.atomic():
        found = JoinRequest.objects.select_for_update(of=("self",)).select_related("team", "person", "job_role").get(pk=wish.pk)
        if found.decision != Decision.WAITING:
            raise Refused("Somebody answered this already.")
        if not addresses_of(found.person):
            raise Refused("They have not confirmed their address yet. You can answer when they have.")
        found.decision, found.decided_at, found.decided_by, found.reason = Decision.YES if yes else Decision.NO, now, by, reason
        found.save(update_fields=["decision", "decided_at", "decided_by", "reason"])
        if yes and not Membership.objects.current().filter(person=found.person, team=found.team).exists():
            Membership.objects.create(person=found.person, team=found.team, job_role=found.job_role, started_on=timezone.localdate())
        if yes:
            User.objects.filter(pk=found.person_id).update(waits_for_welcome=False)
            note(person=found.person, by=by, what=Touched.PLACE_GIVEN, about=found.team.name)
        log(instance=found, action="home.join_decided", user=by, data={"yes": yes})
        tell(
            person=found.person,
            kind=NoticeKind.ANSWER,
            key=f"join-decided:{found.pk}",
            title=f"You are in {found.team.name}" if yes else f"{found.team.name} could not say yes",
            text=reason,
            why=f"You asked to join {found.team.name}.",
            url=reverse("dashboard") if yes else reverse("welcome"),
        )
