"""The ledger on other pages: at the top of the next session, beneath one that has been, on the community's page, on the dashboard."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from home.permissions import standing
from home.prepared import Prepared
from home.seams.panels import Panel
from practice.enums.ledger import AgendaSource
from practice.models import CommunityPage, LedgerAction, Recommendation, Session, TurnAwayReply
from practice.permissions import belongs_and_facilitates
from practice.rules.ledger import opening

SHOWN = 5


class Opens(Panel):
    """What the community said it would do, at the top of its next session."""

    template_name = "practice/ledger/panels/opens.html"
    region = "top"
    order = 10


class Brought(Panel):
    """What was put on a session's agenda from the map, the turn-aways and the blocks, with what services replied."""

    template_name = "practice/ledger/panels/agenda.html"
    region = "main"
    order = 20


class CameUp(Panel):
    """What was recommended at a session, and what is done about it."""

    template_name = "practice/ledger/panels/came_up.html"
    region = "main"
    order = 40


class OfCommunity(Panel):
    """The way to the ledger and to what changed, with what is next."""

    template_name = "practice/ledger/panels/community.html"
    region = "main"
    order = 30


class Mine(Panel):
    """Actions of communities that this person owns."""

    template_name = "practice/ledger/panels/mine.html"
    region = "asked"
    order = 25


def dashboard(request: HttpRequest) -> list[Panel]:
    """Open actions that this person owns, the next due first; one query."""
    found = OWNED.all(request.user.pk or 0)
    return [Mine(actions=found[:SHOWN], more=len(found) > SHOWN)] if found else []


OWNED = Prepared(lambda person: LedgerAction.objects.open().filter(owner_id=person).with_owner().order_by("due_on", "pk")[: SHOWN + 1])


def of_session(request: HttpRequest, session: Session) -> list[Panel]:
    """What opens the next session, and what came up at one: for whoever reads the ledger."""
    community = session.community
    member, runs = belongs_and_facilitates(request.user, community)
    if not (member or runs or standing(request.user).lead):
        return []
    panels: list[Panel] = []
    if opens := _opening(session):
        panels.append(Opens(opening=opens, community=community))
    recommend = reverse("practice:recommend", args=[community.slug]) if member or runs else ""
    if brought := _brought(session, recommend, runs=runs):
        panels.append(brought)
    came_up = list(Recommendation.objects.filter(session=session).whole().order_by("made_at", "pk")[:50])
    over = session.starts_at <= timezone.now()
    if came_up or over:
        url = f"{recommend}?session={session.pk}" if recommend else ""
        share = f"{reverse('practice:post_new', args=[community.slug])}?kind=took_away&session={session.pk}" if over and (member or runs) else ""
        panels.append(CameUp(recommendations=came_up, session=session, community=community, recommend_url=url, share_url=share))
    return panels


def of_community(request: HttpRequest, community: CommunityPage) -> list[Panel]:
    """What is next to be done, and the way to the ledger; what changed is open to everyone who is signed in."""
    member, runs = belongs_and_facilitates(request.user, community)
    reads = member or runs or standing(request.user).lead
    actions = list(LedgerAction.objects.of(community).open().with_owner().order_by("due_on", "pk")[:SHOWN]) if reads else []
    done = list(LedgerAction.objects.of(community).done().select_related("service")[:2])
    return [OfCommunity(actions=actions, done=done, community=community, reads=reads, inside=member or runs)]


def _brought(session: Session, recommend_url: str, *, runs: bool) -> Panel | None:
    """The agenda's points, with replies of the services whose turn-aways are on it; nothing where there are none to see or to put."""
    items = list(session.agenda_items.all())
    if not (items or runs):
        return None
    entries = [int(item.source_key.partition(":")[0]) for item in items if item.source == AgendaSource.TURN_AWAYS]
    replies = list(TurnAwayReply.objects.filter(entry__in=entries).select_related("by")[:5]) if entries else []
    agenda_url = reverse("practice:agenda", args=[session.community.slug, session.page.slug]) if runs else ""
    return Brought(items=items, replies=replies, agenda_url=agenda_url, recommend_url=recommend_url)


def _opening(session: Session):
    """The actions that open `session`, where it is the community's next one; nothing for others, or where there are none."""
    if session.ends_at <= timezone.now():
        return None
    around = Session.objects.filter(community=session.community).published()
    following = around.to_come().first()
    if following is None or following.pk != session.pk:
        return None
    before = around.filter(called_off_at__isnull=True, starts_at__lt=session.starts_at).order_by("-starts_at").first()
    since = timezone.localtime(before.starts_at).date() if before else None
    actions = LedgerAction.objects.of(session.community).with_owner()
    return opening(actions, today=timezone.localdate(), since=since, session_on=timezone.localtime(session.starts_at).date())
