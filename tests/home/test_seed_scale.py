"""`seed_scale` in a small town: it fills every app, the same seed makes the same, it grows, and pages cost as many queries in a larger one."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from capability.models import Barrier, Capability, Confirmation, Evidence, PlanAction, Rating, SelfAssessment, Sharing, Snapshot
from home.demo import scale
from home.demo.scale import DOMAIN, WATCHED_PEOPLE, address_of
from home.models import Letter, Membership, Notice, Service, Team, TeamManager, User
from learning.models import Answer, Certificate, Completion, LessonProgress, ModuleProgress, ModuleRequest, NotNow, Reflection
from practice.models import Attendance, Booking, CommunityMember, Facilitator, Placement, Post, Registration, ServiceEntry, Session, SessionPage, Slot
from tests.cast import set_up_second_factor
from tests.factories.learning import LessonFactory, ModuleFactory
from tests.learning.factories import CHECKS

pytestmark = pytest.mark.django_db
SMALL = {"services": 6, "teams": 20, "years": 1}
KEPT = (
    User, Membership, TeamManager, Notice, Letter, SelfAssessment, Rating, Sharing, Confirmation, Barrier, PlanAction, Snapshot, ModuleProgress, LessonProgress,
    Answer, Reflection, Completion, Certificate, Evidence, ModuleRequest, NotNow, ServiceEntry, Placement, Slot, Booking, SessionPage, Session, Registration,
    Attendance, CommunityMember, Facilitator, Post,
)  # fmt: skip
PAGES = (
    ("/learning/module-of-the-town/a-lesson/", 3), ("/dashboard/", 3), ("/learning/", 3), ("/capability/me/", 3),
    ("/teams/watched/", 0), ("/services/", 3), ("/shadowing/", 3), ("/shadowing/visit-0/", 3),
    ("/communities/", 3), ("/communities/beside-0/", 3), ("/learning/record/", 3),
)  # fmt: skip


@pytest.fixture(autouse=True)
def town(settings, tmp_path):
    """Ground to seed on: a demonstration's settings, the framework, and a module with a lesson in which there is something to do."""
    settings.DEMONSTRATION, settings.VAR = True, tmp_path
    module = ModuleFactory(title="Module of the town", capabilities=list(Capability.objects.in_force()[:2]))
    check = {"type": "check", "id": "11111111-1111-4111-8111-111111111111", "value": CHECKS["one"]}
    reflection = {"type": "reflection", "id": "22222222-2222-4222-8222-222222222222", "value": {"prompt": "What will you try?"}}
    LessonFactory(parent=module, title="A lesson", body=[check, reflection])


def seed(people: int) -> None:
    call_command("seed_scale", people=people, verbosity=0, **SMALL)


def digest(*models) -> dict[str, str]:
    """A digest of every row that was made, but for when it was; keys are counted from the first, as PostgreSQL goes on numbering after a rollback."""
    now = ("recorded_at", "created_at", "frozen_at", "made_at", "changed_at", "last_login", "first_published_at", "last_published_at", "code", "asked_at")
    found = {}
    for model in models:
        rows = model._base_manager.order_by("pk")
        for field in model._meta.concrete_fields:
            values = list(rows.values_list(field.attname, flat=True)) if field.name not in now else []
            keyed = field.related_model or (model if field.primary_key else None)
            if keyed:
                first = keyed._base_manager.order_by("pk").values_list("pk", flat=True).first() or 0
                values = [value if value is None else value - first for value in values]
            found[f"{model.__name__}.{field.name}"] = hashlib.sha256(repr(values).encode()).hexdigest()
    return found


def test_the_same_seed_makes_the_same_town_in_every_app():
    seen = []
    for _ in range(2):
        with transaction.atomic():
            seed(130)
            assert not [model.__name__ for model in KEPT if not model._base_manager.exists()]
            assert (Service.objects.count(), Team.objects.count(), Snapshot.objects.count()) == (6, 20, 4)
            assert User.objects.exclude(email__endswith=f"@{DOMAIN}").count() == 0
            assert not Slot.objects.filter(taken__gt=1).exclude(capacity__gte=2).exists()
            seen.append(digest(User, Membership, Rating, Completion, Booking, Registration))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def test_a_larger_town_costs_no_query_more(client_for, queries_of):
    seed(130)
    people = {number: User.objects.get(email=address_of(number)) for number in (0, 3)}
    set_up_second_factor(people[0])
    clients = {number: client_for(person) for number, person in people.items()}
    counts = []
    for size in (130, 200):
        seed(size)
        found = {url: queries_of(clients[number], url) for url, number in PAGES}
        assert {counted.response.status_code for counted in found.values()} == {200}
        counts.append({url: counted.count for url, counted in found.items()})
    assert User.objects.exclude(email__startswith="lead@").count() == 200
    assert counts[0] == counts[1]


def test_the_rounds_leave_nobody_out_and_nobody_twice():
    def said(people: int) -> list[int]:
        return [number for numbers in scale.rounds(scale.Size(people)) for number in numbers]

    assert said(130) == list(range(130))
    assert said(12_345) == list(range(12_345))
    assert next(scale.rounds(scale.Size(130))) == range(WATCHED_PEOPLE)


def test_it_refuses_a_real_site_other_people_and_towns_that_cannot_be(settings, cast):
    with pytest.raises(CommandError, match="Other people are in this database"):
        seed(130)
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="never on a real site"):
        seed(130)
    settings.DEMONSTRATION = True
    with pytest.raises(CommandError, match="at least 100 people"):
        seed(99)
    assert not Team.objects.filter(slug="watched").exists()
