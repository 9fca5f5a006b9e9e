"""Knowledge checks: what a well-formed one is, how an answer is marked, and what is said to it."""

from dataclasses import dataclass, field
from typing import Any

TYPES = ("one", "several", "true_false", "order", "match", "short")


class CheckProblem(ValueError):
    """A knowledge check that cannot be asked. `field` is where, `sentence` what to do about it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


class AnswerProblem(ValueError):
    """An answer that cannot be marked; its text is a sentence for the person who gave it."""


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Check:
    """One knowledge check, whole. `options`, `items` and `pairs` are empty where the type has none."""

    type: str
    question: str
    options: tuple[Option, ...] = ()
    answer: bool = False
    feedback_true: str = ""
    feedback_false: str = ""
    items: tuple[tuple[str, str], ...] = ()
    feedback_right: str = ""
    feedback_wrong: str = ""
    pairs: tuple[tuple[str, str, str], ...] = ()
    model_answer: str = ""
    feedback: str = ""

    @property
    def is_scored(self) -> bool:
        """Whether an answer is right or not; a short answer is compared by its writer."""
        return self.type != "short"


@dataclass(frozen=True)
class Line:
    """One line of feedback: to which part of the answer, whether that part was right, and what is said."""

    about: str
    right: bool
    text: str


@dataclass(frozen=True)
class Marked:
    """An answer with its feedback. `share_right` is 0 to 1, `None` where the check is not scored."""

    share_right: float | None
    lines: tuple[Line, ...] = field(default=())
    summary: str = ""

    @property
    def is_right(self) -> bool:
        """Whether all of it was right (or there was nothing to be right about)."""
        return self.share_right is None or self.share_right == 1


def plain(value: Any) -> Any:
    """What Wagtail keeps for list items is wrapped as {"type", "value", "id"}: take the value."""
    return value["value"] if isinstance(value, dict) and set(value) >= {"type", "value"} else value


def list_of(content: dict, name: str) -> list:
    """The plain values of the list `name` in a block's value or a lesson file's table."""
    return [plain(item) for item in content.get(name) or []]


def _needs(condition: bool, field: str, sentence: str) -> None:
    if not condition:
        raise CheckProblem(field, sentence)


def check_of(content: dict) -> Check:
    """The check that `content` (a block's plain value or a lesson file's table) describes.

    Raises `CheckProblem` where it could not be answered, has no right answer, or leaves an answer without feedback.
    """
    kind = content.get("type", "")
    _needs(kind in TYPES, "type", f"“{kind}” is not a kind of knowledge check: use one of {', '.join(TYPES)}.")
    question = (content.get("question") or "").strip()
    _needs(bool(question), "question", "Write the question.")
    check = Check(
        type=kind,
        question=question,
        options=tuple(Option(o.get("text", ""), bool(o.get("correct")), (o.get("feedback") or "").strip()) for o in list_of(content, "options")),
        answer=bool(content.get("answer")),
        feedback_true=(content.get("feedback_true") or "").strip(),
        feedback_false=(content.get("feedback_false") or "").strip(),
        items=tuple((i.get("text", ""), (i.get("feedback") or "").strip()) for i in list_of(content, "items")),
        feedback_right=(content.get("feedback_right") or "").strip(),
        feedback_wrong=(content.get("feedback_wrong") or "").strip(),
        pairs=tuple((p.get("left", ""), p.get("right", ""), (p.get("feedback") or "").strip()) for p in list_of(content, "pairs")),
        model_answer=(content.get("model_answer") or "").strip(),
        feedback=(content.get("feedback") or "").strip(),
    )
    _check_whole(check)
    return check


def _check_whole(check: Check) -> None:
    if check.type in ("one", "several"):
        right = sum(o.correct for o in check.options)
        _needs(len(check.options) >= 2, "options", "Give at least two answers to choose from.")
        _needs(right >= 1, "options", "Mark at least one answer as right.")
        _needs(check.type == "several" or right == 1, "options", "Exactly one answer can be right here; use “several answers” for more.")
        _needs(all(o.feedback for o in check.options), "options", "Say something to everyone: one of the answers has no feedback.")
        _needs(len({o.text for o in check.options}) == len(check.options), "options", "Two answers have the same words.")
    elif check.type == "true_false":
        _needs(bool(check.feedback_true), "feedback_true", "Say something to those who choose true.")
        _needs(bool(check.feedback_false), "feedback_false", "Say something to those who choose false.")
    elif check.type == "order":
        _needs(len(check.items) >= 3, "items", "Give at least three things to put in order.")
        _needs(all(feedback for _, feedback in check.items), "items", "Say why each thing stands where it does.")
        _needs(len({text for text, _ in check.items}) == len(check.items), "items", "Two things have the same words.")
        _needs(bool(check.feedback_right), "feedback_right", "Say something to those who have it right.")
        _needs(bool(check.feedback_wrong), "feedback_wrong", "Say something to those who do not have it yet.")
    elif check.type == "match":
        _needs(len(check.pairs) >= 2, "pairs", "Give at least two pairs.")
        _needs(all(feedback for *_, feedback in check.pairs), "pairs", "Say why each pair belongs together.")
        _needs(len({left for left, *_ in check.pairs}) == len(check.pairs), "pairs", "Two pairs begin with the same words.")
    else:
        _needs(bool(check.model_answer), "model_answer", "Write a model answer to compare with.")
        _needs(bool(check.feedback), "feedback", "Say what good answers have in common.")


def shown_order(count: int, seed: str) -> list[int]:
    """An order in which to show `count` things, the same each time for one `seed`, never the right one.

    Used for things to put in order and for the right-hand sides of pairs. Positions are 0-based.
    """
    import hashlib

    order = sorted(range(count), key=lambda i: hashlib.sha256(f"{seed}:{i}".encode()).hexdigest())
    return order[1:] + order[:1] if order == list(range(count)) and count > 1 else order


def mark(check: Check, value: Any) -> Marked:
    """Mark `value` against `check`.

    `value` is, by type: the chosen option's 0-based index (one); a list of indexes (several); a bool
    (true_false); for order, the indexes of the items in the order given; for match, for each left side
    the index of the right side chosen; a text (short). Raises `AnswerProblem` where it is not whole.
    """
    return _MARKERS[check.type](check, value)


def _index(value: Any, length: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < length:
        raise AnswerProblem("Choose one of the answers.")
    return value


def _mark_one(check: Check, value: Any) -> Marked:
    option = check.options[_index(value, len(check.options))]
    return Marked(1.0 if option.correct else 0.0, (Line(option.text, option.correct, option.feedback),))


def _mark_several(check: Check, value: Any) -> Marked:
    if not isinstance(value, list) or not value:
        raise AnswerProblem("Choose at least one answer.")
    chosen = {_index(v, len(check.options)) for v in value}
    hits = sum((i in chosen) == option.correct for i, option in enumerate(check.options))
    lines = tuple(
        Line(option.text, option.correct == (i in chosen), option.feedback)
        for i, option in enumerate(check.options)
        if i in chosen or option.correct
    )  # fmt: skip
    return Marked(hits / len(check.options), lines)


def _mark_true_false(check: Check, value: Any) -> Marked:
    if not isinstance(value, bool):
        raise AnswerProblem("Choose true or false.")
    right = value == check.answer
    return Marked(1.0 if right else 0.0, (Line("True" if value else "False", right, check.feedback_true if value else check.feedback_false),))


def _mark_order(check: Check, value: Any) -> Marked:
    if not isinstance(value, list) or sorted(map(str, value)) != sorted(map(str, range(len(check.items)))):
        raise AnswerProblem("Give each thing a place of its own.")
    given = [int(v) for v in value]
    lines = tuple(Line(check.items[item][0], item == place, check.items[item][1]) for place, item in enumerate(given))
    share = sum(line.right for line in lines) / len(lines)
    return Marked(share, lines, check.feedback_right if share == 1 else check.feedback_wrong)


def _mark_match(check: Check, value: Any) -> Marked:
    if not isinstance(value, list) or len(value) != len(check.pairs):
        raise AnswerProblem("Choose something for each line.")
    rights = [right for _, right, _ in check.pairs]
    lines = []
    for (left, right, feedback), chosen in zip(check.pairs, value, strict=True):
        lines.append(Line(left, rights[_index(chosen, len(rights))] == right, feedback))
    return Marked(sum(line.right for line in lines) / len(lines), tuple(lines))


def _mark_short(check: Check, value: Any) -> Marked:
    if not isinstance(value, str) or not value.strip():
        raise AnswerProblem("Write a few words first; nobody marks them.")
    return Marked(None, (Line("One good answer", True, check.model_answer),), check.feedback)


_MARKERS = {
    "one": _mark_one,
    "several": _mark_several,
    "true_false": _mark_true_false,
    "order": _mark_order,
    "match": _mark_match,
    "short": _mark_short,
}
