"""The lesson file format: text to plain dicts and back, nothing else.

A file is a TOML head between `+++` lines, then Markdown in which a fence with a block's kind after it holds that block as TOML:

    ```reflection
    id = "last-week"
    prompt = "What did you notice?"
    ```

A lesson is `{"id", "title", ..., "blocks": [block, ...]}`; a block is `{"kind": ..., its parts}`; the text between fences is a block of
kind `markdown` with the part `text`. What has no form of its own stands in a fence `wagtail` as JSON (`type`, `value`).
"""

import difflib
import json
import re
import tomllib
from typing import Any

from learning.curriculum import toml
from learning.curriculum.kinds import KINDS, LESSON_HEAD, MODULE_HEAD, Part, PartProblem, canonical, canonical_block, clean_text
from learning.rules.checks import CheckProblem, check_of
from learning.rules.scenario import ScenarioProblem, scenario_of

FENCE = re.compile(r"^(`{3,})[ \t]*([^`\s]*)[ \t]*$")


class FormatProblem(ValueError):
    """A file that cannot be read; `line` is counted from 1, `sentence` says what to do."""

    def __init__(self, file: str, line: int, sentence: str) -> None:
        super().__init__(f"{file}, line {line}: {sentence}")
        self.file, self.line, self.sentence = file, line, sentence


def read_module(text: str, file: str = "module.md") -> dict:
    """The module in `text`: its head, and `introduction` as blocks; raises `FormatProblem`."""
    head, body, first = _split(text, file)
    module = _head(MODULE_HEAD, head, file, "A module's head")
    return {**module, "introduction": _blocks(body, first, file)}


def read_lesson(text: str, file: str = "lesson.md") -> dict:
    """The lesson in `text`: its head, and `blocks`; raises `FormatProblem`."""
    head, body, first = _split(text, file)
    lesson = _head(LESSON_HEAD, head, file, "A lesson's head")
    return {**lesson, "blocks": _blocks(body, first, file)}


def write_module(module: dict) -> str:
    """`module` as a file that `read_module` reads back as the same."""
    return _write(MODULE_HEAD, module, module["introduction"])


def write_lesson(lesson: dict) -> str:
    """`lesson` as a file that `read_lesson` reads back as the same."""
    return _write(LESSON_HEAD, lesson, lesson["blocks"])


def joined(blocks: list[dict]) -> list[dict]:
    """`blocks` with neighbouring Markdown made one, and none of it empty: what a file can tell apart."""
    found: list[dict] = []
    for block in blocks:
        if block["kind"] != "markdown":
            found.append(block)
        elif text := clean_text(block["text"]):
            if found and found[-1]["kind"] == "markdown":
                found[-1] = {"kind": "markdown", "text": f"{found[-1]['text']}\n\n{text}"}
            else:
                found.append({"kind": "markdown", "text": text})
    return found


def _split(text: str, file: str) -> tuple[list[str], list[str], int]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].strip() != "+++":
        raise FormatProblem(file, 1, "The file must begin with a head: a line “+++”, its parts, and another line “+++”.")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == "+++":
            return lines[1:number], lines[number + 1 :], number + 2
    raise FormatProblem(file, 1, "The head that begins here has no end. Close it with a line “+++”.")


def _toml(lines: list[str], first: int, file: str) -> dict:
    try:
        return tomllib.loads("\n".join(lines))
    except RecursionError as problem:
        raise FormatProblem(file, first, "This is folded into itself too deeply. Lists and tables stand inside each other twice at most.") from problem
    except tomllib.TOMLDecodeError as problem:
        words = str(problem)
        at = re.search(r"\(at line (\d+), column (\d+)\)", words)
        line = first + int(at.group(1)) - 1 if at else first + len(lines) - 1
        reason = re.sub(r"\s*\(at .*\)$", "", words)
        raise FormatProblem(file, line, f"This is not the way TOML is written here: {reason}. Texts stand in quotes, lists in square brackets.") from problem


def _line_of(name: str, lines: list[str], first: int) -> int:
    """The line that the part `name` stands on; the line before them all, the opening one, where it is missing."""
    for offset, line in enumerate(lines):
        if re.match(rf"\s*(\[\[[\w.]*)?{re.escape(name)}\b", line):
            return first + offset
    return first - 1


