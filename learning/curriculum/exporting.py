"""Writing a module of the site into a folder of files: the format that loading reads.

Rich text becomes Markdown; pictures and documents of the library are put beside the lessons. What has no form in files is kept in a
fence of its own where it can be, and named where it cannot: nothing goes silently.
"""

import re
import shutil
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from markdownify import markdownify
from wagtail.rich_text import expand_db_html

from home.models import File, Picture, Service
from learning.curriculum.blocks import LINKS, to_raw
from learning.curriculum.check import used_sources
from learning.curriculum.folder import LESSON_NAME, read_folder
from learning.curriculum.format import write_lesson, write_module
from learning.curriculum.kinds import KINDS
from learning.curriculum.pages import lesson_content, module_content
from learning.models import LessonPage, ModulePage

UNSEEN = {"seo_title": "title for search engines", "search_description": "description for search engines", "expire_at": "day it goes offline"}


class ExportProblem(Exception):
    """Nothing was written; the text is a sentence."""


def export_module(module: ModulePage, folder: Path, shipped: Path) -> list[str]:
    """Write what is published of `module` into `folder`; sentences about what has no form in files.

    `shipped` is where modules that ship have their files. A folder with something else in it is refused (`ExportProblem`).
    """
    if not module.live:
        raise ExportProblem(f"“{module.title}” is not published. Publish it first; what is a draft is not exported.")
    _check_folder(module, folder)
    folder.mkdir(parents=True, exist_ok=True)
    writing = _Writing(folder, shipped)
    content = module_content(module, name_all=True)
    content["introduction"] = writing.blocks(content.get("introduction", []), module.title)
    content.setdefault("reviewers", [])
    names = {"module.md"}
    lessons = list(LessonPage.objects.child_of(module).filter(alias_of=None).order_by("path"))
    live = [lesson for lesson in lessons if lesson.live]
    for number, page in enumerate(live, start=1):
        lesson = lesson_content(page, name_all=True)
        lesson["blocks"] = writing.blocks(lesson.get("blocks", []), page.title)
        used = used_sources(lesson["blocks"])
        lesson["sources"] = [source["key"] for source in content.get("sources", []) if source["key"] in used]
        names.add(f"{number:02}-{page.slug}.md")
        (folder / f"{number:02}-{page.slug}.md").write_text(write_lesson(_kept(lesson)), "utf-8")
    (folder / "module.md").write_text(write_module(content), "utf-8")
    for old in sorted(file for file in folder.glob("*.md") if LESSON_NAME.match(file.name) and file.name not in names):
        old.unlink()
        writing.named.append(f"{old.name} was an older export's and is removed.")
    for page in [module, *lessons]:
        writing.named += _unseen(page)
    return writing.named


def _kept(content: dict) -> dict:
    return {name: value for name, value in content.items() if value not in (None, "") and (name == "blocks" or value != [])}


def _check_folder(module: ModulePage, folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ExportProblem(f"{folder} is a file. Name a folder that is new or empty.")
    if any(folder.iterdir()) and read_folder(folder).module.get("id") != module.key:
        raise ExportProblem(f"{folder} has something else in it. Name a folder that is new, empty, or holds this module.")


def _unseen(page: Any) -> list[str]:
    told = []
    if not page.live:
        told.append(f"“{page.title}” is not published, so it is not in the export.")
    elif page.has_unpublished_changes:
        told.append(f"“{page.title}” has a draft that is not in the export.")
    for name, words in UNSEEN.items():
        if getattr(page, name):
            told.append(f"“{page.title}”: its {words} has no place in the files.")
    return told


class _Writing:
    """One export: where files go, and what has to be named."""

    def __init__(self, folder: Path, shipped: Path) -> None:
        self.folder, self.shipped = folder, shipped
        self.named: list[str] = []

    def blocks(self, blocks: list[dict], title: str) -> list[dict]:
        """`blocks` as files can hold them."""
        return [self._block(block, title) for block in blocks]

    def _block(self, block: dict, title: str) -> dict:
        kind = block["kind"]
        if kind == "text":
            return {"kind": "markdown", "text": self._markdown(block["html"], title)}
        if kind == "service":
            service = Service.objects.filter(pk=block.get("service_id") or 0).first()
            return self._without_link(block, title) if service is None else {"kind": kind, "service": service.slug, **_rest(block, "service_id")}
        if kind in LINKS:
            return self._with_file(block, title)
        if kind == "wagtail":
            self.named.append(f"“{title}”: a block “{block['type']}” has no form in files and stands in a wagtail fence.")
        missing = [part.name for part in KINDS.get(kind, ()) if part.required and not block.get(part.name)]
        return self._raw(block, title, f"has no “{missing[0]}” yet") if missing else block

    def _markdown(self, html: str, title: str) -> str:
        expanded = expand_db_html(html)
        if re.search(r"href=\"/(documents|media)/", expanded):
            self.named.append(f"“{title}” links to a document of this site; the link will not lead anywhere elsewhere.")
        return markdownify(expanded, heading_style="ATX", bullets="-").strip()

    def _with_file(self, block: dict, title: str) -> dict:
        link = LINKS[block["kind"]][0]
        kept = (Picture if link == "picture" else File).objects.filter(pk=block.get(link)).first() if block.get(link) else None
        if kept is not None and default_storage.exists(kept.file.name):
            name = Path(kept.file.name).name
            with kept.file.open("rb") as source, (self.folder / name).open("wb") as target:
                shutil.copyfileobj(source, target)
            return {"kind": block["kind"], "file": name, **_rest(block, link, "file")}
        if kept is None and block.get("file"):
            beside = next((file for file in self.shipped.glob(f"*/{block['file']}")), None)
            if beside is not None:
                if beside.resolve() != (self.folder / block["file"]).resolve():
                    shutil.copyfile(beside, self.folder / block["file"])
                return block
        return self._without_link(block, title)

    def _without_link(self, block: dict, title: str) -> dict:
        return self._raw(block, title, "names something that is not here any more")

    def _raw(self, block: dict, title: str, why: str) -> dict:
        self.named.append(f"“{title}”: a block “{block['kind']}” {why}; it stands in a wagtail fence as it is.")
        raw = to_raw([block], "export")[0]
        return {"kind": "wagtail", "type": raw["type"], "value": raw["value"]}


def _rest(block: dict, *without: str) -> dict:
    return {name: value for name, value in block.items() if name not in ("kind", *without)}
