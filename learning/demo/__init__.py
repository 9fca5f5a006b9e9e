"""What the people of the invented town have learned so far, and what was asked of them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from capability.enums import EvidenceKind
from capability.models import Evidence
from home.actions.contributing.counting import freeze_readers
from home.demo import SEED
from home.demo.cast import CAST
from home.models import Team, User
from learning.demo import contributions, reviewing
from learning.enums import Audience
from learning.models import Certificate, Completion, LessonPage, LessonProgress, ModulePage, ModuleProgress, ModuleRequest, NotNow

FRESH = {"asha@example.org", "dev@example.org", "frank@example.org"}  # they begin the first module themselves
ASHA = {"co-occurring-needs": 7, "stigma": 3}  # how many lessons of these she has finished; she has begun no others
BEGUN, COMPLETED = 0.62, 0.55  # of everyone; of those who began


@dataclass(frozen=True)
class Course:
    """A module with its lessons, in order, and the capabilities it builds."""

    module: ModulePage
    lessons: list[LessonPage]
    capabilities: list


@transaction.atomic
def build(progress: Callable[[str], Any]) -> None:
    """Let the town's people be part-way through what is published; nothing where they are already."""
    contributions.build(progress)
    reviewing.build(progress)
    if ModuleProgress.objects.exists() or ModuleRequest.objects.exists():
        progress("The people of Wenbridge have begun to learn already; nothing changed.")
        return
    courses = [Course(module, list(LessonPage.objects.of(module)), list(module.capabilities.all())) for module in ModulePage.objects.listed()]
    if not courses:
        progress("No module is published yet, so nobody has begun one.")
        return
    people = list(User.objects.filter(memberships__isnull=False).order_by("pk").distinct())
    chance = random.Random(SEED)  # noqa: S311 - an invented town, nothing secret
    for position, course in enumerate(courses):
        progress(f"Wenbridge reads “{course.module.title}” ...")
        read(course, people, position, chance)
    ask_the_team(courses[0])
    freeze_readers()


def read(course: Course, people: list[User], position: int, chance: random.Random) -> None:
    """Some of `people` begin `course`, some of them complete it; fewer for the later modules."""
    now = timezone.now()
    begun, finished, done = [], [], []
    for person in people:
        asha = person.email == "asha@example.org"
        begins = chance.random() <= BEGUN / (1 + position * 0.35) and not (position == 0 and person.email in FRESH)
        if not (course.module.key in ASHA if asha else begins):
            continue
        started = now - timedelta(days=chance.randrange(3, 160), minutes=chance.randrange(600))
        complete = chance.random() < COMPLETED
        reached = len(course.lessons) if complete else chance.randrange(1, len(course.lessons))
        if asha:
            reached = min(ASHA[course.module.key], len(course.lessons))
            complete = reached == len(course.lessons)
        moments = list(sittings(started, reached, now, chance))
        begun.append(
            ModuleProgress(
                person=person,
                module=course.module,
                started_at=started,
                last_lesson=course.lessons[min(reached, len(course.lessons) - 1)],
                last_at=moments[-1],
                completed_at=moments[-1] if complete else None,
            )
        )
        finished += [
            LessonProgress(person=person, lesson=lesson, started_at=moment, finished_at=moment) for lesson, moment in zip(course.lessons, moments, strict=False)
        ]
        if complete:
            done.append((person, moments[-1], chance.choice([None, 78, 83, 89, 94, 100])))
    ModuleProgress.objects.bulk_create(begun)
    LessonProgress.objects.bulk_create(finished)
    leave(course, done)


def sittings(started: datetime, lessons: int, now: datetime, chance: random.Random) -> Iterator[datetime]:
    """The moments at which somebody finished each of `lessons` lessons, none after `now`."""
    moment = started
    for _ in range(lessons):
        moment = min(moment + timedelta(minutes=chance.choice([9, 12, 60 * 24, 60 * 50])), now - timedelta(minutes=5))
        yield moment


def leave(course: Course, done: list[tuple[User, datetime, int | None]]) -> None:
    """The completions, certificates and evidence of those who completed `course`."""
    module = course.module
    version = str(module.live_revision_id or 1)
    completions = Completion.objects.bulk_create(
        Completion(
            person=person,
            module=module,
            module_key=module.key,
            title=module.title,
            version=version,
            completed_at=moment,
            completed_on=timezone.localdate(moment),
            minutes=module.minutes,
            score=score,
        )
        for person, moment, score in done
    )
    Certificate.objects.bulk_create(Certificate(completion=completion) for completion in completions)
    Evidence.objects.bulk_create(
        Evidence(
            person=completion.person,
            capability=capability,
            kind=EvidenceKind.MODULE,
            source_key=f"module:{module.key}:{completion.pk}",
            title=module.title,
            url=module.url or "",
            dated=completion.completed_on,
            minutes=module.minutes,
        )
        for completion in completions
        for capability in course.capabilities
    )


def ask_the_team(course: Course) -> None:
    """Ben has asked the community team to do the first module; somebody has said why not now."""
    team = Team.objects.get(slug="community-team")
    ben = User.objects.get(email="ben@example.org")
    request = ModuleRequest.objects.create(
        team=team,
        module=course.module,
        audience=Audience.TEAM,
        reason="We talked about this at the away day: so many of the people we meet have lived with harm for years. I will make time for it.",
        due_on=timezone.localdate() + timedelta(days=24),
        asked_by=ben,
    )
    waiting = User.objects.in_team(team).exclude(email__in=[player.email for player in CAST]).exclude(completions__module=course.module).order_by("pk").first()
    if waiting:
        NotNow.objects.create(request=request, person=waiting, reason="I am on leave until the week before. I will begin it when I am back.")
