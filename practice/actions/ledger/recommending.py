"""Recommending something, agreeing what is done about it, and setting it aside."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import Membership, Service, TeamManager, User
from practice.actions.ledger import letters
from practice.models import AgendaItem, CommunityPage, LedgerAction, LedgerEvent, Recommendation, Session
from practice.permissions import facilitates, may_recommend
from practice.rules.ledger import Event, problem_with_due

FACILITATORS_AGREE = "The people who facilitate the community agree actions and set recommendations aside."


@transaction.atomic
def recommend(
    *, by: User, community: CommunityPage, text: str, key: uuid.UUID, session: Session | None = None, item: AgendaItem | None = None
) -> Recommendation:
    """Put a recommendation into the ledger. `session` is where it was made, `item` the point of the agenda that led to it. One `key` is one row."""
    if not may_recommend(by, community):
        raise Refused("Members of the community make recommendations. Join it first.")
    if not (text := text.strip()):
        raise Refused("Write what you recommend.")
    if item is not None:
        session = item.session
    if session is not None and session.community_id != community.pk:
        raise Refused("That session belongs to another community.")
    row, made = Recommendation.objects.get_or_create(
        key=key, defaults={"community": community, "session": session, "item": item, "text": text[:600], "made_by": by}
    )
    if made:
        log(instance=community, action="practice.recommended", user=by, data={"recommendation": row.pk})
    return row


@transaction.atomic
def agree_action(
    *, by: User, recommendation: Recommendation, text: str, owner: User, due_on: date, key: uuid.UUID, service: Service | None = None
) -> LedgerAction:
    """Agree what is done about a recommendation: by whom and until when; who owns it is told. One `key` is one action.

    `service` is where a service does it; `owner` is then the person there who answers for it. Raises `Refused` with a sentence.
    """
    found = _locked(recommendation, by)
    if found.set_aside_at is not None:
        raise Refused("It was set aside. Take it up again first.")
    if not (text := text.strip()):
        raise Refused("Write what will be done.")
    if problem := problem_with_due(due_on, timezone.localdate()):
        raise Refused(problem)
    refuse_owner(owner, service)
    facts = {"recommendation": found, "text": text[:600], "owner": owner, "service": service, "due_on": due_on, "agreed_by": by}
    action, made = LedgerAction.objects.get_or_create(key=key, defaults=facts)
    if made:
        LedgerEvent.objects.create(action=action, number=1, what=Event.AGREED, by=by, due_on=due_on, owner=owner, service=service)
        log(instance=found.community, action="practice.action_agreed", user=by, data={"action": action.pk})
        letters.tell_owner(action, by=by, number=1)
    return action


def refuse_owner(owner: User, service: Service | None) -> None:
    """Refuse somebody who cannot be asked, or who does not work in the service that is to do it."""
    if not owner.is_active or owner.waits_for_welcome:
        raise Refused("Choose somebody who can sign in.")
    if service is None:
        return
    works = Membership.objects.current().filter(person=owner, team__service=service).exists()
    if not (works or TeamManager.objects.current().filter(person=owner, team__service=service).exists()):
        raise Refused(f"{owner} does not work in {service}. Name somebody there who answers for it.")


@transaction.atomic
def set_aside(*, by: User, recommendation: Recommendation, because: str) -> Recommendation:
    """Set a recommendation aside, with a reason that everyone in the community reads. Twice is once."""
    found = _locked(recommendation, by)
    if not (because := because.strip()):
        raise Refused("Say why it is set aside. Everyone in the community reads it.")
    if found.set_aside_at is not None:
        return found
    if LedgerAction.objects.filter(recommendation=found).open().exists():
        raise Refused("Something is being done about it. Close or drop its actions first.")
    found.set_aside_at, found.set_aside_because = timezone.now(), because[:600]
    found.save(update_fields=["set_aside_at", "set_aside_because"])
    log(instance=found.community, action="practice.recommendation_set_aside", user=by, data={"recommendation": found.pk, "because": because[:600]})
    return found


@transaction.atomic
def take_up_again(*, by: User, recommendation: Recommendation) -> Recommendation:
    """Take up again what was set aside; the log keeps why it was. Twice is once."""
    found = _locked(recommendation, by)
    found.set_aside_at, found.set_aside_because = None, ""
    found.save(update_fields=["set_aside_at", "set_aside_because"])
    return found


def _locked(recommendation: Recommendation, by: User) -> Recommendation:
    found = Recommendation.objects.select_for_update(of=("self",), no_key=True).select_related("community").get(pk=recommendation.pk)
    if not facilitates(by, found.community):
        raise Refused(FACILITATORS_AGREE)
    return found
