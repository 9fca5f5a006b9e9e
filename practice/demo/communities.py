"""The invented town's Community of Practice: sessions that took place, one that is full, and people who wait for a place."""

import random
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from capability.models import Capability
from home.demo import SEED
from home.models import Membership, User
from practice.actions.communities import found_community, join
from practice.actions.sessions import attending, speaking
from practice.actions.sessions.registering import register
from practice.actions.sessions.scheduling import publish_session, times_of
from practice.models import CommunityMember, CommunityPage, Registration, Session, SessionFeedback, SessionMaterial, Speaker
from practice.rules.registering import State

TOLD = tomllib.loads((Path(__file__).parent / "communities.toml").read_text(encoding="utf-8"))
WORDS = ("summary", "questions", "agenda", "who_for", "content_note")


@transaction.atomic
def build(progress: Callable[[str], Any]) -> None:
    """Found two communities and fill the first one's sessions; nothing where communities stand, or Carys does not."""
    carys = User.objects.filter(email="carys@example.org").first()
    if CommunityPage.objects.exists() or carys is None:
        progress("The communities stand already.")
        return
    lead, eve = User.objects.get(email="lead@example.org"), User.objects.get(email="eve@example.org")
    facts = TOLD["community"]
    community = found_community(by=lead, title=facts["title"], summary=facts["summary"], purpose=facts["purpose"].strip(), facilitator=carys)
    community.who_for, community.agreement = facts["who_for"], facts["agreement"]
    community.capabilities = Capability.objects.with_codes(facts["capabilities"])
    community.save_revision(user=carys).publish(user=carys, skip_permission_checks=True)
    found_community(by=lead, title=TOLD["second"]["title"], summary=TOLD["second"]["summary"], facilitator=eve)
    people = town()
    for raw in TOLD["sessions"]:
        fill(publish(raw, community, carys), raw, people, carys)
    CommunityMember.objects.bulk_create(CommunityMember(person=person, community=community) for person in people)
    asha, ben = (User.objects.get(email=f"{name}@example.org") for name in ("asha", "ben"))
    full, last = (Session.objects.get(page__title=TOLD["sessions"][number]["title"]) for number in (2, 4))
    register(by=asha, session=last)
    register(by=ben, session=full)
    join(by=eve, community=community)
    registered = Registration.objects.open().count()
    progress(f"“{community}” has {Session.objects.count()} sessions, {registered} places and turns in the line.")


def town() -> list[User]:
    """Sixty invented people of all services, the same every time; none of the cast."""
    rows = Membership.objects.current().exclude(person__email__regex=r"^(asha|ben|carys|dev|eve|frank)@").order_by("pk").values_list("person", flat=True)
    chosen = random.Random(SEED).sample(sorted(set(rows)), 60)  # noqa: S311 - an invented town, nothing secret
    return list(User.objects.filter(pk__in=chosen).order_by("name"))


def publish(raw: dict[str, Any], community: CommunityPage, carys: User) -> Session:
    """One session as the file tells it; one that is past is published as if before, and stands where it was."""
    words = {name: raw[name].strip() for name in WORDS if name in raw} | {"captions": True, "capabilities": Capability.objects.with_codes(raw["capabilities"])}
    day, begins = thursday() + timedelta(weeks=raw["weeks"]), raw.get("begins", 10)
    facts = {"capacity": raw["capacity"], "is_online": "place" not in raw, "place": raw.get("place", "")}
    facts |= {name: raw[name] for name in ("audience", "audience_words") if name in raw}
    ahead = max(day, thursday())
    session = publish_session(
        by=carys, community=community, title=raw["title"], day=ahead, begins=time(begins), ends=time(begins + 1, 30), words=words, facts=facts,
        join_address=raw.get("link", ""),
    )[0]  # fmt: skip
    if day != ahead:
        back = ahead - day
        starts, ends = times_of(ahead, time(begins), time(begins + 1, 30))
        session.starts_at, session.ends_at = _earlier(starts, back), _earlier(ends, back)
        session.save(update_fields=["starts_at", "ends_at"])
    return session


def _earlier(moment: datetime, back: timedelta) -> datetime:
    local = timezone.localtime(moment)
    return timezone.make_aware(local.replace(tzinfo=None) - back)


def thursday() -> date:
    """The next Thursday that is at least four days away."""
    day = timezone.localdate() + timedelta(days=4)
    return day + timedelta(days=(3 - day.weekday()) % 7)


def fill(session: Session, raw: dict[str, Any], people: list[User], carys: User) -> None:
    """Those who have a place, who wait, who came, who speaks, and what is kept."""
    placed, waiting = people[: raw.get("taken", 0)], people[raw.get("taken", 0) :][: raw.get("waiting", 0)]
    asked = session.starts_at - timedelta(days=21)
    rows = [Registration(session=session, person=person, state=State.CONFIRMED, asked_at=asked) for person in placed]
    rows += [Registration(session=session, person=person, state=State.WAITING, asked_at=asked + timedelta(hours=n)) for n, person in enumerate(waiting)]
    Registration.objects.bulk_create(rows)
    Session.objects.filter(pk=session.pk).update(taken=len(placed), waiting=len(waiting))
    if came := raw.get("came"):
        attending.note_who_came(by=carys, session=session, came={person.pk for person in placed[:came]}, came_not=set())
    for order, told in enumerate(raw.get("speakers", ())):
        introduce(session, told, order, carys)
    for told in raw.get("materials", ()):
        SessionMaterial.objects.create(session=session, put_up_by=carys, put_up_at=session.ends_at + timedelta(days=2), **told)
    for person, told in zip(placed, raw.get("feedback", ()), strict=False):
        SessionFeedback.objects.create(session=session, person=person, **told)


def introduce(session: Session, told: dict[str, Any], order: int, carys: User) -> None:
    """A speaker with one introduction, agreed or waiting for a yes."""
    person = User.objects.get(email=told["person"]) if "person" in told else None
    name = told.get("name") or (person.name if person else "")
    speaker = Speaker.objects.create(session=session, person=person, name=name, role=told["role"], email=told.get("email", ""), order=order)
    speaking.write_introduction(by=carys, speaker=speaker, name=name, role=told["role"], words=told["words"])
    if told.get("agreed"):
        speaking.agree(speaker=speaker, number=1)
