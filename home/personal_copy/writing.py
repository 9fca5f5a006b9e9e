"""Writing a copy of everything: a ZIP file with a page to read, the same as JSON, and the person's documents and files.

It is written piece by piece into temporary files, so that a long history needs no more memory than its longest kind.
"""

import json
import tempfile
import uuid
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone

from home.context import site_settings
from home.models import User
from home.personal_copy.reading import Reader, StoredFile, Told, plain
from home.seams.privacy import files_of

MARK = f"[{uuid.uuid4().hex}]"  # where the kinds go in the page; nobody can have written it
LOOK = Path(settings.BASE_DIR) / "home/static/css/copy.css"
HOW_TO_READ = (
    "Each entry of “kinds” is one kind of thing that this site keeps about people: its group and title, why it is kept, who sees it, how long, and "
    "what becomes of it when you are erased. “rows” are yours, oldest first; a row’s keys are the labels that the privacy page uses. Dates and times "
    "are ISO 8601, times with their offset. null means that nothing is there. “withheld” names what is kept and stands in no copy, with the reason. "
    "Where a row names a file, it lies in this ZIP file under that name."
)


@dataclass
class Written:
    """What went into a copy: how many kinds had a row, how many rows, and the files' names."""

    kinds: int = 0
    rows: int = 0
    files: list[str] = field(default_factory=list)


def write_copy(person: User, into: BinaryIO, *, made_at: datetime) -> Written:
    """Write everything about `person` into `into` as a ZIP file; what went into it."""
    done, stored = Written(), []
    site = site_settings()
    about = {"person": person, "site": site, "made_at": made_at, "base": settings.SITE_URL}
    with (
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed,
        tempfile.TemporaryFile("w+", encoding="utf-8") as data,
        tempfile.TemporaryFile("w+", encoding="utf-8") as kinds,
    ):
        begin = {"about": f"Everything that {site.name} keeps about {person.name}", "made_at": plain(made_at), "from": settings.SITE_URL}
        data.write(json.dumps(begin | {"how_to_read": HOW_TO_READ}, ensure_ascii=False, indent=1)[:-2] + ',\n "kinds": [\n')
        group = ""
        without: list[str] = []
        for number, told in enumerate(Reader(person).all()):
            data.write((",\n" if number else "") + json.dumps(as_data(told), ensure_ascii=False, indent=1))
            if new_group := told.kind.group != group:
                kinds.write(_nothing_of(without))
                without = []
            kinds.write(render_to_string("home/rights/copy/kind.html", {"told": told, "new_group": new_group}))
            without += [] if told.rows or not told.kind.whose else [told.kind.title]
            group = told.kind.group
            done.kinds, done.rows = done.kinds + bool(told.rows), done.rows + len(told.rows)
            stored += told.files
        for name, content in files_of(person):
            packed.writestr(name, content)
            done.files.append(name)
        done.files += [each.name for each in stored if _pack_stored(packed, each)]
        data.write('\n ],\n "files": ' + json.dumps(done.files, ensure_ascii=False) + "\n}\n")
        kinds.write(_nothing_of(without))
        before, _, after = render_to_string("home/rights/copy/page.html", about | {"files": done.files, "kinds_stand_here": MARK}).partition(MARK)
        _pack_text(packed, "everything.json", data)
        _pack_text(packed, "read-me.html", kinds, before=before, after=after)
        packed.writestr("look.css", LOOK.read_bytes())
    return done


def as_data(told: Told) -> dict[str, Any]:
    """One kind as it stands in the JSON file."""
    kind = told.kind
    return {
        "group": kind.group,
        "title": kind.title,
        "why": kind.why,
        "seen_by": kind.seen_by,
        "how_long": kind.how_long_words,
        "when_you_are_erased": kind.on_erasure.value,
        "withheld": [{"what": what, "why": why} for what, why in told.withheld],
        "found_by_your_account": bool(kind.whose),
        "rows": told.rows,
    }


def _nothing_of(titles: list[str]) -> str:
    """The end of a group on the page: of what nothing is kept."""
    return render_to_string("home/rights/copy/nothing.html", {"titles": titles})


def _pack_stored(packed: zipfile.ZipFile, each: StoredFile) -> bool:
    """Put a file of the site's storage into the copy, piece by piece; whether it was there."""
    try:
        with default_storage.open(each.stored, "rb") as source, packed.open(each.name, "w") as into:
            for piece in source.chunks():
                into.write(piece)
    except FileNotFoundError:
        return False
    return True


def _pack_text(packed: zipfile.ZipFile, name: str, text: IO[str], *, before: str = "", after: str = "") -> None:
    text.seek(0)
    with packed.open(name, "w") as into:
        into.write(before.encode())
        while piece := text.read(65536):
            into.write(piece.encode())
        into.write(after.encode())


def copy_name(made_at: datetime) -> str:
    """What the file is called where it is saved: the day, and nothing of whom it is about."""
    return f"everything-about-me-{timezone.localdate(made_at):%Y-%m-%d}.zip"
