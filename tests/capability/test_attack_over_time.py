"""The attack on a team's history: every page of years written down, and every set of answers that fits all of them weighed.

The attacker knows who was in the team and had answered at each counting, who came and who left between any two of them, the
rule, and every band that was shown. She knows no answer. She wins where every set of answers that fits all pages gives one who
left the same answer. Somebody who answers otherwise counts as one who left and one who came.
"""

import random
from collections import Counter

import numpy as np
import pytest

from capability.rules.counting import counted_again
from capability.rules.publishing import over_time, whole_team
from home.rules.disclosure import Band, counts_behind

SEED = 20261122
Cohort = tuple[int, int]  # the first and the last counting at which somebody is there


def a_team(chance: random.Random, sizes: tuple[int, int], countings: int, again=counted_again, least_changed: int = 3) -> list[dict[str, int]]:
    """Who answered what at each counting; between any two at least three people's part changes, as the real rule asks."""
    rate = chance.random()
    teams = [{f"first {number}": int(chance.random() < rate) for number in range(chance.randint(*sizes))}]
    while len(teams) < countings:
        before = teams[-1]
        leaving = chance.randint(0, min(least_changed, len(before) - 1))
        after = dict(list(before.items())[leaving:])
        after |= {f"{len(teams)} joined {n}": int(chance.random() < rate) for n in range(chance.randint(least_changed - leaving, least_changed - leaving + 1))}
        if again(before, after):
            teams.append(dict(chance.sample(list(after.items()), len(after))))
    return teams


def cohorts_of(teams: list[dict[str, int]]) -> dict[str, Cohort]:
    """When each person was there."""
    there: dict[str, list[int]] = {}
    for number, team in enumerate(teams):
        for name in team:
            there.setdefault(name, []).append(number)
    return {name: (times[0], times[-1]) for name, times in there.items()}


def fitting(teams: list[dict[str, int]], shown: list[Band], target: Cohort) -> set[int]:
    """How many of the target's cohort may meet it, over every set of answers that fits everything that was shown."""
    sizes = Counter(cohorts_of(teams).values())
    active = [sorted(c for c in sizes if c[0] <= t <= c[1]) for t in range(len(teams))]

    def allowed(t: int) -> np.ndarray:
        people = len(teams[t])
        possible = np.zeros(people + 1, bool)
        possible[list(counts_behind(shown[t], people))] = True
        grids = np.ix_(*(np.arange(sizes[c] + 1) for c in active[t]))
        return possible[sum(grids[1:], grids[0])]

    def carry(array: np.ndarray, here: list[Cohort], to: list[Cohort]) -> np.ndarray:
        """The same knowledge about those who stay, spread over those who are new."""
        array = array.any(axis=tuple(n for n, c in enumerate(here) if c not in to))
        kept = [c for c in here if c in to]
        return array.reshape([sizes[c] + 1 if c in kept else 1 for c in to])

    spans = range(len(teams))
    forward = [allowed(t) for t in spans]
    backward = [each.copy() for each in forward]
    for t in spans[1:]:
        forward[t] = forward[t] & carry(forward[t - 1], active[t - 1], active[t])
    for t in reversed(spans[:-1]):
        backward[t] = backward[t] & carry(backward[t + 1], active[t + 1], active[t])
    t = target[0]
    both = forward[t] & backward[t]
    axis = active[t].index(target)
    return set(np.flatnonzero(both.any(axis=tuple(n for n in range(both.ndim) if n != axis))).tolist())


def attack(sizes: tuple[int, int], *, teams: int, countings: int = 4, how=over_time, least_changed: int = 3, again=counted_again) -> float:
    """The share of those who left at some time whose answer the whole history tells."""
    chance = random.Random(SEED)
    won = tried = 0
    for _ in range(teams):
        there = a_team(chance, sizes, countings, again, least_changed)
        when = cohorts_of(there)
        gone = sorted(name for name, (_, last) in when.items() if last < countings - 1)
        if not gone:
            continue
        target = when[chance.choice(gone)]
        shown = [each.bands.get(1, Band.SUPPRESSED) for each in how([{1: (sum(team.values()), len(team))} for team in there])]
        size = sum(1 for cohort in when.values() if cohort == target)
        tried += 1
        won += fitting(there, shown, target) in ({0}, {size})
    return won / tried


TEAMS = [300, pytest.param(20_000, marks=pytest.mark.full)]


@pytest.mark.parametrize("teams", TEAMS)
@pytest.mark.parametrize("sizes", [(5, 9), (8, 14), (15, 30)])
def test_a_history_pins_few_who_left(sizes, teams):
    assert attack(sizes, teams=teams) < 0.10


def test_a_history_of_a_small_team_pins_nobody():
    assert attack((2, 4), teams=300, countings=3) == 0


def test_the_attacker_finds_the_truth():
    """What fits always holds what is so: else a lost attack would prove nothing."""
    chance = random.Random(SEED)
    for _ in range(100):
        there = a_team(chance, (6, 12), 4)
        when = cohorts_of(there)
        answers = {name: answer for team in there for name, answer in team.items()}
        shown = [each.bands.get(1, Band.SUPPRESSED) for each in over_time([{1: (sum(team.values()), len(team))} for team in there])]
        target = when[chance.choice(sorted(when))]
        true = sum(answers[name] for name, cohort in when.items() if cohort == target)
        assert true in fitting(there, shown, target)


def test_the_attack_wins_where_the_rule_is_loosened():
    at_once = {"again": lambda before, after: True, "least_changed": 1}
    kept = attack((8, 14), teams=400)
    assert attack((8, 14), teams=400, **at_once) > 1.5 * kept
    assert attack((2, 5), teams=300, countings=3, how=lambda countings: [whole_team(each, {}, least=5) for each in countings]) > 0
