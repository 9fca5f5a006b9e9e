"""The word helper: finds terms that carry stigma, says why, and offers others. It never decides.

The lexicon is data (`lexicon.toml`); what is here reads it and holds it against a text. Left alone are
official titles, web addresses, text inside an own-words fence, and a term that a sentence speaks *about* in quotation marks.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).parent / "lexicon.toml"
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*([\w-]*)", re.MULTILINE)
SENTENCE_END = re.compile(r"[.!?]['\"”’)]?\s+(?=[A-Z“\"'‘])|\n\s*\n|\n(?=\s*(?:[-*#|+]|\d+\.)\s)")
ADDRESS = re.compile(r"https?://[^\s\"'<>)\]]+", re.IGNORECASE)
MENTION_LENGTH = 4  # words; a longer quotation is somebody speaking
SPEAKS_OF_WORDS = re.compile(
    r"\b(?:words?|terms?|labels?|phrases?|language|wording|instead of|rather than|avoid|replac\w+|says? of|notes? that say|wrote|write|written)\b", re.I
)
QUOTED = re.compile(r"“([^“”\n]{1,80})”|\"([^\"\n]{1,80})\"|‘([^‘’\n]{1,80})’(?!\w)|(?<!\w)'([^'\n]{1,80})'(?!\w)|\*([^*\n]{1,80})\*")


class LexiconProblem(ValueError):
    """A lexicon that cannot be read; its text says which term and what is wrong."""


@dataclass(frozen=True)
class Term:
    """One entry: what it is called, why it harms, what else to say, and who says so."""

    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    why: str
    suggestions: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Lexicon:
    """Terms to mark, and official titles in which such words stand."""

    terms: tuple[Term, ...]
    titles: re.Pattern[str] | None


@dataclass(frozen=True)
class Finding:
    """One marked term: `line` counts from 1; `start` and `end` are character positions in the text."""

    line: int
    start: int
    end: int
    term: str
    why: str
    suggestions: tuple[str, ...]
    source: str


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    loose = "|".join(form.replace(" ", r"[\s\u00a0\u2010\u2011-]{1,4}") for form in forms)
    return re.compile(rf"(?<![\w-])(?:{loose})(?![\w])", re.IGNORECASE)


def lexicon_of(*tables: dict) -> Lexicon:
    """A lexicon from the tables of one or more TOML files, an area's own after the one that ships.

    Raises `LexiconProblem` for a term without a form, a reason or another word, or with a form that is no expression.
    """
    sources = {key: title for table in tables for key, title in (table.get("sources") or {}).items()}
    terms = tuple(_term(raw, sources) for table in tables for raw in table.get("terms") or [])
    titles = [name for table in tables for name in (table.get("titles") or {}).get("names") or []]
    return Lexicon(terms, _pattern(titles) if titles else None)


def _term(raw: dict, sources: dict[str, str]) -> Term:
    name = raw.get("term") or "?"
    for key in ("forms", "why", "suggestions"):
        if not raw.get(key):
            raise LexiconProblem(f"The term “{name}” has no {key}.")
    try:
        pattern = _pattern(raw["forms"])
        unless = re.compile("|".join(raw["unless"]), re.IGNORECASE) if raw.get("unless") else None
    except re.error as problem:
        raise LexiconProblem(f"The term “{name}” has a form that cannot be read: {problem}.") from problem
    return Term(name, pattern, unless, raw["why"], tuple(raw["suggestions"]), sources.get(raw.get("source", ""), raw.get("source", "")))


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon that ships."""
    return lexicon_of(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))


def find_terms(text: str, lexicon: Lexicon | None = None) -> list[Finding]:
    """Every term of `lexicon` (the shipped one where none is given) in `text`, in order, none inside another."""
    lexicon = lexicon or shipped_lexicon()
    searched = _without_own_words(text)
    if lexicon.titles:
        searched = lexicon.titles.sub(lambda match: "\x00" * len(match.group()), searched)
    searched = ADDRESS.sub(lambda match: "\x00" * len(match.group()), searched)
    sentences = _Sentences(searched)
    found = [
        (match.start(), match.end(), term) for term in lexicon.terms for match in term.pattern.finditer(searched) if not _left_alone(term, match, sentences)
    ]
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    return [
        Finding(text.count("\n", 0, start) + 1, start, end, text[start:end], term.why, term.suggestions, term.source) for start, end, term in _outermost(found)
    ]


def sentence_around(text: str, position: int) -> tuple[str, int]:
    """The sentence of `text` that `position` lies in, and where it begins."""
    return _Sentences(text).around(position)


def _outermost(found: list[tuple[int, int, Term]]) -> Iterator[tuple[int, int, Term]]:
    reached = 0
    for start, end, term in found:
        if start >= reached:
            yield start, end, term
            reached = end


def _without_own_words(text: str) -> str:
    """`text` with what stands in own-words fences blanked out, every other character in its place."""
    out, at, opened = [], 0, None
    for match in FENCE.finditer(text):
        if opened is None:
            if match.group(2) == "own-words":
                opened = match.group(1)
                out.append(text[at : match.start()])
                at = match.start()
        elif match.group(1).startswith(opened) and not match.group(2):
            out.append(re.sub(r"[^\n]", " ", text[at : match.end()]))
            at, opened = match.end(), None
    out.append(re.sub(r"[^\n]", " ", text[at:]) if opened else text[at:])
    return "".join(out)


class _Sentences:
    """Where the sentences of a text begin and end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends = [match.end() for match in SENTENCE_END.finditer(text)] + [len(text)]

    def around(self, position: int) -> tuple[str, int]:
        """The sentence that `position` lies in, and where it begins."""
        index = bisect_right(self.ends, position)
        start = self.ends[index - 1] if index else 0
        end = self.ends[index] if index < len(self.ends) else len(self.text)
        return self.text[start:end], start


def _left_alone(term: Term, match: re.Match[str], sentences: _Sentences) -> bool:
    sentence, start = sentences.around(match.start())
    if term.unless and term.unless.search(sentence):
        return True
    return bool(SPEAKS_OF_WORDS.search(sentence)) and any(
        quoted.start() < match.start() - start and match.end() - start < quoted.end() and len(quoted.group().split()) <= MENTION_LENGTH
        for quoted in QUOTED.finditer(sentence)
    )
