"""A lesson's blocks as they are stored: finding one, and telling whether a question is still the same."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from learning.rules.checks import TYPES, plain

#: The parts of a question that are asked or said, by type; the others are left over from another type.
PARTS = {
    "one": ("question", "options"),
    "several": ("question", "options"),
    "true_false": ("question", "answer", "feedback_true", "feedback_false"),
    "order": ("question", "items", "feedback_right", "feedback_wrong"),
    "match": ("question", "pairs"),
    "short": ("question", "model_answer", "feedback"),
}


def asked(content: dict) -> dict:
    """What `content` (a check's stored value) asks and says, without what Wagtail wraps around list items."""
    kind = content.get("type", "")
    parts = PARTS.get(kind, ()) if kind in TYPES else ()
    return {"type": kind, **{name: _plain(content.get(name)) for name in parts}}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(plain(item)) for item in value]
    return value


def digest_of(content: dict) -> str:
    """64 hex digits that change when anything a check asks or says changes."""
    return _digest(asked(content))


def poll_digest(question: str, options: Iterable[str]) -> str:
    """64 hex digits that change when a poll's question or options change."""
    return _digest({"question": question, "options": list(options)})


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def find_block(raw_data: Iterable[dict], block_id: str, kind: str) -> dict | None:
    """The stored value of the block `block_id` of `kind` in a lesson's body; nothing where it is not there (any more)."""
    for raw in raw_data:
        if raw.get("id") == block_id and raw["type"] == kind:
            return raw["value"]
    return None


def scored_checks(raw_data: Iterable[dict]) -> list[str]:
    """The ids of the checks in a lesson's body whose answers are right or not, in order."""
    return [raw["id"] for raw in raw_data if raw["type"] == "check" and raw["value"].get("type") != "short"]
