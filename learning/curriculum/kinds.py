"""What may stand in a lesson file: the parts of each head and of each kind of block, and how a value is made canonical.

A block is a plain dict: `kind`, and the parts that have something in them. Texts have `\n` line ends and no space around them,
so that a text that went through a browser's form is the same text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Part:
    """One part of a head or block. `type` is text, number, yes_no, day, texts or tables; `always` is written even where it says no."""

    name: str
    type: str = "text"
    required: bool = False
    parts: tuple["Part", ...] = ()
    always: bool = False
    default: Any = None


def _need(name: str, type: str = "text") -> Part:
    return Part(name, type, required=True)


def _tables(name: str, *parts: Part, required: bool = False) -> Part:
    return Part(name, "tables", required=required, parts=parts)


KINDS: dict[str, tuple[Part, ...]] = {
    "heading": (_need("text"), Part("level", default="2")),
    "note": (Part("title"), _need("text")),
    "key_points": (Part("title"), _need("points", "texts")),
    "statistic": (_need("value"), _need("text"), _need("source"), Part("where"), Part("note")),
    "quotation": (_need("text"), _need("who"), Part("source")),
    "voice": (_need("text"), Part("who")),
    "content_note": (_need("about"), Part("minutes", "number", default=1), _need("text"), Part("instead")),
    "scenario": (
        _need("id"), _need("title"), _need("intro"), _need("start"),
        _tables("steps", _need("id"), _need("text"), _tables("choices", _need("text"), _need("consequence"), _need("leads_to")), required=True),
    ),
    "check": (
        _need("id"), _need("type"), _need("question"),
        Part("answer", "yes_no"), Part("feedback_true"), Part("feedback_false"), Part("feedback_right"), Part("feedback_wrong"),
        Part("model_answer"), Part("feedback"),
        _tables("options", _need("text"), Part("correct", "yes_no", always=True), Part("feedback")),
        _tables("items", _need("text"), Part("feedback")),
        _tables("pairs", _need("left"), _need("right"), Part("feedback")),
    ),
    "reflection": (_need("id"), _need("prompt"), Part("hint"), Part("supervision", "yes_no")),
    "poll": (_need("id"), _need("question"), _need("options", "texts")),
    "checklist": (_need("id"), _need("title"), _need("items", "texts")),
    "image": (_need("file"), _need("alt"), Part("caption")),
    "download": (_need("file"), _need("title")),
    "audio": (_need("title"), _need("file"), _need("transcript")),
    "video": (_need("title"), _need("file"), _need("captions"), _need("transcript")),
    "service": (_need("service"), Part("why")),
}  # fmt: skip

MODULE_HEAD: tuple[Part, ...] = (
    _need("id"), _need("title"), _need("slug"), _need("summary"), Part("purpose"), Part("outcomes", "texts"), Part("audience"),
    Part("content_note"), Part("minutes", "number", default=60), Part("order", "number", default=0), Part("cover", default="default"),
    Part("capabilities", "texts"), Part("prerequisites", "texts"), Part("pass_mark", "number", default=70),
    Part("refresh_months", "number"), Part("refresh_roles", "texts"), Part("try_this_week", "texts"), Part("supervision", "texts"),
    Part("authors", "texts"), Part("reviewers", "texts", always=True), _need("written", "day"), Part("review_due", "day"),
    _tables("sources", _need("key"), _need("title"), _need("publisher"), _need("year", "number"), Part("url")),
)  # fmt: skip

LESSON_HEAD: tuple[Part, ...] = (
    _need("id"), _need("title"), Part("summary"), Part("minutes", "number", default=8), Part("capabilities", "texts"),
    Part("sources", "texts"), Part("content_note"),
)  # fmt: skip

#: What a part may be: its type in Python, and in words.
TYPES: dict[str, tuple[type, str]] = {
    "text": (str, "a text in quotes"),
    "number": (int, "a whole number"),
    "yes_no": (bool, "true or false"),
    "day": (date, "a date like 2026-11-22"),
    "texts": (list, "a list of texts"),
    "tables": (list, "a list of tables"),
}
FILES = {"image", "download", "audio", "video"}


def clean_text(text: str) -> str:
    """`text` with one kind of line end, nothing around it, and no character that a database refuses."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


class PartProblem(ValueError):
    """A part that is missing, unknown or of the wrong type; `name` is the part, the text a sentence about it."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


def canonical(parts: Iterable[Part], table: dict, what: str) -> dict:
    """`table` with clean texts, defaults filled in and nothing empty, in the order of `parts`; raises `PartProblem`.

    `what` names the thing in sentences ("a check").
    """
    parts = tuple(parts)
    known = [part.name for part in parts]
    for name in table:
        if name not in known:
            raise PartProblem(name, f"{what} has no part called “{name}”. It may have: {', '.join(known)}.")
    found = {}
    for part in parts:
        value = _canonical_value(part, table.get(part.name), what)
        if part.required and value in (None, "", []):
            raise PartProblem(part.name, f"{what} needs “{part.name}”, and it is missing or empty.")
        if part.always or value not in (None, "", [], False):
            found[part.name] = value
    return found


def _canonical_value(part: Part, value: Any, what: str) -> Any:
    if value is None:
        return {"texts": [], "yes_no": False}.get(part.type, part.default)
    expected: Any
    expected, words = TYPES[part.type]
    if not isinstance(value, expected) or (part.type == "number" and isinstance(value, bool)):
        raise PartProblem(part.name, f"“{part.name}” of {what[:1].lower() + what[1:]} must be {words}.")
    if part.type == "text":
        return clean_text(value) or part.default
    if part.type == "texts":
        if not all(isinstance(item, str) for item in value):
            raise PartProblem(part.name, f"“{part.name}” of {what[:1].lower() + what[1:]} must hold texts only.")
        return [clean_text(item) for item in value if clean_text(item)]
    if part.type == "tables":
        if not all(isinstance(item, dict) for item in value):
            raise PartProblem(part.name, f"“{part.name}” of {what[:1].lower() + what[1:]} must be written as [[{part.name}]].")
        return [canonical(part.parts, item, f"One of the {part.name}") for item in value]
    return value


def canonical_block(block: dict) -> dict:
    """A file's block made canonical: `kind` first; raises `PartProblem`. A check's `answer` is kept where its type asks for it."""
    kind = block["kind"]
    table = {name: value for name, value in block.items() if name != "kind"}
    found = {"kind": kind, **canonical(KINDS[kind], table, f"A {kind} block")}
    if kind == "check" and found["type"] == "true_false":
        if "answer" not in table:
            raise PartProblem("answer", "A true or false check needs “answer”, true or false.")
        found.setdefault("answer", False)
    return found
