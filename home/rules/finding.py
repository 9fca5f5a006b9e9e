"""Why something matches some words: where they stand in it, and the words around them. Pure."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WORD = re.compile(r"\w[\w'’-]*")
MOST_WORDS = 8
AROUND = 70  # characters before and after


@dataclass(frozen=True)
class Part:
    """One text of a thing: how its place is called ("in the title"), and how much a match there counts."""

    where: str
    text: str
    weight: float


@dataclass(frozen=True)
class Match:
    """Where words matched; `excerpt` is safe HTML with the words marked, empty for a title."""

    where: str
    excerpt: str
    rank: float


def words_of(asked: str) -> list[str]:
    """The words in what somebody typed, each once and at most eight, without anything that a search engine would take for a command."""
    bare = (word.strip("'’-_").casefold() for word in WORD.findall(asked.replace("\0", " ")))
    return list(dict.fromkeys(word for word in bare if word))[:MOST_WORDS]


def stem(word: str) -> str:
    """The beginning of `word` that its other forms share, roughly as search engines cut it."""
    for ending in ("ies", "ing", "ed", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def pattern_of(words: Sequence[str]) -> re.Pattern:
    """What finds any of `words`, in any of its forms, at the beginning of a word."""
    stems = sorted({re.escape(stem(word)) for word in words if word}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(stems) or 'x^'})\w*", re.IGNORECASE)


def match(words: Sequence[str], parts: Iterable[Part]) -> Match | None:
    """The best reason why `words` match `parts`; nothing where none of them stands in any."""
    best, pattern = None, pattern_of(words)
    for part in parts:
        hits = list(pattern.finditer(part.text))
        if not hits:
            continue
        share = len({stem(word) for word in words if any(hit.group(0).casefold().startswith(stem(word)) for hit in hits)}) / max(len(set(map(stem, words))), 1)
        together = 1.5 if " ".join(words) in part.text.casefold() else 1.0
        rank = part.weight * share * share * together
        if best is None or rank > best.rank:
            best = Match(part.where, excerpt(part.text, pattern, hits[0].start()), rank)
    return best


def excerpt(text: str, pattern: re.Pattern, at: int) -> str:
    """The words of `text` around place `at` as safe HTML, with what `pattern` finds in `<mark>`."""
    first, last = max(at - AROUND, 0), min(at + 2 * AROUND, len(text))
    if first:
        first = text.find(" ", first, at) + 1 or first
    if last < len(text):
        last = text.rfind(" ", at + 1, last) if text.rfind(" ", at + 1, last) > 0 else last
    piece, out, done = text[first:last], [], 0
    for hit in pattern.finditer(piece):
        out += [escape(piece[done : hit.start()]), f"<mark>{escape(hit.group(0))}</mark>"]
        done = hit.end()
    out.append(escape(piece[done:]))
    return f"{'… ' if first else ''}{''.join(out)}{' …' if last < len(text) else ''}"


def nearest(words: Sequence[str], titles: Iterable[str]) -> str:
    """What somebody may have meant: `words` with those that no title has put right by one that a title has; empty where nothing is near."""
    known = {word for title in titles for word in words_of_all(title)}
    meant = [word if word in known else next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.75)), word) for word in words]
    return "" if meant == list(words) else " ".join(meant)


def words_of_all(title: str) -> list[str]:
    """Every word of a title, of four letters or more."""
    return [word.casefold() for word in WORD.findall(title) if len(word) > 3]
