"""PDFs that everyone can read: tagged (PDF/UA-1), made by Typst from a template file and data.

Text reaches a template only as data, never as markup, so nothing that a person wrote is run. Only the fonts inside the
package are used, so that equal data give equal bytes on every machine. Every template begins with `house.typ`, which stands
beside this file: paper, type, the mark and the foot that all documents of the site share.
"""

import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import typst
from django.conf import settings
from django.utils import timezone

from home.context import site_settings

log = logging.getLogger("alongside")
UA: Any = ["ua-1"]  # the list of standards that Typst is told to keep to
CERTIFICATE = Path(__file__).parent / "certificate.typ"  # of a module, or of having been at a session
CANNOT_SHOW = "could not be displayed with font"


def make_pdf(template: Path, data: dict[str, Any], *, made_at: datetime) -> bytes:
    """The PDF of `template` (a .typ file that reads `sys.inputs.data` as JSON), dated `made_at`.

    A letter that our fonts lack is looked for in the machine's own fonts; where those lack it too, the file stays tagged and
    keeps the letter as text, but cannot carry the PDF/UA mark.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    for ours_alone, standards in ((True, UA), (False, UA), (False, None)):
        compiler = typst.Compiler(str(template), root=str(settings.BASE_DIR), ignore_system_fonts=ours_alone, sys_inputs=inputs)
        try:
            return cast(bytes, compiler.compile(format="pdf", pdf_standards=standards, timestamp=int(made_at.timestamp())))
        except typst.TypstError as problem:
            if CANNOT_SHOW not in str(problem):
                raise
            log.info("document=%s a letter is in none of the fonts", template.name)
    raise AssertionError("a document without a standard shows every letter")


def frame_of(title: str, made_at: datetime) -> dict[str, Any]:
    """What `house.typ` needs of every document: its title, the site's name and place, and the day it was made."""
    site = site_settings()
    day = timezone.localdate(made_at)
    where = f"{site.name}, {site.area}" if site.area else site.name
    return {"title": title, "site": site.name, "site-line": where, "made": [day.year, day.month, day.day], "foot": where}
