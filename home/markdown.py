"""Markdown to clean HTML: what people and editors write, never trusted.

Python-Markdown hangs on crafted links and pictures (known upstream since 2019), so the inline
patterns that do are replaced by one plain link pattern with a bound, and what is written is capped.
"""

import re

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor

LONGEST = 40_000  # characters of one piece of text
MOST_RULES = 50  # lines across it
TAGS = {"p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "hr", "a", "sup"}
ATTRIBUTES = {"a": {"href", "id", "class"}, "sup": {"class", "id"}}
SCHEMES = {"https", "http", "mailto", "tel"}
UNSAFE_PATTERNS = ("link", "reference", "image_link", "image_reference", "short_reference", "short_image_ref", "html", "entity", "autolink", "automail")


class _Link(InlineProcessor):
    """`[words](address)` in bounded time: no brackets inside, 200 characters of words, 500 of address."""

    def handleMatch(self, m, data):  # noqa: N802 - Markdown's name
        from xml.etree.ElementTree import Element

        element = Element("a", {"href": m.group(2)})
        element.text = m.group(1)
        return element, m.start(0), m.end(0)


class _NoHeadOne(Preprocessor):
    """A page has one first heading, its title: a `#` in text becomes `##`."""

    def run(self, lines):
        return [re.sub(r"^#(?=\s)", "##", line) for line in lines]


class _NotTooDeep(Preprocessor):
    """Lists and quotations inside each other, and how far a line is set in, end where no writer goes; beyond it, reading them takes for ever."""

    def run(self, lines):
        left = MOST_RULES
        kept = []
        for line in lines:
            if re.fullmatch(r" {0,3}([-_*])[ ]*(?:\1[ ]*){2,}", line):  # a line across: each one makes the reader begin anew
                left -= 1
                if left < 0:
                    continue
            kept.append(self._line(line))
        return kept

    def _line(self, line: str) -> str:
        line = re.sub(r"^[ \t]{24,}", " " * 24, line)
        marks = re.match(r"^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}\.[ \t])){7,}", line)
        return " ".join(marks[0].split()[:6]) + " " + line[marks.end() :] if marks else line


def _engine() -> Markdown:
    engine = Markdown(extensions=["sane_lists"], output_format="html")
    for name in UNSAFE_PATTERNS:
        if name in engine.inlinePatterns:
            engine.inlinePatterns.deregister(name)
    for name in ("html_block",):
        engine.preprocessors.deregister(name)
    engine.parser.blockprocessors.deregister("setextheader")  # ten seconds for 40 kB of them; a heading begins with #
    if "reference" in engine.parser.blockprocessors:
        engine.parser.blockprocessors.deregister("reference")
    engine.inlinePatterns.register(_Link(r"\[([^\[\]\n]{1,200})\]\(([^()\s<>\"]{1,500})\)", engine), "plain_link", 160)
    engine.preprocessors.register(_NoHeadOne(engine), "no_head_one", 5)
    engine.preprocessors.register(_NotTooDeep(engine), "not_too_deep", 4)
    return engine


def render_markdown(text: str) -> SafeString:
    """`text` in the safe subset of Markdown as clean HTML, at most `LONGEST` characters of it.

    Raw HTML is shown as it was typed; links may be https, http, mailto, tel or inside the site.
    """
    text = text[:LONGEST].replace("<", "&lt;")
    try:
        html = _engine().convert(text)
    except RecursionError:  # folded into itself more deeply than it can be read: as it was typed
        html = f"<p>{text}</p>"
    return mark_safe(clean_html(html))  # nosec B308 B703 # noqa: S308 - cleaned by nh3


def clean_html(html: str) -> str:
    """`html` with nothing left but the tags, attributes and schemes that text may have."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener")


def plain_text(html: str) -> str:
    """The words of `html`, one space between them."""
    return " ".join(nh3.clean(re.sub(r"(</[^>]+>)", r"\1 ", html), tags=set()).split())


__all__ = ["LONGEST", "clean_html", "escape", "plain_text", "render_markdown"]
