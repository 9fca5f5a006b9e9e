"""What was once finished or confirmed is never lost, whatever is done afterwards; and a draft finished by many at once is one."""

import random
import threading

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capability.actions.assessing import AssessingProblem, Given, answer, begin, finish, leave_draft
from capability.actions.planning import drop
from capability.actions.sharing import share, stop_sharing
from capability.actions.supervising import agree_action, confirm
from capability.models import Capability, Confirmation, Framework, PlanAction, Rating, SelfAssessment, Sharing
from tests.capability.population import finished, the_framework
from tests.cast import make_cast

CODES = ("A1", "B3", "C1")
STEPS = st.one_of(
    st.just(("begin",)),
    st.tuples(st.just("answer"), st.sampled_from(CODES), st.one_of(st.none(), st.integers(0, 3)), st.integers(1, 4), st.sampled_from(("", "a note"))),
    st.just(("finish",)),
    st.just(("leave",)),
    st.just(("share",)),
    st.just(("stop",)),
    st.tuples(st.just("confirm"), st.sampled_from(CODES), st.sampled_from((True, False, None)), st.sampled_from(("", "well seen", "not yet"))),
    st.tuples(st.just("agree"), st.sampled_from(CODES), st.sampled_from(("lead a talk", "visit"))),
    st.just(("drop",)),
)


def kept() -> tuple[set, set, set]:
    """Everything that must stay: finished ratings, confirmations, and what was agreed."""
    ratings = Rating.objects.filter(assessment__submitted_at__isnull=False)
    return (
        set(ratings.values_list("pk", "assessment", "assessment__submitted_at", "capability", "answered", "level", "sure", "note", "carried_over")),
        set(Confirmation.objects.values_list("pk", "rating", "supervisor", "agrees", "comment", "said_at")),
        set(PlanAction.objects.exclude(agreed_with=None).values_list("pk", "person", "capability", "text", "agreed_with")),
    )


def do(step: tuple, cast, capabilities: dict[str, Capability]) -> None:
    """One step of Asha's or Ben's; one that cannot be done is refused and changes nothing."""
    asha, ben = cast.asha, cast.ben
    last = SelfAssessment.objects.submitted().filter(person=asha).first()
    kind, *rest = step
    if kind == "begin":
        begin(asha)
    elif kind == "answer":
        code, level, sure, note = rest
        answer(asha, capabilities[code], Given(level=level, not_my_role=level is None, sure=sure, note=note))
    elif kind == "finish":
        finish(asha)
    elif kind == "leave":
        leave_draft(asha)
    elif kind == "drop":
        for action in PlanAction.objects.all():
            drop(asha, action)
    elif last is not None and kind == "share":
        share(asha, last, ben)
    elif last is not None and kind == "stop":
        for sharing in Sharing.objects.open():
            stop_sharing(asha, sharing)
    elif last is not None and kind in ("confirm", "agree"):
        rating = Rating.objects.filter(assessment=last, capability=capabilities[rest[0]]).select_related("assessment__person", "capability").first()
        if rating and kind == "confirm":
            confirm(ben, rating, agrees=rest[1], comment=rest[2])
        elif rating:
            agree_action(ben, rating, text=rest[1], due_on=None)


@pytest.mark.parametrize("examples", [12, pytest.param(300, marks=pytest.mark.full)])
@pytest.mark.django_db
def test_nothing_finished_confirmed_or_agreed_is_ever_lost(cast, examples):
    the_framework()
    capabilities = {code: Capability.objects.in_force().get(code=code) for code in CODES}

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(STEPS, min_size=6, max_size=25))
    def holds(steps):
        with transaction.atomic():
            for step in [("begin",), ("answer", "B3", 1, 3, ""), ("finish",), ("share",), *steps]:
                before = kept()
                try:
                    with transaction.atomic():
                        do(step, cast, capabilities)
                except AssessingProblem:
                    assert kept() == before
                now = kept()
                assert all(then <= after for then, after in zip(before, now, strict=True)), step
            transaction.set_rollback(True)

    holds()


def at_once(jobs) -> list:
    """Run `jobs` in threads that begin together; the results, or what they raised."""
    gate, results = threading.Barrier(len(jobs)), []

    def run(job):
        try:
            gate.wait()
            results.append(job())
        except Exception as fault:
            results.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_a_draft_finished_by_eight_at_once_is_one_assessment():
    cast = make_cast()
    the_framework()
    begin(cast.asha)
    answer(cast.asha, Capability.objects.in_force().get(code="B3"), Given(level=2))
    results = at_once([lambda: finish(cast.asha)] * 8)
    assert not [each for each in results if isinstance(each, Exception)], results
    assert len({each.pk for each in results}) == 1
    made = SelfAssessment.objects.get(person=cast.asha)
    assert made.submitted_at is not None
    assert {each.submitted_at for each in results} == {made.submitted_at}
    assert made.ratings.count() == 1


@pytest.mark.django_db(transaction=True)
def test_beginning_answering_and_finishing_at_once_leaves_at_most_one_draft():
    cast = make_cast()
    the_framework()
    finished(cast.asha, {"B3": 1})
    trauma = Capability.objects.in_force().get(code="B3")

    def answer_it():
        return answer(cast.asha, trauma, Given(level=random.randrange(4)))

    begin(cast.asha)
    results = at_once([lambda: begin(cast.asha), answer_it, lambda: finish(cast.asha), answer_it, lambda: finish(cast.asha), lambda: begin(cast.asha)])
    assert not [each for each in results if isinstance(each, Exception) and not isinstance(each, AssessingProblem)], results
    assert SelfAssessment.objects.drafts().count() <= 1
    assert SelfAssessment.objects.submitted().filter(person=cast.asha).count() in (2, 3)
    assert all(one.ratings.filter(capability=trauma).count() == 1 for one in SelfAssessment.objects.submitted())
    assert Framework.objects.published().count() == 1
