"""The level descriptors of a CASE package: rubrics with a criterion for each item and a level for each descriptor."""

from dataclasses import dataclass, field
from typing import Any

from capability.rules.exchange import LONGEST, Found
from capability.rules.exchange.case_tree import Tree
from capability.rules.exchange.fields import CRITERION, LEVEL, RUBRIC, identifier_of, keep, node_of, value_of

NAMES = {"core": 1, "practitioner": 2, "specialist": 3}
Texts = tuple[str, str, str]


@dataclass
class Levels:
    """The descriptors of each item with what is kept of its criterion; each level's identifier to its item and number; the rubrics."""

    by_item: dict[str, tuple[Texts, dict]] = field(default_factory=dict)
    by_id: dict[str, tuple[str, int]] = field(default_factory=dict)
    rubrics: list[dict] = field(default_factory=list)


def read_levels(raw: list, tree: Tree, found: Found) -> Levels:
    """The descriptors that the rubrics hold. A criterion that has no place here is kept as it is, and told."""
    levels = Levels()
    for number, rubric in enumerate(raw, start=1):
        where = f"Rubric {number}"
        if not isinstance(rubric, dict):
            found.wrong(where, "It is not an object.")
            continue
        criteria = rubric.get("CFRubricCriteria") or []
        if not isinstance(criteria, list):
            found.wrong(where, "Its CFRubricCriteria are not a list.")
            continue
        key = identifier_of(rubric.get("identifier") or where)
        kept = keep(rubric, RUBRIC) | {"identifier": key}
        others = []
        for place, one in enumerate(criteria, start=1):
            if not isinstance(one, dict) or not isinstance(one.get("CFRubricCriterionLevels") or [], list):
                found.wrong(f"{where}, criterion {place}", "It is not a criterion with levels.")
            elif not _criterion(levels, tree, one, key, place, f"{where}, criterion {place}", found):
                others.append(_whole(one, tree))
        levels.rubrics.append(kept | ({"others": others} if others else {}))
    return levels


def _criterion(levels: Levels, tree: Tree, raw: dict, rubric: str, place: int, where: str, found: Found) -> bool:
    """Whether a criterion gives an item its three descriptors."""
    end = node_of(raw.get("CFItemURI"))
    item = tree.nodes.get(tree.known(end)["identifier"]) if end else None
    parts = [one for one in raw.get("CFRubricCriterionLevels") or [] if isinstance(one, dict)]
    numbered = _numbered(parts)
    if item is None or not item.is_leaf or item.identifier in levels.by_item or numbered is None:
        why = "no item of this file" if item is None else "levels that are not three" if numbered is None else "an item that has its words already"
        found.notes.append(f"{where} belongs to {why}; it is kept for files, and not shown.")
        return False
    texts: dict[int, str] = {}
    case: dict[str, Any] = {"levels": {}}
    for level, one in numbered.items():
        said = value_of(one.get("description", ""), "text")
        texts[level] = said.strip() if isinstance(said, str) else ""
        if len(texts[level]) > LONGEST["descriptor"]:
            found.wrong(item.where, f"Its words for level {level} are longer than {LONGEST['descriptor']} characters.")
        levels.by_id[identifier_of(one.get("identifier") or f"{item.identifier}/{level}")] = (item.identifier, level)
        case["levels"][str(level)] = keep(one, LEVEL, leave=("description", "rubricCriterionId"))
    case["criterion"] = keep(raw, CRITERION, leave=("rubricId", "CFItemURI")) | {"rubric": rubric, "place": place}
    levels.by_item[item.identifier] = ((texts.get(1, ""), texts.get(2, ""), texts.get(3, "")), case)
    return True


def _numbered(parts: list[dict]) -> dict[int, dict] | None:
    """The levels by number 1 to 3: by their names, else by their scores, else by their order where there are three; nothing else."""
    named = {NAMES[name]: one for one in parts if (name := str(one.get("quality") or "").strip().casefold()) in NAMES}
    if len(named) == len(parts) and parts:
        return named
    scored = {int(score): one for one in parts if (score := value_of(one.get("score"), "number")) in (1, 2, 3)}
    if len(scored) == len(parts) and parts:
        return scored
    if len(parts) != 3:
        return None
    positions = [value_of(one.get("position"), "integer") for one in parts]
    if all(isinstance(position, int) for position in positions):
        parts = [one for _, one in sorted(zip(positions, parts, strict=True), key=lambda pair: pair[0])]
    return dict(enumerate(parts, start=1))


def _whole(raw: dict, tree: Tree) -> dict:
    """A criterion that has no place here, in the form of the format."""
    kept = keep(raw, CRITERION) | {"identifier": identifier_of(raw.get("identifier") or raw)}
    inside = [
        keep(one, LEVEL) | {"identifier": identifier_of(one.get("identifier") or one)}
        for one in raw.get("CFRubricCriterionLevels") or []
        if isinstance(one, dict)
    ]
    return kept | ({"CFRubricCriterionLevels": inside} if inside else {})
