"""Search: each app gives the kinds of thing that it finds, with the reason each one matched."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from home.rules.finding import Part, match, nearest, stem, words_of

MOST = 20  # of each kind


@dataclass(frozen=True)
class Found:
    """One thing that was found. `reason` says where the words matched, `excerpt` shows them as safe HTML."""

    kind: str
    title: str
    url: str
    reason: str
    excerpt: str = ""
    rank: float = 0.0


Finder = Callable[[list[str], Any], list[Found]]
Titles = Callable[[Any], Iterable[str]]
_finders: list[Finder] = []
_titles: list[Titles] = []


def finds(finder: Finder) -> Finder:
    """Register a function `(words, person) -> list[Found]`; it returns only what `person` may see."""
    _finders.append(finder)
    return finder


def names(titles: Titles) -> Titles:
    """Register a function `person -> titles` of what `person` may see, from which a slip of the keys is put right."""
    _titles.append(titles)
    return titles


def find(asked: str, person: Any) -> list[Found]:
    """Everything that `person` may see and that matches what they asked, best first."""
    words = words_of(asked)
    if not words:
        return []
    return sorted((found for finder in _finders for found in finder(words, person)), key=lambda found: (-found.rank, found.title))


def meant(asked: str, person: Any) -> str:
    """What `person` may have meant where nothing was found; empty where nothing is near."""
    return nearest(words_of(asked), (title for titles in _titles for title in titles(person)))


def finding(words: list[str], parts: list[Part], *, kind: str, title: str, url: str) -> Found:
    """The finding of one thing, with the best reason among its `parts`; one that only the index saw says so and comes last."""
    best = match(words, parts)
    if best is None:
        return Found(kind, title, url, "in its text")
    excerpt = "" if best.where == "in the title" else best.excerpt
    return Found(kind, title, url, best.where, mark_safe(excerpt), best.rank)  # nosec B308 B703 # noqa: S308 - made by rules.finding, which escapes


def searched(rows: Any, words: list[str]) -> list:
    """At most `MOST` of `rows`, a queryset that can be searched, that match: all the words, the beginnings of all of them, or where none does any of them.

    Two queries, three where nothing has all the words, whatever there is.
    """
    asked = " ".join(words)
    found = {row.pk: row for row in rows.search(asked, operator="and")[:MOST]}
    beginnings = " ".join([*words[:-1], stem(words[-1])])
    found |= {row.pk: row for row in rows.autocomplete(beginnings, operator="and")[:MOST] if row.pk not in found}
    if not found and len(words) > 1:
        found = {row.pk: row for row in rows.search(asked, operator="or")[:MOST]}
    return list(found.values())[:MOST]
