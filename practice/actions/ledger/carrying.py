"""What an action's owner and the facilitators do with it: each change is a line of its history, and none is lost."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.models import Service, User
from practice.actions.ledger import letters
from practice.actions.ledger.recommending import refuse_owner
from practice.models import LedgerAction, LedgerEvent, Recommendation
from practice.permissions import may_carry
from practice.rules.ledger import CLOSED, WORDS, Event, State, may_become, problem_with_due

NOT_YOURS = "Whoever owns the action, or facilitates the community, says how it goes on."
SET_ASIDE = "What was recommended was set aside. Once a facilitator takes that up again, this can be opened."
EVENT_OF = {State.DONE: Event.DONE, State.DROPPED: Event.DROPPED}
ASKED = {State.DONE: "Say what came of it.", State.DROPPED: "Say why it is dropped. Everyone in the community reads it."}


@transaction.atomic
def say_how_it_goes(*, by: User, action: LedgerAction, text: str) -> LedgerAction:
    """Add a line about how an action goes; one that was only agreed is under way from then on. The same line twice is one."""
    found = _locked(action, by)
    if not (text := text.strip()):
        raise Refused("Write how it goes.")
    if not found.is_open:
        raise Refused(f"It is {WORDS[State(found.state)].lower()} already. Open it again first.")
    last = found.events.last()
    if last is not None and (last.text, last.by_id) == (text[:2000], by.pk):
        return found
    what = Event.STARTED if found.state == State.AGREED else Event.NOTED
    found.state = State.UNDER_WAY
    found.save(update_fields=["state"])
    _line(found, what, by, text)
    return found


@transaction.atomic
def close(*, by: User, action: LedgerAction, state: str, outcome: str) -> LedgerAction:
    """Say that an action is done, and what came of it, or dropped, and why. Its reminders stop. The same again is nothing new."""
    found = _locked(action, by)
    if state not in CLOSED:
        raise Refused("Say whether it is done or dropped.")
    if not (outcome := outcome.strip()):
        raise Refused(ASKED[State(state)])
    if found.state == state and found.outcome == outcome[:2000]:
        return found
    if not may_become(found.state, state):
        raise Refused(f"It is {WORDS[State(found.state)].lower()} already. Open it again first.")
    found.state, found.outcome, found.closed_at = state, outcome[:2000], timezone.now()
    found.save(update_fields=["state", "outcome", "closed_at"])
    line = _line(found, EVENT_OF[State(state)], by, outcome)
    letters.stop_reminders(found)
    letters.tell_of_closing(found, by=by, number=line.number)
    return found


@transaction.atomic
def open_again(*, by: User, action: LedgerAction, because: str, due_on: date) -> LedgerAction:
    """Open again what was done or dropped, with a reason and a new day. What was said to have come of it stays in its history.

    Where the recommendation was set aside meanwhile, that has to be taken up first: nothing is being done about what is set aside.
    """
    above = Recommendation.objects.select_for_update(of=("self",), no_key=True).get(pk=action.recommendation_id)
    found = _locked(action, by)
    if not (because := because.strip()):
        raise Refused("Say why it is opened again.")
    if problem := problem_with_due(due_on, timezone.localdate()):
        raise Refused(problem)
    if found.is_open:
        return found
    if above.set_aside_at is not None:
        raise Refused(SET_ASIDE)
    found.state, found.outcome, found.closed_at, found.due_on = State.UNDER_WAY, "", None, due_on
    found.save(update_fields=["state", "outcome", "closed_at", "due_on"])
    line = _line(found, Event.OPENED_AGAIN, by, because)
    letters.tell_owner(found, by=by, number=line.number)
    return found


@transaction.atomic
def move(*, by: User, action: LedgerAction, due_on: date, because: str) -> LedgerAction:
    """Give an open action another day, with a reason. Reminders of the day before stop. The same day is no change."""
    found = _locked(action, by)
    if not found.is_open:
        raise Refused("It is closed. Open it again to give it another day.")
    if problem := problem_with_due(due_on, timezone.localdate()):
        raise Refused(problem)
    if found.due_on == due_on:
        return found
    if not (because := because.strip()):
        raise Refused("Say why the day changes. Everyone in the community reads it.")
    found.due_on = due_on
    found.save(update_fields=["due_on"])
    _line(found, Event.MOVED, by, because)
    letters.stop_reminders(found)
    return found


@transaction.atomic
def hand_over(*, by: User, action: LedgerAction, owner: User, service: Service | None = None, because: str = "") -> LedgerAction:
    """Give an open action to somebody else, who is told; reminders to the one before stop. The same owner is no change."""
    found = _locked(action, by)
    if not found.is_open:
        raise Refused("It is closed. Open it again to hand it over.")
    refuse_owner(owner, service)
    if (found.owner_id, found.service_id) == (owner.pk, service.pk if service else None):
        return found
    letters.stop_reminders(found)
    found.owner, found.service = owner, service
    found.save(update_fields=["owner", "service"])
    line = _line(found, Event.HANDED_OVER, by, because.strip())
    letters.tell_owner(found, by=by, number=line.number)
    return found


@transaction.atomic
def give_back(*, by: User, action: LedgerAction, because: str) -> LedgerAction:
    """Say that one cannot do an action: it has no owner then, and the facilitators are told why. Twice is once."""
    found = _locked(action, by)
    if found.owner_id is None:
        return found
    if found.owner_id != by.pk:
        raise Refused("Only its owner gives an action back. A facilitator hands it over.")
    if not found.is_open:
        raise Refused("It is closed: there is nothing to give back.")
    if not (because := because.strip()):
        raise Refused("Say why, so that the facilitators can ask somebody else.")
    letters.stop_reminders(found)
    found.owner = None
    found.save(update_fields=["owner"])
    line = _line(found, Event.GIVEN_BACK, by, because)
    letters.tell_of_giving_back(found, by=by, number=line.number)
    return found


@transaction.atomic
def leave(person: User) -> int:
    """Give back every open action of somebody who leaves the site; the facilitators are told. How many."""
    pks = list(LedgerAction.objects.open().filter(owner=person).order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        found = LedgerAction.objects.select_for_update(of=("self",), no_key=True).with_owner().get(pk=pk)
        letters.stop_reminders(found)
        found.owner = None
        found.save(update_fields=["owner"])
        line = _line(found, Event.GIVEN_BACK, None, "Whoever owned it has left.")
        letters.tell_of_giving_back(found, by=person, number=line.number)
    return len(pks)


def _locked(action: LedgerAction, by: User) -> LedgerAction:
    found = LedgerAction.objects.select_for_update(of=("self",), no_key=True).with_owner().get(pk=action.pk)
    if not may_carry(by, found):
        raise Refused(NOT_YOURS)
    return found


def _line(action: LedgerAction, what: Event, by: User | None, text: str) -> LedgerEvent:
    """Add a line to the history of a locked action, as it stands now."""
    number = action.events.count() + 1
    facts = {"due_on": action.due_on, "owner": action.owner, "service": action.service}
    line = LedgerEvent.objects.create(action=action, number=number, what=what, by=by, text=text[:2000], **facts)
    log(instance=action.recommendation.community, action="practice.action_changed", user=by, data={"action": action.pk, "what": what.value})
    return line
