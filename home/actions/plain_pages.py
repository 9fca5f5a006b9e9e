"""Loading the site's own pages of text from files, never over an editor's change."""

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from wagtail.models import Page

from home.models import HomePage, PlainPage

FOLDER = Path(__file__).resolve().parent.parent / "content"
RESULTS = "{{ accessibility_results }}"
RESULTS_FILE = "accessibility-results.txt"
NOT_TESTED = "The tests of this version have not been written down here yet."


@dataclass(frozen=True)
class Text:
    """One file: its head (TOML between lines of `+++`) and its words (Markdown)."""

    title: str
    slug: str
    summary: str
    public: bool
    body: str


class BrokenFile(Exception):
    """A file that cannot be read; its text says which and why."""


def read_text(path: Path) -> Text:
    """The page in the file at `path`; `BrokenFile` where its head is missing or wrong."""
    parts = re.split(r"^\+\+\+\s*$", path.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3:
        raise BrokenFile(f"{path.name} does not begin with a head between two lines of +++.")
    try:
        head = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as fault:
        raise BrokenFile(f"The head of {path.name} is not TOML: {fault}.") from fault
    missing = [name for name in ("title", "slug", "summary") if not head.get(name)]
    if missing:
        raise BrokenFile(f"The head of {path.name} has no {' and no '.join(missing)}.")
    body = parts[2].strip()
    if RESULTS in body:
        results = path.parent / RESULTS_FILE
        body = body.replace(RESULTS, results.read_text("utf-8").strip() if results.exists() else NOT_TESTED)
    return Text(head["title"], head["slug"], head["summary"], bool(head.get("public", True)), body)


def load_plain_pages(home: HomePage, folder: Path = FOLDER) -> list[str]:
    """Bring the home page's words and the pages about the site to what the files say; a sentence for each page that changed.

    The about page stands at /about/, the others under it. A page that somebody changed in the CMS stays as it is.
    """
    texts = {text.slug: text for text in (read_text(path) for path in sorted(folder.glob("*.md")))}
    texts.pop("support", None)  # support is a page of its own: it holds the area's lines
    places = {slug: "/about/" if slug == "about" else f"/about/{slug}/" for slug in texts if slug != "home"}
    told = [_load_home(home, texts.pop("home"), places)] if "home" in texts else []
    about = texts.pop("about", None)
    if about is not None:
        parent, line = _load(home, about, places)
        told += [line, *(_load(parent, text, places)[1] for text in texts.values())]
    return [line for line in told if line]


def digest_of(page: PlainPage | HomePage) -> str:
    """A digest of what a reader sees of `page`, to tell whether it was changed since it was loaded."""
    lead = page.lead if isinstance(page, HomePage) else f"{page.summary}|{page.public}"
    blocks = [[block["type"], block["value"]] for block in page.body.get_prep_value()]
    return hashlib.sha256(json.dumps([page.title, lead, blocks]).encode()).hexdigest()


def _words(text: Text, places: dict[str, str]) -> list[tuple[str, str]]:
    """The body as blocks; links between the files (`/terms/`) become the addresses where the pages stand."""
    body = re.sub(r"\]\(/([a-z-]+)/\)", lambda link: f"]({places.get(link[1], f'/{link[1]}/')})", text.body)
    return [("markdown", body)]


def _load_home(home: HomePage, text: Text, places: dict[str, str]) -> str:
    if home.body or home.lead:  # the front door is the area's from the first day on
        return ""
    home.title, home.lead = text.title, text.summary
    home.body = _words(text, places)  # type: ignore[assignment]  # a StreamField takes a list of pairs
    home.search_description = text.summary
    home.save_revision().publish()
    return f"Wrote “{text.title}”"


def _load(parent: Page, text: Text, places: dict[str, str]) -> tuple[PlainPage, str]:
    page = PlainPage.objects.child_of(parent).filter(slug=text.slug).first()
    fresh = page is None
    if page is None:
        page = PlainPage(slug=text.slug, key=text.slug)
    elif digest_of(page) != page.loaded_digest or page.has_unpublished_changes:
        return page, ""
    before = page.loaded_digest
    page.title, page.summary, page.public, page.body = text.title, text.summary, text.public, _words(text, places)
    page.search_description = text.summary
    page.loaded_digest = digest_of(page)
    if page.loaded_digest == before:
        return page, ""
    if fresh:
        parent.add_child(instance=page)
    page.save_revision().publish()
    return page, f"{'Wrote' if fresh else 'Brought up to date'} “{text.title}”"
