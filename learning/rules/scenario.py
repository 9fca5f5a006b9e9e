"""Branching scenarios: what a whole one is, and how somebody walks through it."""

from dataclasses import dataclass

from learning.rules.checks import list_of

MOST_STEPS = 60


class ScenarioProblem(ValueError):
    """A scenario that cannot be walked, or a choice that is not there; its text is a sentence."""


@dataclass(frozen=True)
class Choice:
    """Something one may do, what comes of it, and the step it leads to."""

    text: str
    consequence: str
    leads_to: str


@dataclass(frozen=True)
class Step:
    """A moment; without choices it is an ending."""

    id: str
    text: str
    choices: tuple[Choice, ...]

    @property
    def is_ending(self) -> bool:
        """Whether the story stops here."""
        return not self.choices


@dataclass(frozen=True)
class Scenario:
    """A whole scenario: its steps by name, and the first one's name."""

    title: str
    intro: str
    start: str
    steps: dict[str, Step]


@dataclass(frozen=True)
class Place:
    """Where somebody stands: the step, and the decisions that led there, each with what came of it."""

    step: Step
    decisions: tuple[Choice, ...]

    @property
    def last(self) -> Choice | None:
        """The latest decision, where there is one."""
        return self.decisions[-1] if self.decisions else None


def scenario_of(content: dict) -> Scenario:
    """The scenario that `content` (a block's plain value or a lesson file's table) describes.

    Raises `ScenarioProblem` for a name used twice, a choice that leads nowhere, a consequence left
    empty, a step nobody can reach, or a step from which no ending can be reached.
    """
    steps: dict[str, Step] = {}
    for raw in list_of(content, "steps"):
        name = (raw.get("id") or "").strip()
        if not name:
            raise ScenarioProblem("One of the steps has no name.")
        if name in steps:
            raise ScenarioProblem(f"Two steps are called “{name}”.")
        choices = tuple(Choice(c.get("text", ""), (c.get("consequence") or "").strip(), (c.get("leads_to") or "").strip()) for c in list_of(raw, "choices"))
        steps[name] = Step(name, raw.get("text", ""), choices)
    scenario = Scenario(content.get("title", ""), content.get("intro", ""), (content.get("start") or "").strip(), steps)
    _check_walkable(scenario)
    return scenario


def _check_walkable(scenario: Scenario) -> None:
    steps = scenario.steps
    if scenario.start not in steps:
        raise ScenarioProblem(f"It starts at “{scenario.start}”, but no step has that name.")
    if len(steps) > MOST_STEPS:
        raise ScenarioProblem(f"It has {len(steps)} steps; {MOST_STEPS} is the most.")
    for step in steps.values():
        if len(step.choices) == 1:
            raise ScenarioProblem(f"Step “{step.id}” has only one choice; give two or none.")
        for choice in step.choices:
            if choice.leads_to not in steps:
                raise ScenarioProblem(f"At “{step.id}”, “{choice.text}” leads to “{choice.leads_to}”, but no step has that name.")
            if not choice.consequence:
                raise ScenarioProblem(f"At “{step.id}”, “{choice.text}” has no consequence.")
    reached, todo = set(), [scenario.start]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo.extend(choice.leads_to for choice in steps[name].choices)
    if lost := [name for name in steps if name not in reached]:
        raise ScenarioProblem(f"Nobody can reach the step “{lost[0]}”.")
    ends = {name for name, step in steps.items() if step.is_ending}
    while more := {n for n, s in steps.items() if n not in ends and any(c.leads_to in ends for c in s.choices)}:
        ends |= more
    if stuck := [name for name in steps if name not in ends]:
        raise ScenarioProblem(f"From the step “{stuck[0]}” no ending can be reached.")


def longest_needed(scenario: Scenario) -> int:
    """The most decisions on a way from the start to an ending that visits no step twice."""

    def walk(name: str, seen: frozenset[str]) -> int:
        step = scenario.steps[name]
        return max((1 + walk(c.leads_to, seen | {c.leads_to}) for c in step.choices if c.leads_to not in seen), default=0)

    return walk(scenario.start, frozenset({scenario.start}))


def place_of(scenario: Scenario, path: list[int]) -> Place:
    """Where `path` (0-based choices from the start) leads.

    A path that no longer fits, since the scenario was changed meanwhile, leads as far as it fits.
    """
    step, decisions = scenario.steps[scenario.start], []
    for index in path:
        if not isinstance(index, int) or not 0 <= index < len(step.choices):
            break
        choice = step.choices[index]
        decisions.append(choice)
        step = scenario.steps[choice.leads_to]
    return Place(step, tuple(decisions))


def choose(scenario: Scenario, path: list[int], index: int) -> list[int]:
    """The path after choosing the `index`-th choice; raises `ScenarioProblem` where there is none."""
    place = place_of(scenario, path)
    if not 0 <= index < len(place.step.choices):
        raise ScenarioProblem("That choice is not here any more. The story may have been changed; look again.")
    return [*path[: len(place.decisions)], index]


def back(path: list[int]) -> list[int]:
    """The path one decision earlier."""
    return path[:-1]