def _head(parts: tuple[Part, ...], lines: list[str], file: str, what: str) -> dict:
    table = _toml(lines, 2, file)
    try:
        return canonical(parts, table, what)
    except PartProblem as problem:
        raise FormatProblem(file, _line_of(problem.name, lines, 2), f"{problem}") from problem


def _blocks(lines: list[str], first: int, file: str) -> list[dict]:
    """The blocks in `lines`, of which the first is the file's line `first`."""
    blocks: list[dict] = []
    text: list[str] = []
    at = 0
    while at < len(lines):
        fence = FENCE.match(lines[at])
        if not fence:
            text.append(lines[at])
            at += 1
            continue
        end = next((i for i in range(at + 1, len(lines)) if lines[i].rstrip() == fence.group(1)), None)
        if end is None:
            raise FormatProblem(file, first + at, "The fence that begins here has no end. Close it with a line of three backticks.")
        word, body = fence.group(2), lines[at + 1 : end]
        if word:
            blocks += [{"kind": "markdown", "text": "\n".join(text)}, _block(word, body, first + at, file)]
            text = []
        else:
            text += lines[at : end + 1]
        at = end + 1
    blocks.append({"kind": "markdown", "text": "\n".join(text)})
    return joined(blocks)


def _block(word: str, body: list[str], line: int, file: str) -> dict:
    if word == "wagtail":
        return _from_json(body, line, file)
    if word not in KINDS:
        near = difflib.get_close_matches(word, KINDS, n=1)
        hint = f"Did you mean “{near[0]}”?" if near else f"The kinds are: {', '.join(KINDS)}."
        raise FormatProblem(file, line, f"“{word}” is not a kind of block. {hint}")
    table = _toml(body, line + 1, file)
    try:
        block = canonical_block({**table, "kind": word})
        if word == "check":
            check_of(block)
        if word == "scenario":
            scenario_of(block)
    except PartProblem as problem:
        raise FormatProblem(file, _line_of(problem.name, body, line + 1), str(problem)) from problem
    except CheckProblem as problem:
        raise FormatProblem(file, _line_of(problem.field, body, line + 1), f"The check “{table.get('id')}”: {problem.sentence}") from problem
    except ScenarioProblem as problem:
        raise FormatProblem(file, line, f"The scenario “{table.get('id')}”: {problem}") from problem
    return block


def _from_json(body: list[str], line: int, file: str) -> dict:
    try:
        block = json.loads("\n".join(body))
    except RecursionError as problem:
        raise FormatProblem(file, line, "This is folded into itself too deeply to be read.") from problem
    except ValueError as problem:
        raise FormatProblem(file, line, f"A wagtail block must hold JSON: {problem}.") from problem
    if not isinstance(block, dict) or not isinstance(block.get("type"), str) or "value" not in block:
        raise FormatProblem(file, line, "A wagtail block needs “type” and “value”.")
    if block["type"] == "markdown" and isinstance(block["value"], str):
        return {"kind": "markdown", "text": clean_text(block["value"])}
    return {"kind": "wagtail", "type": block["type"], "value": block["value"]}


def _write(parts: tuple[Part, ...], content: dict, blocks: list[dict]) -> str:
    head = {part.name: content[part.name] for part in parts if part.name in content}
    pieces = [f"+++\n{toml.table(head)}\n+++", *(_piece(block) for block in joined(blocks))]
    return pieces[0] + "\n" + "\n\n".join(pieces[1:]) + "\n"


def _piece(block: dict[str, Any]) -> str:
    if block["kind"] == "markdown":
        if any(FENCE.match(line) for line in block["text"].split("\n")):
            return _fenced("wagtail", json.dumps({"type": "markdown", "value": block["text"]}, ensure_ascii=False))
        return block["text"]
    if block["kind"] == "wagtail":
        return _fenced("wagtail", json.dumps({"type": block["type"], "value": block["value"]}, ensure_ascii=False))
    return _fenced(block["kind"], toml.table({name: item for name, item in block.items() if name != "kind"}))


def _fenced(word: str, body: str) -> str:
    return f"```{word}\n{body}\n```"
