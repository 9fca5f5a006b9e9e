"""Claiming places, giving them back, and offering them to who waits: always by an update of the time's own row.

One way for times to shadow and for sessions; each says in a `Places` what its own states and letters are. Whoever changes a turn
locks its time first and then the turn, so that no two wait for each other.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from home.actions.refusals import Refused
from home.models import User
from home.rules.quiet import bank_holidays
from practice.rules.working_days import held_until

OFFER_WORKING_DAYS = 2


def local(moment: datetime) -> datetime:
    """A moment on the clock on the wall, without a zone."""
    return timezone.localtime(moment).replace(tzinfo=None)


def hold_until(time: Any, days: int) -> datetime:
    """Until when a place in `time` is held, from now on, for so many working days: never past its start."""
    return min(timezone.make_aware(held_until(local(timezone.now()), days, local(time.starts_at), bank_holidays())), time.starts_at)


def claimable(times: Any, now: datetime) -> Any:
    """Those of `times` (a queryset) with a place for a newcomer: people who wait count as if they had theirs.

    Only columns of the time itself: with a join an update becomes one over a subquery, which PostgreSQL does not look at
    again once another transaction lets the row go.
    """
    return times.filter(called_off_at__isnull=True, starts_at__gt=now, taken__lt=F("capacity") - F("waiting"))


@dataclass(frozen=True)
class Places:
    """Places of one kind of time (`times`), for which people hold turns (`turns`, whose key to the time is `of`).

    `related` is what belongs to a time in one query, `following` what may follow on a state, `holding` which states take a place.
    `offered` tells a person that a place is theirs to take, `ended` stops letters about a turn that is over; `gone` is said where a turn
    has changed meanwhile, `over` where the time cannot be had any more.
    """

    times: Any
    turns: Any
    of: str
    related: tuple[str, ...]
    following: Mapping[Any, Container[Any]]
    holding: Container[Any]
    offered: Callable[[Any], None]
    ended: Callable[[Any], Any]
    gone: str
    over: str

    def claim(self, time: Any, now: datetime) -> bool:
        """Take a place for a newcomer by one conditional update; whether there was one."""
        return bool(claimable(self.times.objects.filter(pk=time.pk), now).update(taken=F("taken") + 1))

    def claim_or_wait(self, time: Any, now: datetime, *, still_open: Callable[[Any], bool]) -> bool:
        """Take a place where one is free (true), else a turn in the line (false); `Refused` where the time is no longer `still_open`.

        The second look happens with the time held, so that no place freed in between is missed.
        """
        if self.claim(time, now):
            return True
        held = self.locked_time(time.pk)
        if held.called_off_at or held.starts_at <= timezone.now() or not still_open(held):
            raise Refused(self.over)
        if self.claim(time, timezone.now()):
            return True
        self.times.objects.filter(pk=time.pk).update(waiting=F("waiting") + 1)
        return False

    def locked_time(self, pk: int) -> Any:
        """The time, held by this transaction."""
        return self.times.objects.select_for_update(of=("self",)).select_related(*self.related).get(pk=pk)

    def locked(self, turn: Any) -> Any:
        """The turn as it stands now, held by this transaction together with its time."""
        time = self.locked_time(getattr(turn, f"{self.of}_id"))
        found = self.turns.objects.select_for_update(of=("self",)).whole().get(pk=turn.pk)
        setattr(found, self.of, time)
        return found

    def become(self, turn: Any, state: Any) -> None:
        """Set the state of a turn that this transaction holds; `Refused` where that may not follow on what it is."""
        if state not in self.following[turn.state]:
            raise Refused(self.gone)
        turn.state = state

    def let_go(self, turn: Any, state: Any, *, by: User | None = None, reason: str = "", late: bool = False) -> None:
        """End a turn that is open, give its place or its turn back, and offer what is free to who is next. Hold the time first."""
        column = "taken" if turn.state in self.holding else "waiting"
        self.become(turn, state)
        turn.reason, turn.late = reason[:600], late
        turn.ended_by, turn.ended_at = by, timezone.now()
        turn.save(update_fields=["state", "reason", "late", "ended_by", "ended_at"])
        self.ended(turn)
        time = getattr(turn, self.of)
        self.times.objects.filter(pk=time.pk).update(**{column: F(column) - 1})
        self.offer_next(time)

    def take_up(self, time: Any, now: datetime) -> bool:
        """Turn one who waits into one who holds a place, where there is a free one; whether there was."""
        free = self.times.objects.filter(pk=time.pk, called_off_at__isnull=True, starts_at__gt=now, waiting__gt=0, taken__lt=F("capacity"))
        return bool(free.update(taken=F("taken") + 1, waiting=F("waiting") - 1))

    def offer_next(self, time: Any) -> int:
        """Offer free places to those who wait, in the order in which they came. Hold the time first. How many offers."""
        made, now = 0, timezone.now()
        while True:
            following = self.turns.objects.in_line().filter(**{self.of: time}).whole().first()
            if following is None or not self.take_up(time, now):
                return made
            self.become(following, type(following).OFFERED)
            following.offered_until = hold_until(time, OFFER_WORKING_DAYS)
            following.save(update_fields=["state", "offered_until"])
            self.offered(following)
            made += 1
