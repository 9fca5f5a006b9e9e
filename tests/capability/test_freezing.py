"""Freezing figures: who counts, when a unit is counted again, and what stays out of reach."""

from datetime import timedelta

import pytest
from django.utils import timezone

from capability.actions import freezing
from capability.actions.freezing import FreezingProblem, ask_to_freeze, freeze, freeze_for, freeze_quarter
from capability.enums import BarrierKind, UnitKind
from capability.models import Barrier, Capability, Snapshot, SnapshotBlock, SnapshotFigure, SnapshotUnit
from home.models import Membership, Notice
from tests.capability.population import all_finished, finished, people, role, the_framework
from tests.factories import TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(cast):
    the_framework()
    return cast.team


def figure(unit: str, ref: int, code: str = "B3", day=None) -> tuple[int, int]:
    """Rated and meets on the newest snapshot."""
    rows = SnapshotFigure.objects.filter(unit__kind=unit, unit__ref=ref, capability__code=code).order_by("-unit__snapshot__frozen_on")
    found = rows.filter(unit__snapshot__frozen_on=day) if day else rows
    return found.values_list("rated", "meets")[0]


def days_on(days: int):
    return timezone.localdate() + timedelta(days=days)


def test_the_latest_finished_one_of_each_current_member_counts(team):
    some = people(6, team)
    all_finished(some[:5], (1, 2, 2, 3, 0))
    finished(some[0], {"B3": 3})  # further than the first time
    finished(some[5], {"B3": None})  # not part of the role: no level
    Membership.objects.filter(person=some[4]).update(ended_on=days_on(-1))
    freeze()
    assert figure(UnitKind.TEAM, team.pk) == (4, 4)
    row = SnapshotFigure.objects.get(unit__kind=UnitKind.AREA, capability__code="B3")
    assert (row.not_yet, row.core, row.practitioner, row.specialist) == (0, 0, 2, 2)
    assert figure(UnitKind.JOB_ROLE, role().pk) == figure(UnitKind.SECTOR, team.service.sector_id) == (4, 4)


def test_somebody_in_two_teams_counts_once_in_their_service(team):
    other = TeamFactory(service=team.service)
    some = people(4, team)
    all_finished(some, (2, 2, 2, 1))
    for person in some[:3]:
        Membership.objects.create(person=person, team=other, job_role=role(), started_on=days_on(-30))
    freeze()
    assert figure(UnitKind.TEAM, other.pk) == (3, 3)
    assert figure(UnitKind.SERVICE, team.service_id) == (4, 3)


def test_a_role_that_needs_none_of_it_counts_neither_way(team):
    some = people(3, team, job_role=role("Front-door and reception staff"))
    code = Capability.objects.filter(targets__profile__job_role__name="Front-door and reception staff", targets__level=0).first()
    for person in some:
        finished(person, {"A1": 1, **({code.code: 2} if code else {})})
    freeze()
    assert figure(UnitKind.TEAM, team.pk, "A1") == (3, 3)
    if code:
        assert figure(UnitKind.TEAM, team.pk, code.code) == (0, 0)


def test_a_team_is_counted_again_only_after_three_changes(team):
    some = people(12, team)
    all_finished(some[:9], [2] * 9)
    freeze(days_on(0))
    Membership.objects.filter(person=some[0]).update(ended_on=days_on(0))
    finished(some[1], {"B3": 1})
    finished(some[2], {"B3": 2})  # looked again and said the same: nothing changed
    assert freeze(days_on(1)) is None
    freeze(days_on(2), quarterly=True)
    assert figure(UnitKind.TEAM, team.pk) == (9, 9)
    assert set(SnapshotUnit.objects.filter(snapshot__frozen_on=days_on(2)).values_list("counted_on", flat=True)) == {days_on(0)}
    finished(some[9], {"B3": 2}, at=timezone.now() - timedelta(seconds=5))
    freeze(days_on(3))
    assert figure(UnitKind.TEAM, team.pk) == (9, 8)


def test_people_who_have_not_answered_are_no_change(team):
    some = people(9, team)
    all_finished(some, [2] * 9)
    freeze(days_on(0))
    people(5, team, prefix="new-")
    Membership.objects.filter(person=some[0]).update(ended_on=days_on(0))
    assert freeze(days_on(1)) is None


def test_three_small_changes_in_three_teams_count_in_the_service_alone(team):
    teams = [team, TeamFactory(service=team.service), TeamFactory(service=team.service)]
    everybody = [people(9, each) for each in teams]
    for some in everybody:
        all_finished(some, [2] * 9)
    freeze(days_on(0))
    for some in everybody:
        finished(some[0], {"B3": 0})
    freeze(days_on(1))
    assert figure(UnitKind.TEAM, team.pk) == (9, 9)
    assert figure(UnitKind.SERVICE, team.service_id) == (27, 24)


def test_a_day_is_frozen_once_and_a_quarter_once(team):
    all_finished(people(4, team), [2, 2, 1, 0])
    first = freeze()
    assert freeze() == first
    assert freeze_quarter()
    assert not freeze_quarter()
    assert Snapshot.objects.get().quarter
    assert SnapshotUnit.objects.exclude(parts={}).exists()


def test_what_is_stored_to_compare_names_nobody(team):
    some = people(4, team)
    all_finished(some, [2, 2, 1, 0])
    freeze()
    for unit in SnapshotUnit.objects.exclude(parts={}):
        assert not {str(person.pk) for person in some} & set(unit.parts)
        assert all(len(key) == len(part) == 16 for key, part in unit.parts.items())
    freeze(days_on(1), quarterly=True)
    assert not SnapshotUnit.objects.filter(snapshot__frozen_on=days_on(0)).exclude(parts={}).exists()


def test_what_blocks_people_is_counted_among_those_with_a_gap(team):
    some = people(5, team)
    all_finished(some, [0, 0, 1, 1, 3])
    trauma = Capability.objects.in_force().get(code="B3")
    for person in (some[0], some[1], some[4]):
        Barrier.objects.create(person=person, capability=trauma, kind=BarrierKind.TIME)
    freeze()
    row = SnapshotBlock.objects.get(kind=BarrierKind.TIME)
    assert (row.people, row.said) == (4, 2)


def test_only_a_lead_has_it_frozen_and_is_told(cast, team, monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr(freezing, "async_task", lambda *args: asked.append(args))
    for person in (cast.ben, cast.editor, cast.admin, cast.asha):
        with pytest.raises(FreezingProblem):
            ask_to_freeze(person)
        assert not freeze_for(person.pk)
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_freeze(cast.lead)
    assert asked == [("capability.tasks.freeze_for", cast.lead.pk)]
    all_finished(people(4, team), [2, 2, 1, 0])
    freeze_for(cast.lead.pk)
    freeze_for(cast.lead.pk)
    assert Notice.objects.get(person=cast.lead).title == "The area's figures are frozen anew."
    with pytest.raises(FreezingProblem, match="once a day"):
        ask_to_freeze(cast.lead)


def test_freezing_asks_the_same_for_few_and_for_many(team, django_assert_max_num_queries):
    all_finished(people(3, team), [2, 2, 1])
    with django_assert_max_num_queries(24):
        freeze(days_on(0))
    for _ in range(6):
        all_finished(people(5, TeamFactory()), [2, 2, 1, 0, 3])
    with django_assert_max_num_queries(24):
        freeze(days_on(1))
