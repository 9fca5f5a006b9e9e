"""Citations: `[@key, section 3]` in a lesson's words become small numbers that lead to the sources at its foot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape

CITATION = re.compile(r"\s*\[@([A-Za-z0-9][\w.-]{0,59})(?:,\s*([^\]\[<>]{1,200}))?\]")


@dataclass
class Cited:
    """A source that a page uses: its number, and each use (what the page says of where in it; the id to go back to)."""

    number: int
    key: str
    uses: list[tuple[str, str]] = field(default_factory=list)


class Citations:
    """Counts sources in the order in which a page uses them.

    `known` are the keys of the module's sources: a key that is not among them is shown as nothing at all
    (`check_curriculum` and the CMS name it to its author), never as a number that leads nowhere.
    """

    def __init__(self, known: Sequence[str]) -> None:
        self.known = set(known)
        self.cited: dict[str, Cited] = {}
        self.uses = 0

    def use(self, key: str, where: str = "", back_to: str = "") -> Cited | None:
        """Note one use of a source; nothing where the key is unknown. `back_to` is an id on the page."""
        if key not in self.known:
            return None
        cited = self.cited.setdefault(key, Cited(len(self.cited) + 1, key))
        cited.uses.append((where, back_to))
        return cited

    def in_html(self, html: str, back_to: str = "") -> str:
        """`html` with its citations as links. `back_to` names the place to come back to where the words may be hidden."""

        def link(found: re.Match) -> str:
            key, where = found.group(1), unescape(found.group(2) or "").strip()
            self.uses += 1
            mine = f"cite-{self.uses}"
            cited = self.use(key, where, back_to or mine)
            if cited is None:
                return ""
            name = f"Source {cited.number}{f', {where}' if where else ''}"
            anchor = "" if back_to else f' id="{mine}"'
            return f'<sup class="cite"><a{anchor} href="#source-{cited.number}" aria-label="{escape(name)}">{cited.number}</a></sup>'

        return CITATION.sub(link, html)


def without_citations(text: str) -> str:
    """`text` as plain words, for search and for summaries."""
    return CITATION.sub("", text)
