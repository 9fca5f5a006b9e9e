"""What people are told about the actions of a community."""

from django.utils import timezone

from home.actions.telling import tell, tell_each
from home.actions.untelling import untell
from home.enums import NoticeKind
from home.models import User
from home.wording import date_words
from practice.models import CommunityPage, Facilitator, LedgerAction
from practice.rules.ledger import WORDS, State


def facilitators_of(community: CommunityPage, *, but: User | None = None) -> list[User]:
    """Who facilitates a community today, without `but`."""
    rows = Facilitator.objects.current().filter(community=community).select_related("person")
    return [row.person for row in rows if but is None or row.person_id != but.pk]


def tell_owner(action: LedgerAction, *, by: User, number: int) -> None:
    """Tell an action's owner that it is theirs, once for each line of its history; nobody is told of what they took on themselves."""
    if action.owner is None or action.owner_id == by.pk:
        return
    community = action.recommendation.community
    tell(
        person=action.owner, kind=NoticeKind.REQUEST, key=f"action:{action.pk}:yours:{number}", url=action.get_absolute_url(),
        title=f"{community} asks you, by {date_words(action.due_on)}: {action.text}",
        text="Say how it goes on its page. If you cannot do it, give it back there, and somebody else is asked.",
        why=f"{by} named you as its owner{f' for {action.service}' if action.service else ''}.",
    )  # fmt: skip


def tell_of_closing(action: LedgerAction, *, by: User, number: int) -> None:
    """Tell the facilitators, and an owner who did not close it themselves, what became of an action."""
    community = action.recommendation.community
    title = f"{WORDS[State(action.state)]}: {action.text}"
    key = f"action:{action.pk}:closed:{number}"
    told = facilitators_of(community, but=by)
    tell_each(people=told, kind=NoticeKind.ANSWER, key=key, title=title, text=action.outcome, why=f"You facilitate {community}.", url=action.get_absolute_url())
    if action.owner and action.owner_id != by.pk and action.owner not in told:
        tell(person=action.owner, kind=NoticeKind.ANSWER, key=key, title=title, text=action.outcome, why="It was yours to do.", url=action.get_absolute_url())


def tell_of_giving_back(action: LedgerAction, *, by: User, number: int) -> None:
    """Tell the facilitators that an action needs an owner."""
    community = action.recommendation.community
    tell_each(
        people=facilitators_of(community, but=by), kind=NoticeKind.REQUEST, key=f"action:{action.pk}:back:{number}", url=action.get_absolute_url(),
        title=f"It needs an owner: {action.text}", text="It was given back. The reason stands on its page.", why=f"You facilitate {community}.",
    )  # fmt: skip


def remind_owner(action: LedgerAction, *, stage: int) -> None:
    """Remind an action's owner that its day is near or past, once for each stage and day."""
    if action.owner is None:
        return
    past = action.due_on < timezone.localdate()
    when = f"It was due by {date_words(action.due_on)}" if past else f"It is due by {date_words(action.due_on)}"
    tell(
        person=action.owner, kind=NoticeKind.REMINDER, key=f"{_reminders(action)}{action.due_on}:{stage}", url=action.get_absolute_url(),
        title=f"{when}: {action.text}", text="Say how it goes, give it another day, or give it back.",
        why=f"It is yours in {action.recommendation.community}.",
    )  # fmt: skip


def stop_reminders(action: LedgerAction) -> int:
    """Drop letters that remind of an action and have not gone, and take their notices as read: they do not hold any more. How many letters."""
    return untell(_reminders(action), as_read=True)


def _reminders(action: LedgerAction) -> str:
    return f"action:{action.pk}:due:"
