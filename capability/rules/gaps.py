"""Gaps and change: what somebody's ratings say beside what their job role needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from home.wording import count_words, number_words

LEVEL_WORDS = ("Not yet", "Core", "Practitioner", "Specialist")
NOT_MY_ROLE = "not_my_role"  # an answer of its own, never a zero
Answer = int | str | None  # a level 0 to 3, NOT_MY_ROLE, or nothing where it was not answered


@dataclass(frozen=True)
class Position:
    """Where somebody stands on one capability. Levels are 0 to 3; `None` is "not answered"."""

    capability: int
    domain: int
    order: int
    answer: Answer
    target: int | None
    before: Answer = None

    @property
    def level(self) -> int | None:
        """The level they gave themselves; nothing where they gave none."""
        return self.answer if isinstance(self.answer, int) else None

    @property
    def gap(self) -> int:
        """How many levels the role needs more: max(0, target - level); 0 where either is missing."""
        return max(0, self.target - self.level) if self.level is not None and self.target is not None else 0

    @property
    def change(self) -> int:
        """Levels up (positive) or down since last time; 0 where either time has no level."""
        return self.level - self.before if self.level is not None and isinstance(self.before, int) else 0

    @property
    def why(self) -> str:
        """One sentence: why this is a gap, or why it is none."""
        level, target = self.level, self.target
        if level is None:
            return "You say this is not part of your role." if self.answer == NOT_MY_ROLE else "You have not answered this one."
        if target is None:
            return f"You are at {LEVEL_WORDS[level].lower()}. No target is set for your role."
        if self.gap:
            steps = "One level" if self.gap == 1 else f"{('Two', 'Three')[self.gap - 2]} levels"
            return f"Your role needs {LEVEL_WORDS[target].lower()}; you are at {LEVEL_WORDS[level].lower()}. {steps} to go."
        if level > target:
            return f"You are at {LEVEL_WORDS[level].lower()}, beyond what your role needs ({LEVEL_WORDS[target].lower() if target else 'not needed'})."
        return f"You are where your role needs you: {LEVEL_WORDS[target].lower()}." if target else "Your role does not need this one."


def positions(
    capabilities: Sequence[tuple[int, int]], answers: Mapping[int, Answer], targets: Mapping[int, int], before: Mapping[int, Answer] | None = None
) -> list[Position]:
    """One position for each of `capabilities` (pairs of capability and domain key, in the framework's order)."""
    earlier = before or {}
    return [
        Position(capability, domain, order, answers.get(capability), targets.get(capability), earlier.get(capability))
        for order, (capability, domain) in enumerate(capabilities)
    ]


def widest_first(found: Sequence[Position]) -> list[Position]:
    """The gaps, the widest first and, among equals, in the framework's order."""
    return sorted((position for position in found if position.gap), key=lambda position: (-position.gap, position.order))


def moved(found: Sequence[Position]) -> tuple[list[Position], list[Position]]:
    """What rose and what fell since last time, each in the framework's order."""
    return [p for p in found if p.change > 0], [p for p in found if p.change < 0]


def summary(found: Sequence[Position]) -> str:
    """Two plain sentences about the whole picture."""
    rated = [position for position in found if position.level is not None]
    if not rated:
        return "Nothing is rated yet."
    met = sum(1 for position in rated if position.target is not None and not position.gap)
    gaps = widest_first(found)
    first = f"You are where your role needs you, or beyond, in {number_words(met, zero='none')} of the {count_words(len(rated), 'capability')} that you rated."
    return f"{first} {number_words(len(gaps)).capitalize()} {'has' if len(gaps) == 1 else 'have'} some way to go." if gaps else f"{first} There is no gap."
