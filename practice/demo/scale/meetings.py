"""Communities in a town of any size: who belongs, sessions that took place over five years, and those to come."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from modelsearch.backends import get_search_backend
from wagtail.models import Locale, Page

from capability.enums import EvidenceKind
from capability.models import Capability, Evidence
from home.demo.pouring import keys, pour, settle, uuids
from home.demo.scale import WATCHED_PEOPLE, Round, Say, Size, at_hour, place_called
from home.models import Membership
from practice.enums.communities import CameBy
from practice.models import Attendance, CommunityIndexPage, CommunityMember, CommunityPage, Facilitator, Post, Registration, Session, SessionPage
from practice.rules.registering import HOLDING, State
from practice.rules.threads import Kind
from practice.rules.threads import State as PostState

ASKED = "I would like to hear how you do it."
SERVICES_IN_ONE = 25
A_YEAR, AHEAD = 6, 3  # sessions that took place in each year, and those to come
PLACES = 30
REGISTERED_AHEAD = 10  # people for each session to come
POSTS = 12  # in each community
CAME = 0.3  # of everyone, to one session of the years behind
TOPICS = ("What helps on a Friday evening?", "Who holds the plan?", "What do we say in the first minute?", "How do we hear families?", "What about waiting?")


def lay_ground(size: Size, say: Say) -> None:
    """Communities with their sessions; nothing where there are any."""
    index_page = CommunityIndexPage.objects.first()
    if index_page is None or CommunityPage.objects.exists():
        return
    say("Communities and their sessions")
    capabilities = list(Capability.objects.in_force())
    for n in range(max(2, size.services // SERVICES_IN_ONE)):
        page = CommunityPage(
            title=f"Beside each other in {place_called(n)}", slug=f"beside-{n}", summary="Practitioners and people who use services learn together.",
            purpose="To know each other before we need each other.", translation_key=uuids(size.chance(40, n), 1)[0],
        )  # fmt: skip
        page.capabilities = [capabilities[n % len(capabilities)]]
        index_page.add_child(instance=page)
        lay_sessions(page, size, [capabilities[n % len(capabilities)].pk])


def lay_sessions(community: CommunityPage, size: Size, capabilities: list[int]) -> None:
    """The sessions of one community: their pages straight into the tree, and their times."""
    past, now, today = A_YEAR * size.years, timezone.now(), timezone.localdate()
    weeks = [*(-n * 52 // A_YEAR for n in range(1, past + 1)), *(3 * n for n in range(1, AHEAD + 1))]
    days = [today + timedelta(weeks=week) for week in weeks]
    pages = keys(Page, len(days))
    names = [f"{TOPICS[n % len(TOPICS)]} {day:%B %Y}" for n, day in enumerate(days)]
    slugs = [f"session-{n}" for n in range(len(days))]
    kind, locale = ContentType.objects.get_for_model(SessionPage).pk, Locale.get_default().pk
    again = uuids(size.chance(41, community.pk), len(days))
    pour(Page, "id path depth numchild translation_key locale_id title draft_title slug content_type_id url_path first_published_at last_published_at", (
        (key, Page._get_path(community.path, community.depth + 1, n + 1), community.depth + 1, 0, public, locale, name, name, slug, kind,
         f"{community.url_path}{slug}/", now, now)
        for n, (key, public, name, slug) in enumerate(zip(pages, again, names, slugs, strict=True))
    ))  # fmt: skip
    words = ("An hour and a half, with somebody who has been there.", "What do we each do now?\nWhat gets in the way?", "Welcome\nIn small groups")
    pour(SessionPage, "page_ptr_id summary questions agenda", ((key, *words) for key in pages))
    through = SessionPage.capabilities.through
    pour(through, "sessionpage_id capability_id", ((key, capability) for key in pages for capability in capabilities))
    pour(
        Session,
        "page_id community_id starts_at ends_at capacity",
        ((key, community.pk, at_hour(day, 10), at_hour(day, 12), PLACES) for key, day in zip(pages, days, strict=True)),
    )
    Page.objects.filter(pk=community.pk).update(numchild=len(days))
    settle([Page, through, Session])


def fill(found: Round) -> None:
    """Who of the round belongs where and runs what, who came to what, who is going, and what they wrote."""
    communities = list(CommunityPage.objects.order_by("pk").values_list("pk", flat=True))
    if not communities:
        return
    belonging = [(found.people[n], communities[number // 4 % len(communities)], number) for n, number in enumerate(found.numbers) if number % 4 == 0]
    pour(
        CommunityMember,
        "person_id community_id joined_at",
        ((person, community, found.now - timedelta(days=number % 1500)) for person, community, number in belonging),
    )
    first = range(WATCHED_PEOPLE, WATCHED_PEOPLE + len(communities))
    running = [(found.people[n], communities[number - first.start]) for n, number in enumerate(found.numbers) if number in first]
    pour(Facilitator, "person_id community_id started_on", ((person, community, found.now.date() - timedelta(days=400)) for person, community in running))
    inside = [row for row in belonging if row[2] < len(communities) * 4 * POSTS]
    pour(Post, "community_id kind title text html author_id state written_at key", (
        (community, Kind.THREAD.value, TOPICS[number % len(TOPICS)], ASKED, f"<p>{ASKED}</p>", person,
         PostState.SHOWN.value, found.now - timedelta(hours=number), public)
        for (person, community, number), public in zip(inside, uuids(found.chance(42), len(inside)), strict=True)
    ))  # fmt: skip
    come(found)
    look_ahead(found)
    settle([CommunityMember, Facilitator, Post, Registration, Attendance, Evidence])


def come(found: Round) -> None:
    """Those who came to a session, with what it left."""
    chance = found.chance(43)
    sessions = list(Session.objects.past().order_by("pk").values_list("pk", "page__title", "starts_at", "page_id"))
    builds = dict(SessionPage.capabilities.through.objects.values_list("sessionpage", "capability"))
    services = dict(Membership.objects.filter(person__in=found.people, ended_on__isnull=True).values_list("person", "team__service"))
    came = [n for n, value in enumerate(chance.random(len(found.people)).tolist()) if value < CAME]
    rows = [(found.people[n], *sessions[found.numbers[n] % len(sessions)], uid) for n, uid in zip(came, uuids(chance, len(came)), strict=True)]
    pour(Registration, "session_id person_id state asked_at uid", (
        (session, person, State.CONFIRMED.value, at - timedelta(days=14), uid) for person, session, _, at, _, uid in rows
    ))  # fmt: skip
    pour(
        Attendance,
        "session_id person_id service_id came_by noted_at",
        ((session, person, services.get(person), CameBy.LIST.value, at) for person, session, _, at, *_ in rows),
    )
    pour(Evidence, "person_id capability_id kind source_key title url dated minutes recorded_at", (
        (person, builds[page], EvidenceKind.SESSION.value, f"session:{session}", title[:200], "/communities/", at.date(), 120, at)
        for person, session, title, at, page, _ in rows
    ))  # fmt: skip


def look_ahead(found: Round) -> None:
    """The first people of the town, without the watched, have a place at a session to come each."""
    coming = list(Session.objects.to_come().order_by("pk").values_list("pk", flat=True))
    turns = [(n, number - WATCHED_PEOPLE) for n, number in enumerate(found.numbers)]
    going = [(found.people[n], coming[turn % len(coming)]) for n, turn in turns if 0 <= turn < REGISTERED_AHEAD * len(coming)]
    unlike = uuids(found.chance(44), len(going))
    pour(
        Registration,
        "session_id person_id state uid",
        ((session, person, State.CONFIRMED.value, uid) for (person, session), uid in zip(going, unlike, strict=True)),
    )


def finish() -> None:
    """Count how many places of each session are taken, widen those to which more came, and let pages be found by their words."""
    held = Registration.objects.filter(session=OuterRef("pk"), state__in=sorted(HOLDING)).order_by().values("session").annotate(many=Count("pk")).values("many")
    for session in Session.objects.annotate(held=Coalesce(Subquery(held), 0)).iterator():
        Session.objects.filter(pk=session.pk).update(taken=session.held, capacity=Greatest("capacity", session.held))
    get_search_backend().add_bulk(SessionPage, list(SessionPage.objects.all()))
