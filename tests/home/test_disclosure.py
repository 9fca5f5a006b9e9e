"""The disclosure rule, and an attack on it that fails as soon as the rule is loosened."""

import random
from functools import cache
from itertools import product

import pytest

from home.rules.disclosure import LEAST_CHANGED, Band, band, least_people, may_freeze_again, people_changed

TEAMS = 20_000
SEED = 20261122


@pytest.mark.parametrize(
    ("meeting", "people", "expected"),
    [
        (0, 8, Band.FEW),
        (2, 8, Band.FEW),
        (3, 8, Band.SOME),
        (3, 9, Band.SOME),
        (5, 8, Band.SOME),
        (6, 9, Band.MOST),
        (8, 8, Band.MOST),
        (7, 7, Band.SUPPRESSED),
        (0, 0, Band.SUPPRESSED),
    ],
)
def test_bands(meeting, people, expected):
    assert band(meeting, people) is expected


def test_no_snapshot_says_all_or_none():
    for people in range(8, 200):
        for shown in (Band.FEW, Band.SOME, Band.MOST):
            counts = [k for k in range(people + 1) if band(k, people) is shown]
            assert len(counts) >= 2, f"{shown} of {people} would be one exact count"


def test_the_setting_never_goes_under_its_floor():
    assert least_people(1) == 5
    assert band(2, 4, least=1) is Band.SUPPRESSED
    assert band(9, 10, least=12) is Band.SUPPRESSED


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="cannot be"):
        band(9, 8)


def test_three_people_must_have_changed():
    before = {"asha": 1, "ben": 0, "carys": 1}
    assert people_changed(before, {"asha": 1, "ben": 1, "dev": 0}) == 3
    assert people_changed(before, dict(before)) == 0
    assert not may_freeze_again(2)
    assert may_freeze_again(3)
    assert not may_freeze_again(2, least=1)


# -- the attack ---------------------------------------------------------------------------------
# The attacker knows: who was in the team and had answered at both freezes, who left, how many others left or joined
# between them, the rule, and both published values. She does not know any answer. She wins where every set of answers that
# fits what was published gives the leaver the same answer.


@cache
def pinned(show, n1: int, n2: int, shown1, shown2, other_leavers: int, joiners: int) -> bool:
    possible = set()
    for k1 in (k for k in range(n1 + 1) if show(k, n1) == shown1):
        for leaver, left, joined in product((0, 1), range(other_leavers + 1), range(joiners + 1)):
            stay = k1 - leaver - left
            stayers = n1 - 1 - other_leavers
            if 0 <= stay <= stayers and show(stay + joined, n2) == shown2:
                possible.add(leaver)
                if len(possible) == 2:
                    return False
    return len(possible) == 1


def attack(show, *, sizes: tuple[int, int], changed: int, teams: int = TEAMS) -> float:
    """The share of simulated teams in which the leaver's answer is pinned. `changed` people differ between the freezes."""
    chance = random.Random(SEED)
    won = played = 0
    while played < teams:
        n1 = chance.randint(*sizes)
        other_leavers = chance.randint(0, changed - 1)
        joiners = changed - 1 - other_leavers
        n2 = n1 - 1 - other_leavers + joiners
        rate = chance.random()
        answers = [chance.random() < rate for _ in range(n1 + joiners)]
        k1 = sum(answers[:n1])
        k2 = sum(answers[1 + other_leavers :])
        played += 1
        won += pinned(show, n1, n2, show(k1, n1), show(k2, n2), other_leavers, joiners)
    return won / played


def exact(meeting, people):
    return meeting


def with_all_and_none(meeting, people):
    return "all" if meeting == people else "none" if meeting == 0 else band(meeting, people)


def floor_of_five(meeting, people):
    return band(meeting, people, least=5)


@pytest.mark.parametrize("sizes", [(8, 14), (15, 30)])
def test_a_leaver_is_rarely_pinned(sizes):
    assert attack(band, sizes=sizes, changed=LEAST_CHANGED) < 0.05
    assert attack(band, sizes=sizes, changed=1) < 0.10, "even if a freeze had followed one change"


def test_nobody_is_pinned_below_eight():
    assert attack(band, sizes=(2, 7), changed=1) == 0
    assert attack(band, sizes=(3, 5), changed=LEAST_CHANGED) == 0


def test_the_attack_works_when_the_rule_is_loosened():
    """What makes the two tests above worth something: the same attack wins against weaker rules."""
    assert attack(exact, sizes=(8, 14), changed=1) > 0.5
    assert attack(with_all_and_none, sizes=(8, 14), changed=1) > 0.10
    assert attack(floor_of_five, sizes=(5, 7), changed=1) > 0
    assert attack(band, sizes=(8, 14), changed=1) > 1.5 * attack(band, sizes=(8, 14), changed=LEAST_CHANGED)
