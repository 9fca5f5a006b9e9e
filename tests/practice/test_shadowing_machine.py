"""Whatever people do, in whatever order: never too many in a place, nobody confirmed without two yeses, the line kept."""

from datetime import time, timedelta

import hypothesis.strategies as some
import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from home.actions.refusals import Refused
from practice.actions.shadowing import answering, asking, ending, scheduling
from practice.models import Booking
from practice.rules.shadowing import CERTAIN, Side, State
from tests.cast import make_cast
from tests.factories import MembershipFactory, PersonFactory, TeamManagerFactory
from tests.practice.shadow import NOW, THURSDAY, make_placement, make_slot

WHO = some.integers(0, 4)
SIDE = some.sampled_from(list(Side))


class Shadowing(RuleBasedStateMachine):
    """One time of two places, five people who want one, a host, a manager, and a deputy who is the host as well."""

    def __init__(self):
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.travel = time_machine.travel(NOW, tick=False)
        self.clock = self.travel.start()
        cast = make_cast()
        self.team = cast.team
        names = ("Bea", "Cy", "Di", "Ed")
        self.people = [cast.asha, *(MembershipFactory(person=PersonFactory(name=name), team=cast.team).person for name in names)]
        TeamManagerFactory(person=cast.eve, team=cast.team, is_deputy=True)
        self.deciders = [cast.eve, cast.ben, cast.frank]
        self.host = cast.eve
        self.slot = make_slot(make_placement(cast.eve), capacity=2)
        self.line = []

    def teardown(self):
        self.travel.stop()
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def booking(self, who):
        return Booking.objects.open().filter(slot=self.slot, person=self.people[who]).first()

    def attempt(self, do, **what):
        try:
            with transaction.atomic():
                return do(**what)
        except Refused:
            return None

    @rule(who=WHO)
    def ask(self, who):
        self.attempt(asking.ask, by=self.people[who], slot=self.slot, team=self.team)

    @rule(who=WHO, by=some.integers(0, 3), side=SIDE)
    def say_yes(self, who, by, side):
        if booking := self.booking(who):
            self.attempt(answering.say_yes, by=[*self.deciders, self.people[who]][by], booking=booking, side=side)

    @rule(who=WHO)
    def both_say_yes(self, who):
        if booking := self.booking(who):
            self.attempt(answering.say_yes, by=self.deciders[1], booking=booking, side=Side.MANAGER)
            self.attempt(answering.say_yes, by=self.host, booking=booking, side=Side.HOST)

    @rule(who=WHO, by=some.integers(0, 2))
    def decline(self, who, by):
        if booking := self.booking(who):
            self.attempt(answering.decline, by=self.deciders[by], booking=booking, reason="We have a visitor that day.")

    @rule(who=WHO)
    def cancel(self, who):
        if booking := self.booking(who):
            self.attempt(ending.cancel, by=self.people[who], booking=booking)

    @rule(who=WHO)
    def take_the_offer(self, who):
        if booking := self.booking(who):
            self.attempt(asking.accept_offer, by=self.people[who], booking=booking)

    @rule(hours=some.integers(1, 72))
    def time_goes_by(self, hours):
        self.clock.shift(timedelta(hours=hours))
        ending.let_lapse()

    @rule(days=some.integers(0, 20))
    def move(self, days):
        self.attempt(scheduling.move_slot, by=self.host, slot=self.slot, day=THURSDAY + timedelta(days=days), begins=time(10), ends=time(16))

    @rule(capacity=some.integers(1, 3))
    def make_room(self, capacity):
        self.attempt(scheduling.make_room, by=self.host, slot=self.slot, capacity=capacity)

    @invariant()
    def never_more_than_there_is_room_for(self):
        self.slot.refresh_from_db()
        assert self.slot.taken == Booking.objects.holding().filter(slot=self.slot).count()
        assert self.slot.waiting == Booking.objects.in_line().filter(slot=self.slot).count()
        assert self.slot.taken <= self.slot.capacity

    @invariant()
    def nobody_waits_beside_a_free_place(self):
        free = self.slot.capacity - self.slot.taken
        assert not (free and self.slot.waiting and self.slot.starts_at > NOW and self.slot.starts_at.timestamp() > self.clock_now())

    @invariant()
    def nobody_is_confirmed_without_two_yeses_of_two_others(self):
        for booking in Booking.objects.filter(state__in=[state.value for state in CERTAIN]):
            said = {booking.host_yes_by_id, booking.manager_yes_by_id}
            assert None not in said
            assert len(said - {booking.person_id}) == 2

    @invariant()
    def the_line_is_kept(self):
        line = list(Booking.objects.filter(slot=self.slot, state=State.WAITING).order_by("asked_at", "pk").values_list("pk", flat=True))
        waiting = set(line)
        offered = set(Booking.objects.filter(slot=self.slot, state=State.OFFERED).values_list("pk", flat=True))
        passed = [place for place, pk in enumerate(self.line) if pk in offered]
        left = [place for place, pk in enumerate(self.line) if pk in waiting]
        assert not passed or not left or max(passed) < min(left)
        self.line = line

    def clock_now(self) -> float:
        from django.utils import timezone

        return timezone.now().timestamp()


def run(examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    kept = settings(max_examples=examples, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=quiet)
    run_state_machine_as_test(Shadowing, settings=kept)


@pytest.mark.django_db
def test_places_hold_whatever_people_do():
    run(50, 15)


@pytest.mark.full
@pytest.mark.django_db
def test_places_hold_in_a_thousand_runs():
    run(1000, 30)
