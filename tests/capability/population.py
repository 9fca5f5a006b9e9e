"""Many people who have looked at their capabilities, made in a few inserts."""

import random
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.core.management import call_command
from django.utils import timezone

from capability.enums import Answered
from capability.models import Capability, Framework, Rating, SelfAssessment
from home.models import JobRole, Membership, Team, User

ROLE = "Drug and alcohol keyworker"


def the_framework() -> Framework:
    call_command("load_framework", "capability/content/framework.toml", verbosity=0)
    return Framework.objects.published().get()


def role(name: str = ROLE) -> JobRole:
    return JobRole.objects.get(name=name)


def people(count: int, team: Team, *, job_role: JobRole | None = None, prefix: str = "") -> list[User]:
    """`count` new members of `team`."""
    start = User.objects.count()
    made = User.objects.bulk_create(
        User(email=f"{prefix}someone-{start + n}@example.org", name=f"Someone {prefix}{start + n}", password="!") for n in range(count)
    )
    started = timezone.localdate() - timedelta(days=900)
    Membership.objects.bulk_create(Membership(person=person, team=team, job_role=job_role or role(), started_on=started) for person in made)
    return made


def finished(person: User, levels: Mapping[str, int | None], *, at: datetime | None = None, job_role: JobRole | None = None) -> SelfAssessment:
    """One finished self-assessment: a level for each code, `None` for "not part of my role"."""
    at = at or timezone.now()
    assessment = SelfAssessment.objects.create(
        person=person, framework=Framework.objects.published().get(), job_role=job_role or role(), started_at=at - timedelta(minutes=40), submitted_at=at
    )
    capabilities = dict(Capability.objects.in_force().values_list("code", "pk"))
    Rating.objects.bulk_create(
        Rating(
            assessment=assessment, capability_id=capabilities[code], level=level, answered=Answered.NOT_MY_ROLE if level is None else Answered.RATED
        )
        for code, level in levels.items()
    )  # fmt: skip
    return assessment


def all_finished(persons: Iterable[User], levels: Iterable[int], code: str = "B3") -> None:
    """A finished self-assessment of each with one level on one capability; its target is 2."""
    for person, level in zip(persons, levels, strict=True):
        finished(person, {code: level})


def assess_everybody(chance: random.Random) -> int:
    """A finished self-assessment of about four in five members, on every capability; how many. For thousands of people."""
    framework = Framework.objects.published().get()
    capabilities = list(Capability.objects.in_force().values_list("pk", flat=True))
    places = [place for place in Membership.objects.current().order_by("pk") if chance.random() < 0.8]
    now = timezone.now()
    moments = [now - timedelta(days=chance.randrange(1, 300)) for _ in places]
    made = SelfAssessment.objects.bulk_create(
        SelfAssessment(person_id=place.person_id, framework=framework, job_role_id=place.job_role_id, started_at=at, submitted_at=at)
        for place, at in zip(places, moments, strict=True)
    )
    Rating.objects.bulk_create(
        (
            Rating(assessment=assessment, capability_id=capability, level=chance.choice((0, 1, 1, 2, 2, 2, 3)))
            if chance.random() < 0.95
            else Rating(assessment=assessment, capability_id=capability, level=None, answered=Answered.NOT_MY_ROLE)
            for assessment in made
            for capability in capabilities
        ),
        batch_size=5000,
    )
    return len(made)
