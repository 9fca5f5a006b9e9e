"""A person's development plan, and what blocks them."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from capability.enums import BarrierKind
from capability.models import Barrier, Capability, PlanAction
from home.models import User


class PlanProblem(ValueError):
    """Why something in a plan cannot be changed; its text is a sentence for the person."""


@transaction.atomic
def plan(person: User, *, text: str, capability: Capability | None = None, url: str = "", due_on: date | None = None) -> PlanAction:
    """Put something into one's own plan; the same open action twice is one."""
    action, _ = PlanAction.objects.get_or_create(
        person=person, capability=capability, text=text, done_on=None, set_aside_on=None, agreed_with=None, defaults={"url": url, "due_on": due_on}
    )
    return action


def mark_done(person: User, action: PlanAction, *, done: bool) -> None:
    """Mark one's own action as done today, or as still to do; done twice it keeps the day it was done first."""
    mine = PlanAction.objects.filter(pk=action.pk, person=person)
    (mine.filter(done_on=None) if done else mine).update(done_on=timezone.localdate() if done else None)


def change(person: User, action: PlanAction, *, text: str, due_on: date | None) -> None:
    """Say one's own action in other words, or by another day. Raises `PlanProblem` for what was agreed with somebody."""
    if not PlanAction.objects.filter(pk=action.pk, person=person, agreed_with=None).update(text=text, due_on=due_on):
        raise PlanProblem("You agreed this with somebody, so its words stay. Agree another with them, or set this one aside.")


def drop(person: User, action: PlanAction) -> None:
    """Take one's own action out of the plan. What was agreed with somebody is set aside instead, so that neither loses it."""
    mine = PlanAction.objects.filter(pk=action.pk, person=person)
    mine.filter(agreed_with=None).delete()
    mine.filter(set_aside_on=None).update(set_aside_on=timezone.localdate())


def take_up_again(person: User, action: PlanAction) -> None:
    """Put an action that was set aside back into one's plan."""
    PlanAction.objects.filter(pk=action.pk, person=person).update(set_aside_on=None)


@transaction.atomic
def say_what_blocks(person: User, capability: Capability, kinds: list[BarrierKind]) -> None:
    """Say what blocks `person` beside one gap: exactly `kinds`, in place of what they said before."""
    Barrier.objects.filter(person=person, capability=capability).exclude(kind__in=kinds).delete()
    Barrier.objects.bulk_create([Barrier(person=person, capability=capability, kind=kind) for kind in kinds], ignore_conflicts=True)
