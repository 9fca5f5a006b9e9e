"""Samples of what a community does, on the demonstration: Carys's community, with an action of Eve's where it has none."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.utils import timezone

from home.models import Team, User
from practice.actions.documents.writing import begin
from practice.actions.ledger.recommending import agree_action, recommend
from practice.actions.threads.writing import write
from practice.models import AgendaItem, AgreedDocument, CommunityMember, CommunityPage, LedgerAction, Post, Session


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


@cache
def community() -> CommunityPage:
    """A community that Carys runs."""
    return CommunityPage.objects.live().facilitated_by(person("carys")).order_by("pk")[0]


@cache
def action() -> LedgerAction:
    carys = person("carys")
    row = recommend(by=carys, community=community(), text="Say on one page who decides, and until when.", key=uuid.uuid4())
    due = timezone.localdate() + timedelta(days=12)
    return agree_action(by=carys, recommendation=row, text="Write the page", owner=person("eve"), due_on=due, key=uuid.uuid4())


@cache
def session() -> Session:
    """A session of it that is to come."""
    return Session.objects.filter(community=community()).published().to_come().whole()[0]


@cache
def agenda_item() -> AgendaItem:
    facts = {"source": "criteria", "source_key": "sample", "title": "Who decides at the front door?", "text": "The entry does not say."}
    return AgendaItem.objects.create(session=session(), put_by=person("carys"), **facts)


@cache
def written(kind: str) -> Post:
    """Something that Eve wrote."""
    CommunityMember.objects.get_or_create(community=community(), person=person("eve"), defaults={})
    text = "On Mondays we ring the night staff first.\n\n- It takes **five** minutes.\n- Nobody is surprised."
    return write(by=person("eve"), community=community(), kind=kind, title="Who rings first on a Monday?", text=text, key=uuid.uuid4())


@cache
def document() -> AgreedDocument:
    """A document that Ben's service is asked to sign."""
    service = Team.objects.get(slug="community-team").service
    facts = {"kind": "risk", "title": "One risk assessment for both", "text": "## Before\n\nWe ask what is known already.", "signatories": [service]}
    return begin(by=person("carys"), community=community(), review_on=timezone.localdate() + timedelta(days=200), key=uuid.uuid4(), **facts)


COMMUNITY_SAMPLES: dict[str, Callable[[], object]] = {
    "agenda_item": lambda: agenda_item().pk,
    "document": lambda: document().slug,
    "document_community": lambda: community().slug,
    "signing_service": lambda: document().signatories.get().slug,
    "ledger_session": lambda: session().page.slug,
    "post": lambda: written("thread").pk,
    "thread_community": lambda: community().slug,
    "waiting_post": lambda: written("story").pk,
    "ledger_community": lambda: community().slug,
    "action": lambda: action().pk,
    "recommendation": lambda: action().recommendation_id,
}
