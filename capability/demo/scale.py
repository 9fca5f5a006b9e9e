"""A town of any size, for measuring: people who looked at their capabilities over the years, who let whom read it, and quarters of figures.

Its people and teams are the floor's (`home.demo.scale`). It is made in few statements, in a database that holds nothing else.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from django.db import connection
from django.utils import timezone

from capability.actions.freezing import freeze
from capability.actions.publishing import build_dataset
from capability.enums import BarrierKind, Sureness
from capability.models import Barrier, Capability, Confirmation, Framework, PlanAction, Rating, RoleTarget, SelfAssessment, Sharing, Snapshot
from capability.rules.counting import quarter_of
from home.demo import scale as floor
from home.demo.pouring import keys, look_again, moments, pour, settle
from home.demo.scale import Round, Say, Size

WATCHED_SHARING = 5
TIMES = (1, 1, 1, 2, 2, 3)  # how often people looked at their capabilities, a year apart
A_QUARTER_OF_THEM = 0.25
PLANS = ("Ask how another team does it", "Sit in on a joint visit", "Read what the module says, and try one thing of it")


def grow_to(people: int, seed: int, *, services: int = 500, teams: int = 2000) -> None:
    """Let a town of this floor and the one below have `people`; what there is already stays as it is."""
    size = Size(people, services=services, teams=teams, seed=seed)
    floor.lay_ground(size, lambda _: None)
    for numbers in floor.rounds(size):
        fill(floor.welcome(size, numbers))
    look_again()


def lay_ground(size: Size, say: Say) -> None:
    """The framework in force is the ground; it has to be there."""
    Framework.objects.published().get()


def fill(found: Round) -> None:
    """What a round of people said of themselves, who may read the latest, what was said beside it, what blocks them and what they plan."""
    chance = found.chance(1)
    latest = assess(found, chance)
    share(found, latest, chance)
    plan(found, chance)


def assess(found: Round, chance: np.random.Generator) -> range:
    """Finished self-assessments on every capability, mostly near what the role needs and nearer with each; the keys of the latest of each person."""
    framework = Framework.objects.published().get()
    capabilities = list(Capability.objects.in_force().values_list("pk", flat=True))
    many = len(found.people)
    latest = keys(SelfAssessment, many)
    recent = moments(chance, many, found.now, (1, 330))
    rows = list(zip(latest, found.people, found.roles, recent, strict=True))
    again = chance.choice(TIMES, many)
    earlier = [
        (person, role, at - timedelta(days=365 * back)) for _, person, role, at, times in ((*row, int(times)) for row, times in zip(rows, again, strict=True))
        for back in range(1, times)
    ]  # fmt: skip
    rows += [(latest.stop + n, *row) for n, row in enumerate(earlier)]
    pour(
        SelfAssessment,
        "id person_id job_role_id framework_id started_at submitted_at",
        ((key, person, role, framework.pk, at, at) for key, person, role, at in rows),
    )
    ages = [0] * many + [1] * len(earlier)
    needed: dict[tuple[int | None, int], int] = {
        (role, capability): level for role, capability, level in RoleTarget.objects.values_list("profile__job_role", "capability", "level")
    }
    targets = np.array([[needed.get((role, capability), 1) for capability in capabilities] for _, _, role, _ in rows])
    pour(Rating, "assessment_id capability_id level sure", levels([row[0] for row in rows], targets - np.array(ages)[:, None], capabilities, chance))
    settle([SelfAssessment, Rating])
    return latest


def levels(assessments: list[int], near: np.ndarray, capabilities: list[int], chance: np.random.Generator) -> Iterator[tuple[int, int, int, int]]:
    """A rating of each capability in each self-assessment: a level `near` what it should be, and how sure the person is."""
    said = np.clip(near + chance.choice([-2, -1, -1, 0, 0, 0, 0, 1], near.shape), 0, 3).tolist()
    sure = chance.integers(Sureness.GUESSING, Sureness.SEEN + 1, near.shape).tolist()
    for assessment, levels_here, sure_here in zip(assessments, said, sure, strict=True):
        for capability, level, how_sure in zip(capabilities, levels_here, sure_here, strict=True):
            yield assessment, capability, level, how_sure


def share(found: Round, latest: range, chance: np.random.Generator) -> None:
    """One in six lets their manager read the latest; the first of the watched team do. Every other one of them is told something about one capability."""
    chosen = chance.random(len(latest)) < 1 / 6
    sharing = []
    for place, (number, person, team, key) in enumerate(zip(found.numbers, found.people, found.teams, latest, strict=True)):
        manager = found.managers.get(team)
        if manager not in (None, person) and (chosen[place] if number >= floor.WATCHED_PEOPLE else number <= WATCHED_SHARING):
            sharing.append((key, manager))
    pour(Sharing, "assessment_id reader_id as_manager shared_at", ((key, reader, True, found.now) for key, reader in sharing))
    ratings = dict(Rating.objects.filter(assessment__in=[key for key, _ in sharing[::2]]).order_by("-pk").values_list("assessment", "pk"))
    pour(Confirmation, "rating_id supervisor_id agrees comment said_at", (
        (ratings[key], reader, bool(n % 3), "I saw you do this last month, and I see it much as you do.", found.now)
        for n, (key, reader) in enumerate(sharing[::2])
    ))  # fmt: skip
    settle([Sharing, Confirmation])


def plan(found: Round, chance: np.random.Generator) -> None:
    """One in four plans something, one in four says what blocks them."""
    capabilities = list(Capability.objects.in_force().values_list("pk", flat=True))
    many = len(found.people)
    about = chance.integers(0, len(capabilities), (2, many)).tolist()
    plans, blocked = (chance.random((2, many)) < A_QUARTER_OF_THEM).tolist()
    due, today = timezone.localdate() + timedelta(days=40), timezone.localdate()
    pour(PlanAction, "person_id capability_id text due_on done_on", (
        (person, capabilities[about[0][n]], PLANS[n % 3], due, today - timedelta(days=30) if n % 2 else None)
        for n, person in enumerate(found.people) if plans[n]
    ))  # fmt: skip
    pour(Barrier, "person_id capability_id kind said_at", (
        (person, capabilities[about[1][n]], BarrierKind.values[n % 4], found.now) for n, person in enumerate(found.people) if blocked[n]
    ))  # fmt: skip
    settle([PlanAction, Barrier])


def finish(size: Size, say: Say) -> None:
    """Freeze the figures of every quarter and publish them."""
    say(f"The figures of {4 * size.years} quarters")
    freeze_quarters(4 * size.years)
    build_dataset()


def freeze_quarters(many: int) -> float:
    """Freeze today's figures, in place of all that were frozen, and lay earlier quarters behind them, `many` in all; the seconds the real freeze took."""
    Snapshot.objects.all().delete()
    began = timezone.now()
    today = timezone.localdate()
    newest = freeze(today, quarterly=True)
    took = (timezone.now() - began).total_seconds()
    if newest is None:
        raise ValueError("No framework is published, so nothing can be frozen.")
    for back in range(1, many):
        months = 12 * today.year + today.month - 1 - 3 * back
        day = date(months // 12, months % 12 + 1, 1)
        older = Snapshot.objects.create(framework=newest.framework, frozen_on=day, quarter=quarter_of(day.year, day.month))
        copy_figures(newest.pk, older.pk, day, back)
    return took


def copy_figures(newest: int, older: int, day: date, back: int) -> None:
    """The figures of the newest snapshot again for an earlier day, with fewer people at their target the further back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO capability_snapshotunit (snapshot_id, kind, ref, slug, name, within, counted_on, parts) "
            "SELECT %s, kind, ref, slug, name, within, %s, '{}' FROM capability_snapshotunit WHERE snapshot_id = %s",
            [older, day, newest],
        )
        cursor.execute(
            "INSERT INTO capability_snapshotfigure (unit_id, capability_id, rated, not_yet, core, practitioner, specialist, meets) "
            "SELECT old.id, f.capability_id, f.rated, f.not_yet, f.core, f.practitioner, f.specialist, f.meets * (40 - %s) / 40 "
            "FROM capability_snapshotfigure f JOIN capability_snapshotunit now ON now.id = f.unit_id AND now.snapshot_id = %s "
            "JOIN capability_snapshotunit old ON old.snapshot_id = %s AND old.kind = now.kind AND old.ref = now.ref",
            [back, newest, older],
        )
