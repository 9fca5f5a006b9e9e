"""What practice gives to search of communities and their sessions: never a join link, and of closed sessions nothing to others."""

from typing import Any

from home.rules.finding import Part
from home.seams.search import Found, finding, finds, names, searched
from home.wording import date_words
from practice.models import CommunityPage, Session, SessionPage


@finds
def communities(words: list[str], person: Any) -> list[Found]:
    """Communities in which the words stand, for people who are signed in."""
    if not getattr(person, "is_authenticated", False):
        return []
    found = searched(CommunityPage.objects.live(), words)
    return [finding(words, _parts(page), kind="Community of Practice", title=page.title, url=page.get_absolute_url()) for page in found]


@finds
def sessions(words: list[str], person: Any) -> list[Found]:
    """Sessions that `person` may know of and in which the words stand."""
    if not getattr(person, "is_authenticated", False):
        return []
    pages = searched(SessionPage.objects.live(), words)
    rows = Session.objects.published().seen_by(person).filter(page__in=[page.pk for page in pages]).whole()
    return [finding(words, _parts(row.page), kind=_kind(row), title=row.page.title, url=row.get_absolute_url()) for row in rows]


@names
def titles(person: Any) -> list[str]:
    """What communities are called, and the sessions that `person` may know of."""
    if not getattr(person, "is_authenticated", False):
        return []
    rows = Session.objects.published().seen_by(person).values_list("page__title", flat=True)
    return [*CommunityPage.objects.live().values_list("title", flat=True), *rows]


def _kind(session: Session) -> str:
    off = ", called off" if session.called_off_at else ""
    return f"Session, {date_words(session.starts_at)}{off}"


def _parts(page: CommunityPage | SessionPage) -> list[Part]:
    found = [Part("in the title", page.title, 10), Part("in what it is about", page.summary, 5), Part("in who it is for", page.who_for, 3)]
    if isinstance(page, SessionPage):
        return [*found, Part("in its questions", page.questions, 4), Part("in its agenda", page.agenda, 3)]
    return [*found, Part("in what it is for", page.purpose, 3)]
