"""Where words stand in a page, and what the word helper marks there. Pure: a page's content goes in as text and plain data.

A *place* names one text: "summary", or "body/3/value/text" for what stands inside a block (its number in the field, then the way down).
"""

import hashlib
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from home.rules.words import Finding, Lexicon, find_terms, sentence_around

#: Parts of a block that are names for the machine or for a reference, and not words for a reader.
NOT_WORDS = {"id", "type", "key", "source", "where", "file", "url", "slug", "start", "leads_to", "level", "kind"}
ARTICLE = re.compile(r"(\b[Aa])n?(\s+)$")
SPEAKS_OF_SUICIDE = re.compile(r"\bsuicid\w*|\bself[- ]harm\w*|\bend(?:ed|ing)? (?:my|your|his|her|their) (?:own )?li(?:fe|ves)\b", re.IGNORECASE)
SIGNPOST = re.compile(r"\b116[ \u00a0]?123\b|\bsamaritans\b|\b999\b|\b(?:NHS[ \u00a0])?111\b|\bcrisis (?:team|line)\b|\bget support\b", re.IGNORECASE)


@dataclass(frozen=True)
class Marked:
    """A marked term in its place: the text around it, and `token`, which is the same as long as nothing about it changes."""

    place: str
    finding: Finding
    before: str
    after: str
    token: str


def texts_in(name: str, value: Any, own_words: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Place and text of everything that a reader reads in one field: a string, or the raw data of a StreamField.

    Blocks whose type is in `own_words` hold somebody's own words and are passed over whole.
    """
    if isinstance(value, str):
        yield name, value
        return
    for number, block in enumerate(value or []):
        if block.get("type") not in own_words:
            yield from _inside(f"{name}/{number}/value", block.get("value"))


def _inside(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in NOT_WORDS:
                yield from _inside(f"{place}/{key}", part)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _inside(f"{place}/{number}", part)


def marked_in(place: str, text: str, lexicon: Lexicon) -> list[Marked]:
    """What `lexicon` marks in one text, each with the sentence around it."""
    found = []
    for finding in find_terms(text, lexicon):
        sentence, start = sentence_around(text, finding.start)
        before, after = sentence[: finding.start - start], sentence[finding.end - start :]
        found.append(Marked(place, finding, before.lstrip(), after.rstrip(), _token(place, finding, sentence)))
    return found


def _token(place: str, finding: Finding, sentence: str) -> str:
    said = "\n".join((place, finding.term, str(finding.start), sentence))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def kept_as_is(finding: Finding, sentence: str) -> str:
    """What stands for "this term in this sentence may stay": the same wherever the sentence moves to."""
    return hashlib.sha256(f"{finding.term.casefold()}\n{' '.join(sentence.split())}".encode()).hexdigest()[:32]


def with_words(text: str, finding: Finding, words: str) -> str:
    """`text` with `words` in place of the term, beginning with a capital where the term did, and "a" or "an" before it as they ask."""
    if finding.term[:1].isupper():
        words = words[:1].upper() + words[1:]
    before = ARTICLE.sub(lambda found: found.group(1) + ("n" if words[:1].lower() in "aeiou" else "") + found.group(2), text[: finding.start])
    return before + words + text[finding.end :]


def replaced(raw: list[dict], place: str, text: str) -> list[dict]:
    """The raw data of a StreamField with `text` at `place` (which begins with the field's name); the data given stays as it was."""
    _, *way = place.split("/")
    whole = deepcopy(raw)
    holder: Any = whole
    for step in way[:-1]:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    last = way[-1]
    holder[int(last) if isinstance(holder, list) else last] = text
    return whole


def lacks_signpost(texts: list[str]) -> bool:
    """Whether a page speaks of suicide or self-harm and nowhere says whom to turn to (Samaritans' media guidelines, 2020)."""
    whole = "\n".join(texts)
    return bool(SPEAKS_OF_SUICIDE.search(whole)) and not SIGNPOST.search(whole)
