"""Between plain blocks and what a StreamField keeps.

Ids are made from where a block stands and what it is called (or, without a name, what it says), so that loading a file again
gives every block the id it had, and people's answers stay with their questions.
"""

import hashlib
import json
import uuid
from typing import Any

from learning.curriculum.kinds import KINDS, Part, clean_text
from learning.rules.checks import list_of

SPACE = uuid.UUID("6f1d3b52-7a0e-5c53-9d8a-0b8e2f6f2a11")
#: Parts that a StreamField keeps as a key of another table: the plain name, and the name in the block.
LINKS = {
    "image": ("picture", "image"),
    "download": ("document", "document"),
    "audio": ("document", "file"),
    "video": ("document", "file"),
    "service": ("service_id", "service"),
}
EMPTY: tuple = (None, "", [], False)


def to_raw(blocks: list[dict], place: str) -> list[dict]:
    """What a StreamField keeps for `blocks`; `place` ("module/lesson") makes the ids its own."""
    raw: list[dict] = []
    seen: dict[str, int] = {}
    for block in blocks:
        name = _name(block)
        seen[name] = seen.get(name, 0) + 1
        ident = _ident(place, name if seen[name] == 1 else f"{name}/{seen[name]}")
        kind, value = _raw_value(block, ident)
        raw.append({"type": kind, "value": value, "id": ident})
    return raw


def _name(block: dict) -> str:
    if block.get("id"):
        return block["id"]
    content = json.dumps(block, sort_keys=True, ensure_ascii=False, default=str)
    return f"{block['kind']}/{hashlib.sha256(content.encode()).hexdigest()}"


def _ident(place: str, name: str) -> str:
    try:
        return str(uuid.UUID(name))  # a block that was made in the CMS is called by its id
    except ValueError:
        return str(uuid.uuid5(SPACE, f"{place}/{name}"))


def _raw_value(block: dict, ident: str) -> tuple[str, Any]:
    kind = block["kind"]
    if kind == "markdown":
        return "markdown", block["text"]
    if kind == "text":
        return "text", block["html"]
    if kind == "wagtail":
        return block["type"], block["value"]
    value = {part.name: _raw_part(part, block.get(part.name), ident) for part in KINDS[kind]}
    if kind in LINKS:
        plain, kept = LINKS[kind]
        if kind in ("audio", "video", "service"):
            value.pop("file", None)
        value[kept] = block.get(plain)
    return kind, value


def _raw_part(part: Part, value: Any, ident: str) -> Any:
    if part.type not in ("texts", "tables"):
        return value if value is not None else {"text": part.default or "", "number": part.default, "yes_no": False}[part.type]
    items = []
    for number, item in enumerate(value or []):
        own = str(uuid.uuid5(SPACE, f"{ident}/{part.name}/{number}"))
        plain = item if part.type == "texts" else {inner.name: _raw_part(inner, item.get(inner.name), own) for inner in part.parts}
        items.append({"type": "item", "value": plain, "id": own})
    return items


def from_raw(raw: list[dict], *, name_all: bool = False) -> list[dict]:
    """The plain blocks of what a StreamField keeps; nothing is dropped.

    What has a kind here becomes that kind, rich text `{"kind": "text", "html"}`, anything else `{"kind": "wagtail", "type", "value"}`.
    With `name_all`, a block to do something in that has no name is called by its id, as an export must.
    """
    return [_plain(item, name_all) for item in raw]


def _plain(item: dict, name_all: bool) -> dict:
    kind, value = item["type"], item["value"]
    if kind == "markdown":
        return {"kind": "markdown", "text": clean_text(value or "")}
    if kind == "text":
        return {"kind": "text", "html": clean_text(value or "")}
    if kind not in KINDS or not isinstance(value, dict):
        return {"kind": "wagtail", "type": kind, "value": value}
    found = {"kind": kind}
    links = LINKS.get(kind)
    for part in KINDS[kind]:
        if links and part.name == links[1]:
            continue
        plain = _plain_part(part, value)
        if plain not in EMPTY:
            found[part.name] = plain
    if links and value.get(links[1]) is not None:
        found[links[0]] = value[links[1]]
    if kind == "check" and found.get("type") == "true_false":
        found.setdefault("answer", False)
    if name_all and "id" not in found and any(part.name == "id" for part in KINDS[kind]):
        found = {"kind": kind, "id": item["id"], **{name: plain for name, plain in found.items() if name != "kind"}}
    return found


def _plain_part(part: Part, value: dict) -> Any:
    if part.type == "texts":
        return [clean_text(text) for text in list_of(value, part.name) if text and clean_text(text)]
    if part.type == "tables":
        return [_plain_table(part.parts, row) for row in list_of(value, part.name)]
    found = value.get(part.name)
    return clean_text(found) if isinstance(found, str) else found


def _plain_table(parts: tuple[Part, ...], row: dict) -> dict:
    found = {part.name: _plain_part(part, row) for part in parts}
    return {part.name: bool(found[part.name]) if part.always else found[part.name] for part in parts if part.always or found[part.name] not in EMPTY}


def listed(texts: list[Any], place: str, kind: str = "item") -> list[dict]:
    """What a StreamField of plain lines keeps for `texts`."""
    return [{"type": kind, "value": text, "id": str(uuid.uuid5(SPACE, f"{place}/{number}"))} for number, text in enumerate(texts)]


def digest(content: dict) -> str:
    """A digest of plain content (dates included): the same for the same content, whatever its order of keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
