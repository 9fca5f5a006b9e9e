"""Putting things on a session's agenda, and taking them off."""

from django.db import transaction
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.actions.telling import tell_each
from home.enums import NoticeKind
from home.models import User
from practice.actions.confirming import asked_to_confirm
from practice.agendas import Candidate, candidates
from practice.enums.ledger import AgendaSource
from practice.models import AgendaItem, Session
from practice.permissions import facilitates

FACILITATORS = "The people who facilitate the community decide on its agenda."


@transaction.atomic
def put_on_agenda(*, by: User, session: Session, source: str, key: str) -> AgendaItem:
    """Put what stands at `source` under `key` on the agenda, in the words that stand there today. Twice is once.

    Where it is about a service, whoever keeps its entry is told, so that the service can reply.
    """
    if not facilitates(by, session.community):
        raise Refused(FACILITATORS)
    found = next((each for each in candidates() if each.source == source and each.key == key), None)
    if found is None:
        raise Refused("That has changed since you opened the page. Look again at what there is.")
    words = {"title": found.title, "text": found.text, "url": found.url, "put_by": by}
    item, made = AgendaItem.objects.get_or_create(session=session, source=source, source_key=key, defaults=words)
    if made:
        log(instance=session.community, action="practice.agenda_put", user=by, data={"session": session.pk, "source": source, "key": key})
        _tell_service(session, found, by=by)
    return item


@transaction.atomic
def take_off_agenda(*, by: User, item: AgendaItem) -> None:
    """Take something off the agenda. What was recommended because of it stays in the ledger. Twice is once."""
    if not facilitates(by, item.session.community):
        raise Refused(FACILITATORS)
    if AgendaItem.objects.filter(pk=item.pk).delete()[0]:
        log(instance=item.session.community, action="practice.agenda_taken", user=by, data={"session": item.session_id, "key": item.source_key})


def _tell_service(session: Session, found: Candidate, *, by: User) -> None:
    if found.entry is None:
        return
    turned_away = found.source == AgendaSource.TURN_AWAYS
    tell_each(
        people=[person for person in asked_to_confirm(found.entry) if person.pk != by.pk], kind=NoticeKind.REQUEST,
        key=f"agenda:{session.pk}:{found.source}:{found.entry.pk}", url=f"{found.entry.url}turn-aways/" if turned_away else found.entry.url,
        title=f"{session.community} will talk about {found.entry.name}",
        text="People who were turned away are on its agenda. You can reply for the service." if turned_away else f"{found.title}. {found.text}",
        why=f"You keep the entry of {found.entry.name}.",
    )  # fmt: skip
