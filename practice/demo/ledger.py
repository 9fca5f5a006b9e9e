"""What the invented town's community recommended, agreed, shared and signed."""

import tomllib
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from home.models import Service, User
from practice.actions.communities import join
from practice.actions.documents.signing import sign
from practice.actions.documents.writing import begin
from practice.actions.ledger.agenda import put_on_agenda
from practice.actions.ledger.carrying import close, say_how_it_goes
from practice.actions.ledger.recommending import agree_action, recommend
from practice.actions.room import freeze_rooms
from practice.actions.threads.writing import reply, write
from practice.agendas import candidates
from practice.models import CommunityPage, LedgerAction, LedgerEvent, Post, Recommendation, ServiceEntry, Session
from practice.rules.ledger import CLOSED

TOLD = tomllib.loads((Path(__file__).parent / "ledger.toml").read_text(encoding="utf-8"))


@transaction.atomic
def build(progress: Callable[[str], Any]) -> None:
    """Fill the ledger of the community that Carys runs, and what is shared and signed there; nothing where something stands already."""
    carys = User.objects.filter(email="carys@example.org").first()
    community = CommunityPage.objects.live().facilitated_by(carys).order_by("pk").first() if carys else None
    if community is None or carys is None or Recommendation.objects.filter(community=community).exists():
        progress("The communities' ledgers stand already.")
        return
    for email in ("asha@example.org", "ben@example.org", "eve@example.org"):
        join(by=person(email), community=community)
    past = list(Session.objects.filter(community=community).past().order_by("starts_at"))
    for raw in TOLD["recommendations"]:
        recommend_and_agree(raw, community, past[raw["session"]], carys)
    for raw in TOLD["posts"]:
        share(raw, community, past)
    agree_in_writing(TOLD["document"], community, carys)
    if following := Session.objects.filter(community=community).published().to_come().first():
        for found in (next((each for each in candidates() if each.source == source), None) for source in ("criteria", "turn_aways")):
            if found:
                put_on_agenda(by=carys, session=following, source=found.source, key=found.key)
    freeze_rooms()
    progress(f"“{community}” has {LedgerAction.objects.of(community).count()} actions in its ledger.")


def person(email: str) -> User:
    """One of the cast."""
    return User.objects.get(email=email)


def recommend_and_agree(raw: dict[str, Any], community: CommunityPage, session: Session, carys: User) -> None:
    """A recommendation of a session with its actions, as if agreed at the session and carried since."""
    row = recommend(by=carys, community=community, text=raw["text"], session=session, key=uuid.uuid4())
    Recommendation.objects.filter(pk=row.pk).update(made_at=session.ends_at)
    today, met = timezone.localdate(), timezone.localtime(session.starts_at).date()
    for told in raw.get("actions", ()):
        service = Service.objects.get(name=told["service"]) if "service" in told else None
        owner, due = person(told["owner"]), today + timedelta(weeks=told["weeks"])
        action = agree_action(by=carys, recommendation=row, text=told["text"], owner=owner, service=service, due_on=max(due, today), key=uuid.uuid4())
        LedgerAction.objects.filter(pk=action.pk).update(agreed_on=met, due_on=due)
        LedgerEvent.objects.filter(action=action).update(at=session.ends_at, due_on=due)
        if told.get("state") in CLOSED:
            close(by=owner, action=action, state=told["state"], outcome=told["outcome"])
            at = timezone.now() - timedelta(weeks=-told["weeks"], days=2)
            LedgerAction.objects.filter(pk=action.pk).update(closed_at=at)
            LedgerEvent.objects.filter(action=action, number__gt=1).update(at=at)
        elif "note" in told:
            say_how_it_goes(by=owner, action=action, text=told["note"])


def share(raw: dict[str, Any], community: CommunityPage, past: list[Session]) -> None:
    """One thing that somebody shared, with its replies."""
    session = past[raw["session"]] if "session" in raw else None
    facts = {"kind": raw["kind"], "title": raw.get("title", ""), "text": raw["text"], "session": session}
    post = write(by=person(raw["author"]), community=community, key=uuid.uuid4(), **facts)
    Post.objects.filter(pk=post.pk).update(written_at=timezone.now() - timedelta(days=6))
    for told in raw.get("replies", ()):
        reply(by=person(told["author"]), to=post, text=told["text"], key=uuid.uuid4())


def agree_in_writing(raw: dict[str, Any], community: CommunityPage, carys: User) -> None:
    """The agreed document, signed by some of its services."""
    services = list(Service.objects.filter(name__in=raw["signatories"], entry__isnull=False))
    facts = {"kind": raw["kind"], "title": raw["title"], "text": raw["text"], "review_on": timezone.localdate() + timedelta(days=250)}
    document = begin(by=carys, community=community, signatories=services, key=uuid.uuid4(), **facts)
    for service in services:
        keeper = next((each for each in User.objects.filter(managing__team__service=service).order_by("pk")), None)
        if service.name in raw["signed"] and keeper and ServiceEntry.objects.kept_by(keeper).filter(service=service).exists():
            sign(by=keeper, document=document, number=1, service=service)
