"""Walking through a scenario."""

from django.db import transaction

from learning.actions.problems import QuestionGone
from learning.enums import StateKind
from learning.models import BlockState, LessonPage
from learning.rules.questions import find_block
from learning.rules.scenario import back, choose, place_of, scenario_of

MOST_DECISIONS = 200


@transaction.atomic
def walk(person, lesson: LessonPage, block_id: str, *, choice: int | None = None, move: str = "", decided: int | None = None) -> list[int]:
    """Take one step in a scenario: a `choice` (0-based), or a `move`, "back" or "restart". Returns the path from its start.

    `decided` is how many decisions stood on the page that was sent: where it is no longer so (a double click, another
    tab), nothing moves. Raises `QuestionGone` where the scenario is not in the lesson any more, and
    `learning.rules.scenario.ScenarioProblem` where there is no such choice.
    """
    content = find_block(lesson.body.raw_data, block_id, "scenario")
    if content is None:
        raise QuestionGone
    scenario = scenario_of(content)
    state, _ = BlockState.objects.select_for_update().get_or_create(
        person=person, block_id=block_id, defaults={"lesson": lesson, "kind": StateKind.SCENARIO, "state": {"path": []}}
    )
    path = list(state.state.get("path", []))
    path = path[: len(place_of(scenario, path).decisions)]
    if decided is not None and decided != len(path):
        return path
    if move == "restart":
        path = []
    elif move == "back":
        path = back(path)
    elif choice is not None:
        path = choose(scenario, path, choice)[-MOST_DECISIONS:] if len(path) < MOST_DECISIONS else []
    state.state = {"path": path}
    state.save(update_fields=["state", "updated_at"])
    return path
