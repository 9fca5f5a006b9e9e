"""The word helper: what it finds, what it leaves alone, and how quickly."""

import io
import json
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from home.rules.words import LexiconProblem, find_terms, lexicon_of

LISTS = Path(__file__).parent / "words"


def sentences(name: str) -> list[str]:
    return [line for line in (LISTS / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def test_finds_nearly_every_stigmatising_sentence():
    bad = sentences("stigmatising.txt")
    missed = [line for line in bad if not find_terms(line)]
    assert len(bad) == 60
    assert len(missed) <= 3, missed


def test_leaves_nearly_every_good_sentence_alone():
    good = sentences("respectful.txt")
    marked = [(line, found[0].term) for line in good if (found := find_terms(line))]
    assert len(good) == 60
    assert len(marked) <= 3, marked


def test_a_thousand_words_take_less_than_fifty_milliseconds():
    text = " ".join(sentences("stigmatising.txt") + sentences("respectful.txt"))
    text = " ".join((text.split() * 2)[:1000])
    find_terms(text)
    best = min(_seconds(text) for _ in range(5))
    assert best < 0.05


def _seconds(text: str) -> float:
    began = time.perf_counter()
    find_terms(text)
    return time.perf_counter() - began


def test_every_finding_says_why_and_what_else_and_who_says_so():
    for finding in find_terms(" ".join(sentences("stigmatising.txt"))):
        assert finding.why
        assert finding.suggestions
        assert finding.source


@pytest.mark.parametrize(
    "text",
    [
        "The Advisory Council on the Misuse of Drugs reported in 2024.",
        "She goes to Narcotics Anonymous in the church hall.",
        "The word “addict” closes doors.",
        "Write 'person who uses drugs' instead of 'drug user'.",
        "```own-words\nI was a junkie and I say so.\n```",
        "~~~own-words\nI am an alcoholic.\n~~~\n",
    ],
)
def test_leaves_titles_own_words_and_talk_about_words_alone(text):
    assert find_terms(text) == []


def test_own_words_end_with_their_fence_and_lines_count_from_one():
    text = "First line.\n```own-words\nI was a junkie.\n```\nHe is a junkie."
    assert [(finding.line, finding.term) for finding in find_terms(text)] == [(5, "junkie")]


def test_a_person_called_a_name_in_quotation_marks_is_marked():
    assert find_terms("The nurse called him a “junkie” and walked off.")


def test_an_area_adds_terms_of_its_own():
    mine = {"terms": [{"term": "bagger", "forms": ["baggers?"], "why": "It mocks.", "suggestions": ["person"], "source": "us"}]}
    assert [finding.term for finding in find_terms("Two baggers came.", lexicon_of(mine))] == ["baggers"]


@pytest.mark.parametrize(
    ("term", "says"),
    [({"term": "x", "forms": ["("], "why": "w", "suggestions": ["s"]}, "cannot be read"), ({"term": "x", "forms": ["x"], "why": "w"}, "no suggestions")],
)
def test_a_lexicon_that_cannot_be_read_says_which_term(term, says):
    with pytest.raises(LexiconProblem, match=says):
        lexicon_of({"terms": [term]})


@given(st.text(max_size=400))
def test_any_text_can_be_checked(text):
    for finding in find_terms(text):
        assert text[finding.start : finding.end] == finding.term


def test_the_command_answers_in_json_with_lines(tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("All well.\nThe addict is late.\n", encoding="utf-8")
    out = io.StringIO()
    call_command("check_words", str(file), "--json", stdout=out)
    (finding,) = json.loads(out.getvalue())
    assert (finding["line"], finding["term"]) == (2, "addict")
    assert finding["why"]
    assert finding["suggestions"]


def test_the_command_says_what_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_words", str(tmp_path / "none.txt"))
    latin = tmp_path / "latin.txt"
    latin.write_bytes("caf\xe9".encode("latin-1"))
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("check_words", str(latin))
