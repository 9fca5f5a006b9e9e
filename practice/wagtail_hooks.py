"""What practice adds to the CMS and to the floor's pages: words for the audit log, panels."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from wagtail import hooks

from home.log_actions import say_in_the_log
from practice.actions import ledger as ledger_actions
from practice.actions.documents import LOG_WORDS as DOCUMENT_WORDS
from practice.actions.reviewing import LOG_WORDS as REVIEW_WORDS
from practice.actions.sessions import LOG_WORDS as SESSION_WORDS
from practice.actions.shadowing import LOG_WORDS
from practice.actions.threads import LOG_WORDS as THREAD_WORDS
from practice.history import ACTION_WORDS
from practice.models import CommunityPage, Registration, Session, SessionPage
from practice.panels import communities, ledger, shadowing
from practice.permissions import facilitates

for each in (ACTION_WORDS, LOG_WORDS, REVIEW_WORDS, SESSION_WORDS, ledger_actions.LOG_WORDS, THREAD_WORDS, DOCUMENT_WORDS):
    say_in_the_log(each)


hooks.register("dashboard_panels", shadowing.dashboard)
hooks.register("team_panels", shadowing.of_team)
hooks.register("dashboard_panels", ledger.dashboard)
hooks.register("session_panels", ledger.of_session)
hooks.register("community_panels", ledger.of_community)
hooks.register("dashboard_panels", communities.dashboard)
hooks.register("contributor_panels", communities.contributor)


@hooks.register("before_serve_page")
def closed_sessions(page, request, serve_args, serve_kwargs) -> None:
    """A session for invited people, or one that has no time yet, is there for nobody else: 404."""
    if isinstance(page, SessionPage):
        page.seen = Session.objects.published().seen_by(request.user).for_reader(request.user).filter(page=page).first()
        if page.seen is None and not (facilitates(request.user, page.get_parent().specific) and not hasattr(page, "session")):
            raise Http404


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
def called_off_first(request, page):
    """A session to which people have registered is called off, so that they hear of it, and is not taken away under them."""
    found = page.specific
    sessions = Session.objects.filter(community=found) if isinstance(found, CommunityPage) else Session.objects.filter(page=found.pk)
    if isinstance(found, CommunityPage | SessionPage) and Registration.objects.open().filter(session__in=sessions.to_come()).exists():
        messages.error(request, "People have registered. Whoever runs the community calls the session off first, on its page, so that they hear of it.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    if (
        isinstance(found, CommunityPage | SessionPage)
        and "delete" in (request.resolver_match.url_name, request.resolver_match.kwargs.get("action"))
        and sessions.exists()
    ):
        messages.error(request, "It holds who came and what came of it, so it cannot be deleted. Take it off the site instead.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_copy_page")
def no_copies(request, page):
    """A copy of a session would have no time, and one of a community nobody who runs it: both are made on the site."""
    if request.method == "POST" and isinstance(page.specific, CommunityPage | SessionPage):
        messages.error(request, "Communities and sessions are not copied here. Publish another one on the site: a session can be kept as a template.")
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
