"""Makers of communities, sessions, recommendations and actions for the tests of what a community does."""

import uuid
from datetime import date, timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.utils import timezone

from home.models import HomePage, Service, User
from practice.actions.ledger.recommending import agree_action, recommend
from practice.models import (
    CommunityIndexPage,
    CommunityMember,
    CommunityPage,
    Facilitator,
    LedgerAction,
    Recommendation,
    Session,
    SessionPage,
)
from tests.cast import set_up_second_factor


def make_community(facilitator: User, *members: User, title: str = "Both at once") -> CommunityPage:
    """A community that `facilitator`, who has a second factor as they need one, runs since last year, with members."""
    if not is_mfa_enabled(facilitator):
        set_up_second_factor(facilitator)
    index = CommunityIndexPage.objects.first()
    if index is None:
        index = HomePage.objects.get().add_child(instance=CommunityIndexPage(title="Communities", slug="communities"))
    slug = title.lower().replace(" ", "-")
    community = index.add_child(instance=CommunityPage(title=title, slug=slug, summary="Mental health and drugs or alcohol together."))
    Facilitator.objects.create(person=facilitator, community=community, started_on=date(2025, 1, 6))
    for member in members:
        CommunityMember.objects.create(person=member, community=community)
    return CommunityPage.objects.get(pk=community.pk)


def make_meeting(community: CommunityPage, *, days: int = 14, title: str = "", **facts) -> Session:
    """A session that begins so many days from now (before now, where negative)."""
    number = Session.objects.count() + 1
    title = title or f"What do we do with waiting, {number}?"
    page = community.add_child(instance=SessionPage(title=title, slug=f"session-{number}", summary="We look at waiting."))
    starts_at = timezone.now() + timedelta(days=days)
    wanted = {"capacity": 30, "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90)}
    return Session.objects.create(page=page, community=community, **{**wanted, **facts})


def recommended(community: CommunityPage, by: User, text: str = "One front door for both", **facts) -> Recommendation:
    """A recommendation of somebody's."""
    return recommend(by=by, community=community, text=text, key=uuid.uuid4(), **facts)


def agreed(
    recommendation: Recommendation, by: User, owner: User, *, days: int = 10, text: str = "Ask the crisis team", service: Service | None = None
) -> LedgerAction:
    """An action that is due in so many days (before today, where negative: it is then as if agreed a year ago)."""
    due = timezone.localdate() + timedelta(days=max(days, 0))
    action = agree_action(by=by, recommendation=recommendation, text=text, owner=owner, due_on=due, key=uuid.uuid4(), service=service)
    if days < 0:
        today = timezone.localdate()
        LedgerAction.objects.filter(pk=action.pk).update(agreed_on=today - timedelta(days=365), due_on=today + timedelta(days=days))
    return LedgerAction.objects.with_owner().get(pk=action.pk)
