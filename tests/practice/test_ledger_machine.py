"""Whatever people do to an action, in whatever order: closed means an outcome, and no line of its history changes or is lost."""

from datetime import timedelta

import hypothesis.strategies as some
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from home.actions.refusals import Refused
from home.models import Letter, Notice
from practice.actions.ledger import carrying, recommending
from practice.actions.ledger.reminding import remind_owners
from practice.models import LedgerAction, LedgerEvent, Recommendation
from practice.rules.ledger import CLOSED, Event, State
from tests.cast import make_cast
from tests.practice.communities import agreed, make_community, recommended

BY = some.sampled_from(["asha", "ben", "carys", "dev", "frank"])
WORDS = some.sampled_from(["", " ", "It goes well.", "They said no."])
DAYS = some.integers(-2, 40)


class Ledger(RuleBasedStateMachine):
    """One action of Asha's in Carys's community, in which Ben is a member; Dev and Frank are nobody there."""

    def __init__(self):
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.cast = make_cast()
        self.recommendation = recommended(make_community(self.cast.carys, self.cast.asha, self.cast.ben), self.cast.ben)
        self.pk = agreed(self.recommendation, self.cast.carys, self.cast.asha).pk
        self.kept: list[dict] = []

    def teardown(self):
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @property
    def action(self) -> LedgerAction:
        return LedgerAction.objects.with_owner().get(pk=self.pk)

    def attempt(self, do, by, **what):
        person, before = getattr(self.cast, by), self.action
        try:
            with transaction.atomic():
                do(by=person, action=before, **what)
        except Refused:
            return
        assert by == "carys" or before.owner_id == person.pk or do is carrying.give_back, f"{by} may not"

    def day(self, days):
        return timezone.localdate() + timedelta(days=days)

    @rule(by=BY, text=WORDS)
    def goes(self, by, text):
        self.attempt(carrying.say_how_it_goes, by, text=text)

    @rule(by=BY, state=some.sampled_from(["done", "dropped", "agreed"]), outcome=WORDS)
    def close(self, by, state, outcome):
        self.attempt(carrying.close, by, state=state, outcome=outcome)

    @rule(by=BY, because=WORDS, days=DAYS)
    def open_again(self, by, because, days):
        self.attempt(carrying.open_again, by, because=because, due_on=self.day(days))

    @rule(by=BY, because=WORDS, days=DAYS)
    def move(self, by, because, days):
        self.attempt(carrying.move, by, because=because, due_on=self.day(days))

    @rule(by=BY, to=BY)
    def hand_over(self, by, to):
        self.attempt(carrying.hand_over, by, owner=getattr(self.cast, to))

    @rule(by=BY, because=WORDS)
    def give_back(self, by, because):
        self.attempt(carrying.give_back, by, because=because)

    @rule(because=WORDS)
    def set_aside(self, because):
        try:
            with transaction.atomic():
                recommending.set_aside(by=self.cast.carys, recommendation=self.recommendation, because=because)
        except Refused:
            return
        assert not self.action.is_open

    @rule()
    def take_up_again(self):
        recommending.take_up_again(by=self.cast.carys, recommendation=self.recommendation)

    @rule(days=some.integers(0, 60))
    def remind(self, days):
        before = Notice.objects.count()
        remind_owners(self.day(days))
        assert self.action.is_open or Notice.objects.count() == before, "nobody is reminded of what is closed"

    @invariant()
    def history_only_grows(self):
        rows = list(LedgerEvent.objects.filter(action=self.pk).order_by("number").values())
        assert rows[: len(self.kept)] == self.kept
        assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
        self.kept = rows

    @invariant()
    def the_last_line_is_how_it_stands(self):
        action, last = self.action, self.kept[-1]
        assert (last["owner_id"], last["service_id"], last["due_on"]) == (action.owner_id, action.service_id, action.due_on)
        assert (action.state in CLOSED) == (last["what"] in (Event.DONE, Event.DROPPED))
        assert action.outcome == (last["text"] if action.state in CLOSED else "")
        assert (action.state == State.AGREED) == all(row["what"] in (Event.AGREED, Event.MOVED, Event.HANDED_OVER, Event.GIVEN_BACK) for row in self.kept)

    @invariant()
    def no_letter_waits_for_what_is_closed(self):
        if not self.action.is_open:
            told = Notice.objects.filter(key__startswith=f"action:{self.pk}:due:")
            assert not told.filter(read_at__isnull=True).exists()
            assert not Letter.objects.filter(kind="reminder", dropped_at__isnull=True, sent_at__isnull=True).exists()

    @invariant()
    def nothing_is_being_done_about_what_is_set_aside(self):
        assert not (self.action.is_open and self.action.recommendation.set_aside_at)

    @invariant()
    def the_recommendation_stands(self):
        assert Recommendation.objects.filter(pk=self.recommendation.pk, text=self.recommendation.text).exists()


def run(examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Ledger, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, database=None, suppress_health_check=quiet)
    )


@pytest.mark.django_db
def test_the_ledger_holds_whatever_people_do():
    run(20, 15)


@pytest.mark.full
@pytest.mark.django_db
def test_the_ledger_holds_in_five_hundred_runs():
    run(500, 30)
