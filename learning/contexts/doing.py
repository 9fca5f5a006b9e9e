"""The blocks of a lesson in which somebody does something, as one person finds them."""

from dataclasses import dataclass, field, fields
from typing import Any

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from home.pieces import piece
from home.rules.disclosure import BAND_WORDS, Band
from learning.contexts.body import Part
from learning.forms.answers import field_name, fields_of
from learning.forms.keeping import Kept
from learning.models import Answer, BlockState, Reflection
from learning.rules.checks import AnswerProblem, Check, CheckProblem, Marked, check_of, mark, shown_order
from learning.rules.questions import poll_digest
from learning.rules.scenario import Place, ScenarioProblem, place_of, scenario_of

PLACES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
NAMES = {
    "one": "Knowledge check",
    "several": "Knowledge check: choose all that fit",
    "true_false": "Knowledge check: true or false",
    "order": "Knowledge check: put in order",
    "match": "Knowledge check: match",
    "short": "In your own words",
}


@dataclass
class Mine:
    """What one person did in one lesson, by the block's id. Empty in a preview."""

    answers: dict[str, Answer] = field(default_factory=dict)
    states: dict[str, BlockState] = field(default_factory=dict)
    reflections: dict[str, Reflection] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    token: str = ""
    preview: bool = False


@dataclass(frozen=True)
class Row:
    """One line of a question: a choice with whether it is chosen, or a thing with the choices for it."""

    name: str
    value: str
    text: str
    chosen: bool = False
    options: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True)
class Words:
    """What a block says, whoever reads it, as far as its template says it itself."""

    title: str = ""
    question: str = ""
    prompt: str = ""
    hint: str = ""
    supervision: bool = False


@dataclass(frozen=True)
class Spot:
    """A block as its template needs it."""

    id: str
    place: str
    digest: str
    content: Words


def fill(part: Part, mine: Mine, address: str, request) -> SafeString:
    """The block `part` as HTML for one person; `address` is the lesson's, "/learning/module/lesson/".

    What anybody would find who did the same is a piece, kept for all of them; where somebody's own words stand in it, nothing is kept.
    """
    if kept := mine.kept.get(part.id):
        mine.kept[part.id] = kept = kept.against(part.digest)
    said: dict[str, Any] = {each.name: part.content[each.name] for each in fields(Words) if part.content.get(each.name)}
    spot = Spot(part.id, part.place, part.digest, Words(**said))
    shown = {"part": spot, "address": address, "preview": mine.preview, **_FILLERS[part.kind](part, mine)}
    template, late = f"learning/blocks/{part.kind}.html", {"who": mine.token, "csrf_token": get_token(request)}
    if kept or shown.get("own_words") or "written_at" in shown:
        return render_to_string(template, {**shown, **late, "kept": kept})
    return piece(template, late=late, **shown)


def _check(part: Part, mine: Mine) -> dict:
    try:
        check = check_of(part.content)
    except CheckProblem as problem:  # only ever in a draft: publishing refuses it
        return {"broken": problem.sentence, "kind": NAMES["one"]}
    answer, kept = mine.answers.get(part.id), mine.kept.get(part.id)
    current = answer if answer and answer.question.digest == part.digest else None
    name = field_name(part.id)
    marked = _marked(check, current) if current and not kept else None
    chosen = kept.choices if kept else fields_of(check, current.value, name) if current and marked else {}
    own_words = "" if check.type != "short" else kept.first(name) if kept else next(iter(chosen.get(name, [])), "")
    return {
        "check": check,
        "kind": NAMES[check.type],
        "name": name,
        "rows": tuple(_rows(check, part, name, chosen, marked)),
        "own_words": own_words,
        "marked": marked,
        "changed": bool(answer and not current and not kept),
        "label": "Answer again" if marked and marked.is_right else "Try again" if marked else "Compare" if check.type == "short" else "See what we think",
    }


def _marked(check: Check, answer: Answer) -> Marked | None:
    try:
        return mark(check, answer.value)
    except AnswerProblem:
        return None


def _rows(check: Check, part: Part, name: str, fields: dict[str, list[str]], marked: Marked | None) -> list[Row]:
    chosen = set(fields.get(name, []))
    if check.type in ("one", "several"):
        return [Row(name, str(number), option.text, str(number) in chosen) for number, option in enumerate(check.options)]
    if check.type == "true_false":
        return [Row(name, value, text, value in chosen) for value, text in (("true", "True"), ("false", "False"))]
    seed = f"{part.id}{part.digest}"
    if check.type == "order":
        count = len(check.items)
        rows = []
        for item in shown_order(count, seed):
            key = f"{name}-{item}"
            at = next(iter(fields.get(key, [])), "")
            rows.append(Row(key, at, check.items[item][0], options=tuple((str(place), _place(place), str(place) == at) for place in range(count))))
        return sorted(rows, key=lambda row: int(row.value)) if marked else rows
    if check.type == "match":
        order = shown_order(len(check.pairs), seed)
        rows = []
        for line, (left, _, _) in enumerate(check.pairs):
            key = f"{name}-{line}"
            at = next(iter(fields.get(key, [])), "")
            rows.append(
                Row(
                    key,
                    at,
                    left,
                    options=tuple((str(right), f"{_letter(place)}. {check.pairs[right][1]}", str(right) == at) for place, right in enumerate(order)),
                )
            )
        return rows
    return []


def _letter(number: int) -> str:
    return chr(ord("A") + number % 26)


def _place(number: int) -> str:
    return PLACES[number] if number < len(PLACES) else f"{number + 1}th"


def _scenario(part: Part, mine: Mine) -> dict:
    try:
        scenario = scenario_of(part.content)
    except ScenarioProblem as problem:
        return {"broken": str(problem)}
    state = mine.states.get(part.id)
    place: Place = place_of(scenario, list(state.state.get("path", [])) if state else [])
    return {"intro": scenario.intro, "step": place.step, "last": place.last, "decided": len(place.decisions)}


def _reflection(part: Part, mine: Mine) -> dict:
    written, kept = mine.reflections.get(part.id), mine.kept.get(part.id)
    text = kept.first("text") if kept else written.text if written else ""
    if not written:
        return {"own_words": text}
    return {"own_words": text, "written_at": written.updated_at, "is_read_by_others": bool(getattr(written, "is_shared", False))}


def _checklist(part: Part, mine: Mine) -> dict:
    state = mine.states.get(part.id)
    ticked = set(state.state.get("ticked", [])) if state else set()
    return {"rows": tuple(Row("item", str(number), text, number in ticked) for number, text in enumerate(part.content.get("items", [])))}


def _poll(part: Part, mine: Mine) -> dict:
    options = part.content.get("options", [])
    digest = poll_digest(part.content.get("question", ""), options)
    state, kept = mine.states.get(part.id), mine.kept.get(part.id)
    mine_now = state.state.get("choice") if state and state.state.get("digest") == digest else None
    shares = getattr(state, "poll_shares", None) if mine_now is not None and getattr(state, "poll_digest", None) == digest else None
    chosen = kept.first("choice") if kept else str(mine_now)
    return {
        "digest": digest,
        "rows": tuple(Row("choice", str(number), text, str(number) == chosen) for number, text in enumerate(options)),
        "voted": mine_now is not None,
        "results": tuple((text, BAND_WORDS[Band(share or Band.SUPPRESSED)]) for text, share in zip(options, shares or (), strict=False)),
    }


_FILLERS = {"check": _check, "scenario": _scenario, "reflection": _reflection, "checklist": _checklist, "poll": _poll}
