"""No sentence of the published reports stands in the project.

`report_runs.bin` holds the first six bytes of the SHA-256 of every run of eight words in the five reports that the
curriculum stands on, sorted; no text can be read back from it. Words are compared in lower case, without punctuation.
"""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNS_FILE = Path(__file__).parent / "report_runs.bin"
RUN, WIDTH = 8, 6
WRITTEN = sorted(
    path
    for folder in ("learning/content", "home/content", "capability/content", "home/demo", "practice/demo")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".md", ".toml"}
)


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:['’][a-z]+)?", text.lower())


def digest(run: list[str]) -> bytes:
    return hashlib.sha256(" ".join(run).replace("’", "'").encode()).digest()[:WIDTH]


def runs_of(text: str) -> dict[bytes, str]:
    words = words_of(text)
    return {digest(words[i : i + RUN]): " ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def without_sources(text: str) -> str:
    """Titles have to be named as they are: a module's sources, and what a citation names, are left out."""
    text = re.sub(r"^\[\[sources\]\]\n(?:[^\n]+\n)+", "", text, flags=re.MULTILINE)
    return re.sub(r"\[@[^\]]*\]", "", text)


@pytest.fixture(scope="module")
def published() -> set[bytes]:
    raw = RUNS_FILE.read_bytes()
    return {raw[i : i + WIDTH] for i in range(0, len(raw), WIDTH)}


def test_the_hashes_are_of_whole_reports(published):
    assert len(published) > 40_000


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_eight_words_in_a_row_are_a_reports(path, published):
    runs = runs_of(without_sources(path.read_text(encoding="utf-8")))
    assert not [words for key, words in runs.items() if key in published]


def test_a_copied_run_would_be_found():
    sentence = "one two three four five six seven eight nine"
    assert digest(["two", "three", "four", "five", "six", "seven", "eight", "nine"]) in runs_of(f"Before. {sentence}, after.")
