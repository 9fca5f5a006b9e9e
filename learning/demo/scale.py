"""A town of any size, for measuring: five years of learning. Lessons that were read, what was answered and written, what was completed and asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from capability.enums import EvidenceKind
from capability.models import Evidence
from home.demo.pouring import keys, moments, pour, settle, uuids
from home.demo.scale import WATCHED_PEOPLE, Round, Say, Size
from learning.enums import Audience
from learning.models import (
    Answer,
    Certificate,
    Completion,
    LessonPage,
    LessonProgress,
    ModulePage,
    ModuleProgress,
    ModuleRequest,
    NotNow,
    QuestionVersion,
    Reflection,
)
from learning.rules.checks import check_of, mark
from learning.rules.questions import asked, digest_of

BEGUN, COMPLETED = 0.45, 0.6  # of everyone, of each module; of those who began
REASON = "We said at the away day that we would all know more about this. I will make time for it."
WROTE = "I will ask what has helped before, and wait for the answer."


@dataclass(frozen=True)
class Course:
    """A module with its lessons, the keys of the capabilities it builds, and what is answered and written in it, by lesson."""

    module: ModulePage
    lessons: list[LessonPage]
    capabilities: list[int]
    answers: list[tuple[int, str, int, Any, float | None]]  # lesson, block, question, value, share right
    reflections: list[tuple[LessonPage, str, str]]  # lesson, block, prompt


def lay_ground(size: Size, say: Say) -> None:
    """The curriculum is the ground; each of its questions is kept as it is asked."""
    for course in courses(make=True):
        say(f"“{course.module.title}” is read")


def finish(size: Size, say: Say) -> None:
    """Nothing of learning is counted at the end."""


def courses(*, make: bool = False) -> list[Course]:
    """The published modules; `make` keeps their questions first."""
    found = []
    for module in ModulePage.objects.listed():
        lessons = list(LessonPage.objects.of(module))
        answers = [each for lesson in lessons for each in answers_in(lesson, make=make)]
        reflections = [(lesson, raw["id"], raw["value"].get("prompt", "")) for lesson in lessons for raw in lesson.body.raw_data if raw["type"] == "reflection"]
        found.append(Course(module, lessons, list(module.capabilities.order_by("pk").values_list("pk", flat=True)), answers, reflections))
    return found


def answers_in(lesson: LessonPage, *, make: bool) -> Iterator[tuple[int, str, int, Any, float | None]]:
    """What everybody answers to the questions of a lesson that have one answer or two."""
    for raw in lesson.body.raw_data:
        if raw["type"] != "check" or raw["value"].get("type") not in ("one", "true_false"):
            continue
        content = raw["value"]
        value = True if content["type"] == "true_false" else 0
        kept = {"block_id": raw["id"], "digest": digest_of(content)}
        if make:
            QuestionVersion.objects.get_or_create(**kept, defaults={"type": content["type"], "content": asked(content)})
        yield lesson.pk, raw["id"], QuestionVersion.objects.get(**kept).pk, value, mark(check_of(content), value).share_right


def fill(found: Round) -> None:
    """What a round of people read, answered, wrote and completed; and what the managers among them ask their teams for."""
    offered = courses()
    for position, course in enumerate(offered):
        read(course, found, found.chance(20 + position))
    ask(offered, found, found.chance(19))
    settle([ModuleProgress, LessonProgress, Answer, Reflection, Completion, Certificate, Evidence, ModuleRequest, NotNow])


def read(course: Course, found: Round, chance: np.random.Generator) -> None:
    """Some begin the course, and some of them complete it, at some time since they came."""
    many = len(found.people)
    begins, ends = (chance.random((2, many)) < [[BEGUN], [COMPLETED]]).tolist()
    reached = chance.integers(1, max(len(course.lessons), 2), many).tolist()
    began = moments(chance, many, found.now, (20, 365 * found.size.years))
    readers = [(found.people[n], began[n], ends[n], len(course.lessons) if ends[n] else reached[n]) for n in range(many) if begins[n]]
    pour(ModuleProgress, "person_id module_id started_at last_lesson_id last_at completed_at", (
        (person, course.module.pk, at, course.lessons[lessons - 1].pk, at + timedelta(days=lessons), at + timedelta(days=lessons) if done else None)
        for person, at, done, lessons in readers
    ))  # fmt: skip
    pour(LessonProgress, "person_id lesson_id started_at finished_at", (
        (person, course.lessons[n].pk, at + timedelta(days=n), at + timedelta(days=n, minutes=12)) for person, at, _, lessons in readers for n in range(lessons)
    ))  # fmt: skip
    pour(Answer, "person_id lesson_id block_id question_id value share_right answered_at", (
        (person, lesson, block, question, value, right, at + timedelta(days=1))
        for person, at, done, _ in readers if done for lesson, block, question, value, right in course.answers[:3]
    ))  # fmt: skip
    pour(Reflection, "person_id lesson_id block_id module_title lesson_title prompt text written_at updated_at", (
        (person, lesson.pk, block, course.module.title, lesson.title, prompt, WROTE, at, at)
        for place, (person, at, _, _) in enumerate(readers) if place % 4 == 0 for lesson, block, prompt in course.reflections[:1]
    ))  # fmt: skip
    leave(course, [(person, at + timedelta(days=lessons)) for person, at, done, lessons in readers if done], chance)


def leave(course: Course, done: list[tuple[int, datetime]], chance: np.random.Generator) -> None:
    """The completions, certificates and evidence of those who completed the course."""
    module = course.module
    made = keys(Completion, len(done))
    scores = chance.integers(70, 101, len(done)).tolist()
    pour(Completion, "id person_id module_id module_key title version completed_at completed_on minutes score", (
        (key, person, module.pk, module.key, module.title, str(module.live_revision_id or 1), at, at.date(), module.minutes, score)
        for key, (person, at), score in zip(made, done, scores, strict=True)
    ))  # fmt: skip
    pour(Certificate, "completion_id code issued_at", ((key, code.hex, at) for key, code, (_, at) in zip(made, uuids(chance, len(done)), done, strict=True)))
    pour(Evidence, "person_id capability_id kind source_key title url dated minutes recorded_at", (
        (person, capability, EvidenceKind.MODULE.value, f"module:{module.key}:{key}", module.title, f"/learning/{module.slug}/", at.date(), module.minutes, at)
        for key, (person, at) in zip(made, done, strict=True) for capability in course.capabilities
    ))  # fmt: skip


def ask(offered: list[Course], found: Round, chance: np.random.Generator) -> None:
    """Each manager of the round asks their team for the first module now, and asked for the others in years past; one in three teams hears why not now."""
    managing = [(person, team) for person, team in zip(found.people, found.teams, strict=True) if found.managers.get(team) == person]
    rows = [(team, course.module.pk, person, n) for person, team in managing for n, course in enumerate(offered[:4])]
    made = keys(ModuleRequest, len(rows))
    today = found.now.date()
    pour(ModuleRequest, "id team_id module_id audience reason due_on asked_by_id asked_at withdrawn_at", (
        (key, team, module, Audience.TEAM.value, REASON, today + timedelta(days=24 - 300 * n), person, found.now - timedelta(days=20 + 300 * n),
         found.now - timedelta(days=300 * n - 60) if n else None)
        for key, (team, module, person, n) in zip(made, rows, strict=True)
    ))  # fmt: skip
    current = {team: key for key, (team, _, _, n) in zip(made, rows, strict=True) if n == 0}
    waits: dict[int, int] = {}
    for number, person, team in zip(found.numbers, found.people, found.teams, strict=True):
        if team in current and found.managers.get(team) != person and (number < WATCHED_PEOPLE or chance.random() < 1 / 3):
            waits.setdefault(team, person)
    rows_of_waits = [(current[team], person, "I am away until the week before.", found.now) for team, person in waits.items()]
    pour(NotNow, "request_id person_id reason said_at", rows_of_waits)
