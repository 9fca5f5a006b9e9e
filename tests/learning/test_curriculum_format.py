"""Lesson files: what is read is what is written, and what is broken is told with its line."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.curriculum import toml
from learning.curriculum.blocks import from_raw, to_raw
from learning.curriculum.format import FormatProblem, joined, read_lesson, read_module, write_lesson, write_module
from learning.curriculum.kinds import KINDS, Part, canonical_block, clean_text

CONTENT = Path(__file__).parents[2] / "learning" / "content"
HEAD = '+++\nid = "first"\ntitle = "First"\n+++\n'

texts = st.text(st.characters(codec="utf-8"), max_size=80).map(clean_text)
lines = texts.filter(bool)
raw_texts = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("\"\\`+\n#[]'")), max_size=60)


def _value(part: Part):
    if part.type == "number":
        return st.integers(1, 30)
    if part.type == "yes_no":
        return st.booleans()
    if part.type == "texts":
        return st.lists(lines, min_size=int(part.required), max_size=4)
    if part.type == "tables":
        return st.lists(_table(part.parts), min_size=1, max_size=3)
    return lines if part.required else texts


def _table(parts):
    needed = {part.name: _value(part) for part in parts if part.required}
    return st.fixed_dictionaries(needed, optional={part.name: _value(part) for part in parts if not part.required})


FREE = [kind for kind in KINDS if kind not in ("check", "scenario")]  # those two have rules of their own
blocks = st.lists(
    st.one_of(
        st.fixed_dictionaries({"kind": st.just("markdown"), "text": raw_texts}),
        *[_table(KINDS[kind]).map(lambda table, kind=kind: canonical_block({"kind": kind, **table})) for kind in FREE],
    ),
    max_size=5,
).map(joined)


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_what_is_written_is_read_back(found):
    lesson = {"id": "first", "title": "First", "minutes": 8, "blocks": found}
    assert read_lesson(write_lesson(lesson)) == lesson


def _linked(block: dict) -> dict:
    """A block whose file or service is in the site's library, as the site keeps it."""
    links = {"image": "picture", "download": "document", "audio": "document", "video": "document", "service": "service_id"}
    if block["kind"] not in links:
        return block
    return {**{name: value for name, value in block.items() if name not in ("file", "service")}, links[block["kind"]]: 7}


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_what_the_site_keeps_is_what_was_read(found):
    kept = [_linked(block) for block in found]
    raw = to_raw(kept, "module/first")
    assert from_raw(raw) == kept
    assert raw == to_raw(kept, "module/first"), "the same file gives the same ids"
    assert len({item["id"] for item in raw}) == len(raw)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b"]), st.one_of(raw_texts, st.integers(), st.booleans(), st.dates(), st.lists(raw_texts, max_size=4))))
def test_toml_is_read_back(content):
    assert tomllib.loads(toml.table(content)) == content


@pytest.mark.parametrize("file", sorted(CONTENT.glob("*/*.md")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_ships_is_read_and_written_the_same(file):
    read, write = (read_module, write_module) if file.name == "module.md" else (read_lesson, write_lesson)
    content = read(file.read_text("utf-8"), file.name)
    assert read(write(content)) == content


CHECK = '```check\nid = "c"\ntype = "one"\nquestion = "What?"\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Just words\n", 1, "must begin with a head"),
        ('+++\nid = "a"\n', 1, "no end"),
        ("+++\nid = oops\n+++\n", 2, "TOML"),
        ('+++\nid = "a"\ntitel = "A"\n+++\n', 3, "no part called “titel”"),
        ('+++\nid = "a"\n+++\n', 1, "needs “title”"),
        ('+++\nid = "a"\ntitle = "A"\nminutes = "8"\n+++\n', 4, "whole number"),
        (HEAD + "Words\n\n```note\ntext = 'a'\n", 7, "no end"),
        (HEAD + "Words\n\n```nota\ntext = 'a'\n```\n", 7, "Did you mean “note”?"),
        (HEAD + "```note\ntext = a\n```\n", 6, "TOML"),
        (HEAD + "```statistic\nvalue = '1'\ntext = 'a'\n```\n", 5, "needs “source”"),
        (HEAD + CHECK + "```\n", 5, "at least two answers"),
        (HEAD + CHECK + '[[options]]\ntext = "a"\ncorrect = true\nfeedback = "x"\n[[options]]\ntext = "b"\n```\n', 9, "has no feedback"),
        (HEAD + "```check\nid = 'c'\ntype = 'true_false'\nquestion = 'q'\nfeedback_true = 'a'\nfeedback_false = 'b'\n```\n", 5, "needs “answer”"),
        (HEAD + "```scenario\nid='s'\ntitle='t'\nintro='i'\nstart='a'\n[[steps]]\nid='b'\ntext='x'\n```\n", 5, "no step has that name"),
        (HEAD + "```wagtail\n{broken\n```\n", 5, "must hold JSON"),
    ],
)
def test_what_is_broken_is_told_with_its_line(text, line, words):
    with pytest.raises(FormatProblem) as caught:
        read_lesson(text, "here/01-first.md")
    assert caught.value.line == line, caught.value
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"here/01-first.md, line {line}: ")


def test_a_block_made_in_the_cms_keeps_its_id_through_a_file():
    made = {"type": "reflection", "value": {"id": "", "prompt": "Why?", "hint": "", "supervision": False}, "id": "0f6c1f0e-2f4f-4b57-9d07-0a7e3a4d8c11"}
    lesson = {"id": "first", "title": "First", "minutes": 8, "blocks": from_raw([made], name_all=True)}
    assert to_raw(read_lesson(write_lesson(lesson))["blocks"], "elsewhere/first")[0]["id"] == made["id"]


def test_a_text_that_went_through_a_form_is_the_same_text():
    before = from_raw([{"type": "markdown", "value": "One\n\ntwo", "id": "x"}])
    assert from_raw([{"type": "markdown", "value": "One\r\n\r\ntwo\r\n", "id": "x"}]) == before
