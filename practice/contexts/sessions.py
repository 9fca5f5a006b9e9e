"""What a session's page shows to one person."""

from django.http import HttpRequest

from home.seams.contexts import builds_context
from practice.contexts.communities import panels
from practice.meetings import Meeting
from practice.models import Registration, Session, SessionPage
from practice.permissions import join_link_for, speaks_at
from practice.speaking import introductions_of, materials_shown

ACCESS_WORDS = {
    "captions": "There are captions.",
    "bsl": "There is a British Sign Language interpreter.",
    "quiet_space": "There is a quiet space.",
    "childcare": "There is childcare.",
    "travel_costs": "Travel costs are paid.",
}


@builds_context("practice.SessionPage")
def session_context(page: SessionPage, request: HttpRequest) -> dict:
    """The words of the page, and for a session that has a time everything else: places, link, register, what is kept, feedback."""
    words = {
        "questions": _lines(page.questions),
        "agenda": _lines(page.agenda),
        "access_words": [said for name, said in ACCESS_WORDS.items() if getattr(page, name)],
        "capabilities": list(page.capabilities.all()) if page.pk else [],
        "preparation": [{"title": each.title, "url": each.get_url(request)} for each in page.preparation.live()] if page.pk else [],
    }
    person = request.user
    session = page.seen or (Session.objects.for_reader(person).filter(page=page.pk).first() if page.pk else None)
    if session is None:
        return {**words, "meeting": None, "community": page.get_parent() if page.pk else None}
    session.page = page
    registration = Registration.objects.filter(session=session, person=person.pk or 0).with_line().first()
    meeting = Meeting(session, registration)
    runs = session.runs
    speaker = speaks_at(person, session)
    link = None
    if meeting.is_on and not getattr(request, "is_preview", False):
        link = join_link_for(session, registration=registration, runs=runs, speaks=speaker is not None)
    came = session.came and not meeting.is_to_come
    return {
        **words,
        "meeting": meeting,
        "session": session,
        "community": session.community,
        "runs": runs,
        "speaker": speaker,
        "link": link,
        "came": came,
        "may_check_in": meeting.is_on and not came and meeting.has_place,
        "speakers": introductions_of(session),
        "materials": materials_shown(session) if not meeting.is_to_come else [],
        "said": session.said,
        "may_say": meeting.is_over and (came or meeting.has_place),
        "panels": panels("session_panels", request, session),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
