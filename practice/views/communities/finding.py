"""What an address names, for whom it is: 404 for everyone else."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from home.requests import SignedIn
from practice.models import CommunityPage, Registration, Session
from practice.permissions import facilitates


def find_community(slug: str) -> CommunityPage:
    """A published community."""
    return get_object_or_404(CommunityPage.objects.live(), slug=slug)


def run_community(request: SignedIn, slug: str) -> CommunityPage:
    """A community that the reader runs."""
    found = find_community(slug)
    if not facilitates(request.user, found):
        raise Http404
    return found


def find_session(request: SignedIn, community: str, session: str) -> Session:
    """A published session that the reader may know of."""
    seen = Session.objects.published().seen_by(request.user).whole()
    return get_object_or_404(seen, community__slug=community, page__slug=session)


def run_session(request: SignedIn, community: str, session: str) -> Session:
    """A session of a community that the reader runs."""
    found = find_session(request, community, session)
    if not facilitates(request.user, found.community):
        raise Http404
    return found


def own_registration(request: SignedIn, session: Session) -> Registration:
    """The reader's own registration."""
    return get_object_or_404(Registration.objects.whole(), session=session, person=request.user)
