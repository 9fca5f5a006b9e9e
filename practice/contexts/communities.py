"""What the index of communities and a community's page show."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail import hooks

from home.prepared import Prepared, Somebody
from home.seams.contexts import builds_context
from practice.belonging import community_sizes
from practice.meetings import meetings_of
from practice.models import CommunityIndexPage, CommunityMember, CommunityPage, Facilitator, Session
from practice.permissions import facilitates, may_found_community, may_join

PAST_SHOWN = 5


@builds_context("practice.CommunityIndexPage")
def index_context(page: CommunityIndexPage, request: HttpRequest) -> dict:
    """Every community with how many sessions are to come and the next one, the reader's own first; and the sessions to come of all."""
    person, now, sizes = request.user, timezone.now(), community_sizes()
    if not person.is_authenticated:
        return {"communities": [], "coming": [], "may_found": False}
    communities = LISTED.all(person.pk, now)
    for community in communities:
        community.people = sizes.get(community.pk, 0)
    return {"communities": communities, "coming": meetings_of(COMING.all(person.pk, now), person), "may_found": may_found_community(person)}


def _listed(person: int, now: datetime):
    seen = Session.objects.published().seen_by(Somebody(person)).filter(community=OuterRef("pk")).to_come(now)
    mine = CommunityMember.objects.current().filter(person=person, community=OuterRef("pk"))
    found = CommunityPage.objects.listed().annotate(next_start=Subquery(seen.values("starts_at")[:1]), is_mine=Exists(mine))
    return found.order_by("-is_mine", "title")


def _seen(person: int):
    return Session.objects.published().seen_by(Somebody(person)).whole()


LISTED = Prepared(_listed)
COMING = Prepared(lambda person, now: _seen(person).to_come(now)[:6])
COMING_IN = Prepared(lambda person, community, now: _seen(person).filter(community=community).to_come(now))
PAST_IN = Prepared(lambda person, community, now: _seen(person).filter(community=community).past(now)[: PAST_SHOWN + 1])
FACILITATORS = Prepared(lambda community: Facilitator.objects.current().filter(community=community).select_related("person"))
BELONGS = Prepared(lambda person, community: CommunityMember.objects.current().filter(person=person, community=community)[:1])


@builds_context("practice.CommunityPage")
def community_context(page: CommunityPage, request: HttpRequest) -> dict:
    """A community with its sessions to come and past, who runs it, and where the reader stands with it."""
    person, key, now = request.user, page.pk or 0, timezone.now()
    sees = key if person.is_authenticated else 0
    past = meetings_of(PAST_IN.all(person.pk or 0, sees, now), person)
    runs = bool(page.pk) and facilitates(person, page)
    mine = BELONGS.first(person.pk or 0, key)
    is_member = mine is not None
    return {
        "coming": meetings_of(COMING_IN.all(person.pk or 0, sees, now), person),
        "past": past[:PAST_SHOWN],
        "more_past": len(past) > PAST_SHOWN,
        "facilitators": [row.person for row in FACILITATORS.all(key)],
        "people": community_sizes().get(key, 0),
        "runs": runs,
        "is_member": is_member,
        "hears": mine is not None and mine.hears_of_sessions,
        "may_join": bool(page.pk) and not is_member and may_join(person, page),
        "capabilities": list(page.capabilities.all()) if page.pk else [],
        "panels": panels("community_panels", request, page),
        "now": now,
    }


def panels(hook: str, request: HttpRequest, about: object) -> dict[str, list[SafeString]]:
    """The panels that hang on a page as HTML, in order, by region ("top", "main", "aside"); none in a preview of a page that is not kept yet."""
    found: dict[str, list[SafeString]] = {"top": [], "main": [], "aside": []}
    if getattr(about, "pk", None):
        around = {"request": request, "csrf_token": get_token(request)}
        for panel in sorted((panel for fn in hooks.get_hooks(hook) for panel in fn(request, about)), key=lambda panel: panel.order):
            found[panel.region if panel.region in found else "main"].append(panel.render_html(around))
    return found
