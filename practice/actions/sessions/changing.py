"""Changing what a community says of itself, and keeping a session's form as a template."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from home.models import User
from practice.models import CommunityPage, Session, SessionTemplate
from practice.permissions import facilitates

KEPT = ("questions", "agenda", "who_for", "content_note", "captions", "bsl", "quiet_space", "childcare", "travel_costs", "access")


def edit_community(*, by: User, community: CommunityPage, title: str, summary: str, purpose: str, who_for: str, agreement: str) -> CommunityPage:
    """Publish other words for a community. Its address stays."""
    if not facilitates(by, community):
        raise PermissionDenied
    with transaction.atomic():
        page = CommunityPage.objects.select_for_update(of=("self",)).get(pk=community.pk)
        page.title, page.summary, page.purpose, page.who_for, page.agreement = title.strip(), summary, purpose, who_for, agreement
        page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
        log(instance=page, action="practice.community_changed", user=by)
    return page


def keep_as_template(*, by: User, session: Session) -> SessionTemplate:
    """Keep the length, places and words of a session for the next ones, under its topic; again, it is brought up to date."""
    if not facilitates(by, session.community):
        raise PermissionDenied
    page = session.page
    words = {name: getattr(page, name) for name in KEPT} | {"where": "online" if session.is_online else "in_person", "place": session.place}
    words |= {"summary": "", "audience": session.audience, "audience_words": session.audience_words, "link_minutes": session.link_minutes}
    facts = {"minutes": session.minutes, "capacity": session.capacity, "words": words}
    return SessionTemplate.objects.update_or_create(community=session.community, name=f"Like “{page.title}”"[:80], defaults=facts)[0]
