"""What the index of communities and a community's page show."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail import hooks

from home.seams.contexts import builds_context
from practice.meetings import meetings_of
from practice.models import CommunityIndexPage, CommunityMember, CommunityPage, Session
from practice.permissions import facilitates, may_found_community, may_join

PAST_SHOWN = 5


@builds_context("practice.CommunityIndexPage")
def index_context(page: CommunityIndexPage, request: HttpRequest) -> dict:
    """Every community with how many sessions are to come and the next one, the reader's own first; and the sessions to come of all."""
    person = request.user
    seen = Session.objects.published().seen_by(person).filter(community=OuterRef("pk")).to_come()
    mine = CommunityMember.objects.current().filter(person=person.pk or 0, community=OuterRef("pk"))
    found = CommunityPage.objects.listed().annotate(
        next_start=Subquery(seen.values("starts_at")[:1]),
        is_mine=Exists(mine),
        people=Count("members", filter=Q(members__left_at__isnull=True), distinct=True),
    )
    coming = meetings_of(Session.objects.published().seen_by(person).to_come()[:6], person)
    return {"communities": list(found.order_by("-is_mine", "title")), "coming": coming, "may_found": may_found_community(person)}


@builds_context("practice.CommunityPage")
def community_context(page: CommunityPage, request: HttpRequest) -> dict:
    """A community with its sessions to come and past, who runs it, and where the reader stands with it."""
    person = request.user
    seen = Session.objects.published().seen_by(person).filter(community=page.pk or 0)
    past = meetings_of(seen.past()[: PAST_SHOWN + 1], person)
    runs = bool(page.pk) and facilitates(person, page)
    mine = CommunityMember.objects.current().filter(person=person.pk or 0, community=page.pk or 0).first()
    is_member = mine is not None
    return {
        "coming": meetings_of(seen.to_come(), person),
        "past": past[:PAST_SHOWN],
        "more_past": len(past) > PAST_SHOWN,
        "facilitators": [row.person for row in page.facilitators.current().select_related("person")] if page.pk else [],
        "people": page.members.current().count() if page.pk else 0,
        "runs": runs,
        "is_member": is_member,
        "hears": mine is not None and mine.hears_of_sessions,
        "may_join": bool(page.pk) and not is_member and may_join(person, page),
        "capabilities": list(page.capabilities.all()) if page.pk else [],
        "panels": panels("community_panels", request, page),
        "now": timezone.now(),
    }


def panels(hook: str, request: HttpRequest, about: object) -> dict[str, list[SafeString]]:
    """The panels that hang on a page as HTML, in order, by region ("top", "main", "aside"); none in a preview of a page that is not kept yet."""
    found: dict[str, list[SafeString]] = {"top": [], "main": [], "aside": []}
    if getattr(about, "pk", None):
        around = {"request": request, "csrf_token": get_token(request)}
        for panel in sorted((panel for fn in hooks.get_hooks(hook) for panel in fn(request, about)), key=lambda panel: panel.order):
            found[panel.region if panel.region in found else "main"].append(panel.render_html(around))
    return found
