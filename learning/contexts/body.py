"""A lesson's body, rendered once for each state of its words and kept; what is a reader's own are holes, filled at each visit."""

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from home.markdown import render_markdown
from learning.blocks import DOING, HOLES
from learning.models import LessonPage, ModulePage
from learning.rules.addresses import address_of, place_of_block
from learning.rules.checks import list_of
from learning.rules.citations import Citations, Cited
from learning.rules.questions import asked, digest_of

FORM = 4  # of what is kept: raise it when the dataclasses or templates below change what they hold
KEPT = 60 * 60  # seconds: pictures and services that a lesson shows may change without it
NEAR = 60  # seconds
SAID = ("feedback", "feedback_true", "feedback_false", "feedback_right", "feedback_wrong", "model_answer")


@dataclass(frozen=True)
class Part:
    """One block. `html` is whole for what all readers share; a hole has `content` (its stored value with Markdown rendered) and its own template."""

    id: str
    kind: str
    place: str
    html: str = ""
    content: dict = field(default_factory=dict)
    digest: str = ""

    @property
    def is_hole(self) -> bool:
        """Whether something belongs here that is asked at each visit: the reader's own, or a contributor's."""
        return self.kind in HOLES

    @property
    def safe_html(self) -> SafeString:
        """The rendered block."""
        return mark_safe(self.html)  # nosec B308 B703 # noqa: S308 - rendered by the block's template


@dataclass(frozen=True)
class Source:
    """A source at the page's foot, with its number and the places in it that the page refers to."""

    number: int
    title: str
    publisher: str
    year: int | None
    url: str
    uses: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Body:
    """A lesson's parts in order, the sources they use, and the capabilities they build (title and slug)."""

    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    capabilities: tuple[tuple[str, str], ...] = ()

    def has(self, *kinds: str) -> bool:
        """Whether there is a block of one of these kinds."""
        return any(part.kind in kinds for part in self.parts)


def body_of(lesson: LessonPage, module: ModulePage, *, keep: bool = True) -> Body:
    """The prepared body of `lesson`; read from the cache where its words, its module's sources and its revision are the same.

    `keep=False` (a preview) neither reads nor writes the cache.
    """
    return _kept_or_prepared(lesson, lesson.body, module, keep=keep, all_sources=False)


def introduction_of(module: ModulePage, *, keep: bool = True) -> Body:
    """The prepared introduction of `module`, with all of its sources: those it cites first."""
    return _kept_or_prepared(module, module.introduction, module, keep=keep, all_sources=True)


def _kept_or_prepared(page, stream, module: ModulePage, *, keep: bool, all_sources: bool) -> Body:
    sources = [raw["value"] for raw in module.sources.raw_data]
    if not keep:
        return _prepare(page, stream, module, sources, all_sources=all_sources)
    words = json.dumps([list(stream.raw_data), sources, module.slug], sort_keys=True, default=str).encode()
    digest = hashlib.blake2b(words, digest_size=16).hexdigest()
    key = f"lesson-body:{FORM}:{page.pk}:{page.live_revision_id}:{digest}"
    near = _near(key, int(time.time()) // NEAR)
    if not near:
        body = cache.get(key)
        if body is None:
            body = _prepare(page, stream, module, sources, all_sources=all_sources)
            cache.set(key, body, KEPT)
        near.append(body)
    return near[0]


@lru_cache(maxsize=128)
def _near(key: str, minute: int) -> list[Body]:
    """Where this process keeps the body called `key` for the rest of a `minute`, so that it is not fetched and unpacked at every visit."""
    return []


def _prepare(page, stream, module: ModulePage, sources: list[dict], *, all_sources: bool) -> Body:
    known = {source["key"]: source for source in sources}
    citations = Citations(list(known))
    parts = tuple(_parts(page, stream, module, known, citations))
    cited = [_source(each, known[each.key]) for each in citations.cited.values()]
    if all_sources:
        rest = [key for key in known if key not in citations.cited]
        cited += [_source(Cited(number, key), known[key]) for number, key in enumerate(rest, len(cited) + 1)]
    capabilities = tuple((capability.title, capability.slug) for capability in page.capabilities.all()) if page.pk else ()
    return Body(parts, tuple(cited), capabilities)


def _parts(page, stream, module: ModulePage, known: dict, citations: Citations) -> Iterator[Part]:
    for child, raw in zip(stream, stream.raw_data, strict=True):
        block_id = str(raw.get("id") or child.id or "")
        place = place_of_block(block_id)
        kind = child.block_type
        if kind == "contribution":
            yield Part(block_id, kind, place, content={"contribution": str(raw["value"] or "")})
            continue
        if kind in DOING:
            content = _said(kind, raw["value"], citations, place)
            yield Part(block_id, kind, place, content=content, digest=digest_of(raw["value"]) if kind == "check" else "")
            continue
        about: dict[str, Any] = {"place": place, "module": module, "captions_url": f"{address_of(page.url_path)}captions/{block_id}/"}
        if kind == "statistic":
            value = child.value
            about |= {"cited": citations.use(value["source"], value["where"], place), "source": known.get(value["source"])}
        yield Part(block_id, kind, place, html=citations.in_html(str(child.render(context=about))))


def _said(kind: str, value: dict, citations: Citations, place: str) -> dict:
    """The stored `value` of a block in which one does something, with what is said in Markdown as HTML and lists unwrapped."""

    def html(table: dict, *names: str) -> dict:
        made = {name: citations.in_html(str(render_markdown(table[name])), back_to=place) for name in names if table.get(name)}
        return {**table, **made}

    if kind == "check":
        value = html(asked(value), *SAID)
        return {**value, **{name: [html(each, "feedback") for each in value[name] or []] for name in ("options", "items", "pairs") if name in value}}
    if kind == "scenario":
        steps = [html(step, "text") | {"choices": [html(choice, "consequence") for choice in list_of(step, "choices")]} for step in list_of(value, "steps")]
        return html(value, "intro") | {"steps": steps}
    return {**value, **{name: list_of(value, name) for name in ("options", "items") if name in value}}


def _source(cited: Cited, source: dict) -> Source:
    return Source(cited.number, source["title"], source["publisher"], source.get("year"), source.get("url") or "", tuple(cited.uses))
