"""When a lesson is finished and a module complete, and what is left to do.

Nobody is held back by what they chose not to read: a closed part needs no opening, a check can be left,
and in a lesson with a content note a check that was left does not lower the score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from home.wording import number_words


@dataclass(frozen=True)
class LessonStanding:
    """One live lesson for one person: `checks` are the ids of its scored checks, `noted` whether it carries a content note."""

    title: str
    finished: bool
    checks: tuple[str, ...] = ()
    noted: bool = False


@dataclass(frozen=True)
class Standing:
    """How far a module is. `score` is whole per cent, rounded down, or nothing where nothing is scored."""

    left: tuple[str, ...]
    score: int | None
    enough: bool
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether every lesson is finished and the score is enough; a module without lessons is never complete."""
        return self.total > 0 and not self.left and self.enough


def open_checks(checks: Sequence[str], answered: Mapping[str, float | None]) -> list[str]:
    """The scored checks that were not answered, in order."""
    return [check for check in checks if check not in answered]


def could_be_better(checks: Sequence[str], best: Mapping[str, float | None]) -> bool:
    """Whether one of the scored checks was not answered, or not wholly right yet."""
    return any((best.get(check) or 0.0) < 1 for check in checks)


def score_of(lessons: Sequence[LessonStanding], best: Mapping[str, float | None]) -> int | None:
    """The per cent right (0 to 100, rounded down) of the checks that count; nothing where none does.

    `best` is the best share right (0 to 1) of each answered check. A check that was not answered counts
    as nothing right, except in a lesson with a content note, where it does not count.
    """
    shares = [best.get(check) or 0.0 for lesson in lessons for check in lesson.checks if check in best or not lesson.noted]
    return int(100 * sum(shares) / len(shares) + 1e-6) if shares else None


def standing_of(lessons: Sequence[LessonStanding], best: Mapping[str, float | None], pass_mark: int) -> Standing:
    """How far a person is with a module of these live `lessons`."""
    score = score_of(lessons, best)
    return Standing(
        left=tuple(lesson.title for lesson in lessons if not lesson.finished),
        score=score,
        enough=score is None or score >= pass_mark,
        total=len(lessons),
    )


def what_is_left(standing: Standing, pass_mark: int) -> str:
    """A sentence for the person that says what is left; empty where nothing is."""
    if not standing.total:
        return "This module has no lessons yet, so there is nothing to complete."
    if standing.left:
        titles = [f"“{title}”" for title in standing.left]
        named = titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"
        counted = f"{number_words(len(titles)).capitalize()} {'lesson' if len(titles) == 1 else 'lessons'} still to finish"
        return f"{counted}: {named}." if len(titles) <= 3 else f"{counted}."
    if not standing.enough:
        come_to = f"Your answers come to {standing.score} per cent so far, and this module asks for {pass_mark}."
        return f"You have finished every lesson. {come_to} You can answer again as often as you like; your best answer counts."
    return ""


def checks_left(count: int) -> str:
    """A sentence that says how many questions of a lesson are open."""
    if count == 1:
        return "One question is still open in this lesson. Answer it, or finish without it."
    return f"{number_words(count).capitalize()} questions are still open in this lesson. Answer them, or finish without them."
