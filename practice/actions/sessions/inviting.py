"""Inviting people to a session that only invited people see."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.actions.telling import tell
from home.enums import NoticeKind
from home.models import User
from practice.actions.sessions.letters import when_words
from practice.enums.communities import Audience
from practice.models import Registration, Session, SessionInvitee
from practice.permissions import facilitates, may_join


def invite(*, by: User, session: Session, email: str) -> None:
    """Invite somebody with an account to a closed session, and tell them. Twice is once."""
    _refuse(by, session)
    person = User.objects.active().filter(email__iexact=email.strip(), waits_for_welcome=False).first()
    if person is None or not may_join(person, session.community):
        raise Refused("Nobody who can join this community signs in with this address. Invite them to the community first.")
    with transaction.atomic():
        row, made = SessionInvitee.objects.get_or_create(session=session, person=person, defaults={"invited_by": by})
        if made:
            log(instance=session.page, action="practice.session_invited", user=by)
            tell(
                person=person, kind=NoticeKind.REQUEST, key=f"session-invitation:{row.pk}", title=f"You are invited: “{session}”, {when_words(session)}",
                why=f"{by} invites you to a session of “{session.community}”.", url=session.get_absolute_url(),
            )  # fmt: skip


def take_back(*, by: User, session: Session, invitee: SessionInvitee) -> None:
    """Take an invitation back; somebody who has a place by now keeps it until it is given back."""
    _refuse(by, session)
    if Registration.objects.open().filter(session=session, person=invitee.person).exists():
        raise Refused("They have registered. Give their place back in the register first.")
    invitee.delete()


def _refuse(by: User, session: Session) -> None:
    if not facilitates(by, session.community):
        raise PermissionDenied
    if session.audience != Audience.INVITED:
        raise Refused("This session is open, so nobody needs an invitation.")
