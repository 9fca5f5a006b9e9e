"""Words in lessons: which a reader meets, how many, and how old one must be to read them with ease. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from learning.curriculum.kinds import KINDS, Part

CITED = re.compile(r"\[@([A-Za-z0-9][\w.-]*)(?:,[^\]]*)?\]")
NOT_READ = {"id", "start", "leads_to", "type", "source", "where", "file", "level", "captions", "service"}
NUMBER = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten)"
SHARE = r"\b(?:half|a third|two thirds|a quarter|three quarters) of (?:all|those|people|adults|men|women|children)\b"
CLAIM = re.compile(
    rf"\d[\d,.]*\s?(?:%|per cent|percent)|\b{NUMBER} (?:in|out of) (?:every )?(?:{NUMBER}|twenty|a hundred)\b"
    rf"|\b\d{{1,3}}(?:,\d{{3}})+\b|\b\d[\d,.]* (?:million|times (?:as|more|less))\b|{SHARE}",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?]+(?=\s|$|[\"'”’)])|\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_])){0,40}")


@dataclass(frozen=True)
class Measure:
    """How much there is to read, and the reading age: the Flesch-Kincaid grade and 5 years."""

    words: int
    sentences: int
    reading_age: float


def texts_of(block: dict) -> Iterator[str]:
    """Every text of a block that a reader reads."""
    kind = block["kind"]
    if kind in ("markdown", "text"):
        yield block.get("text") or re.sub(r"<[^>]+>", " ", block.get("html", ""))
    elif kind in KINDS:
        yield from _texts(KINDS[kind], block)


def _texts(parts: tuple[Part, ...], table: dict) -> Iterator[str]:
    for part in parts:
        value = table.get(part.name)
        if not value or part.name in NOT_READ:
            continue
        if part.type == "text":
            yield value
        elif part.type == "texts":
            yield from value
        elif part.type == "tables":
            for row in value:
                yield from _texts(part.parts, row)


def plain(markdown: str) -> str:
    """`markdown` as words: no citations, marks or addresses; each heading and list line a sentence of its own."""
    text = re.sub(r" *" + CITED.pattern, "", markdown)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^#+\s*(.*)$", r"\1.\n", text, flags=re.MULTILINE)
    return re.sub(r"[*_`]", "", text)


def measure(texts: list[str]) -> Measure:
    """The measure of `texts` together."""
    words = sentences = syllables = 0
    for text in texts:
        for sentence in SENTENCE.split(plain(text)):
            found = WORD.findall(sentence)
            words += len(re.findall(r"\w(?:[\w'’-]*\w)?", sentence))
            sentences += bool(found)
            syllables += sum(map(syllables_of, found)) + (len(re.findall(r"\b\d+\b", sentence)))
    if not words or not sentences:
        return Measure(words, sentences, 0.0)
    grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
    return Measure(words, sentences, round(max(grade + 5, 5.0), 1))


def syllables_of(word: str) -> int:
    """About how many syllables an English word has; at least one."""
    bare = re.sub(r"[^a-z]", "", word.lower().replace("’", "'"))
    if len(bare) <= 3:
        return 1
    bare = re.sub(r"(?:[^laeiouy]es|[^dt]ed|[^laeiouy]e)$", lambda end: end.group(0)[0], bare)
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"^y", "", bare))))


def claims_without_source(texts: list[str]) -> list[str]:
    """The figures in `texts` that stand in a paragraph without a source, and nowhere in them with one."""
    sourced: set[str] = set()
    bare: list[str] = []
    for text in texts:
        for paragraph in re.split(r"\n\s*\n", text):
            found = [match.group(0).strip().casefold() for match in CLAIM.finditer(paragraph)]
            if CITED.search(paragraph):
                sourced.update(found)
            else:
                bare += found
    return [claim for claim in dict.fromkeys(bare) if claim not in sourced]
