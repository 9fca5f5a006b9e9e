"""Where to get support now: the national lines that ship, and the area's own."""

from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.safestring import SafeString

from home.actions.plain_pages import FOLDER, read_text
from home.context import site_settings
from home.markdown import render_markdown

OWN_LINES = "## Near you"
STAFF = "## If you are here because of your work"


@dataclass(frozen=True)
class Line:
    """One support line: its name, how to reach it, and when."""

    name: str
    reach: str
    when: str


def lines_of(text: str) -> list[Line]:
    """The lines of `text`, one a line: name | number or address | when; what is missing is empty."""
    rows = [[part.strip() for part in row.split("|", 2)] for row in text.splitlines() if row.strip()]
    return [Line(*[*row, "", ""][:3]) for row in rows]


@lru_cache(maxsize=1)
def national_words() -> tuple[str, str, SafeString, SafeString, SafeString]:
    """Title and summary of the shipped page, and its words before, about and after the area's own lines."""
    text = read_text(FOLDER / "support.md")
    before, _, rest = text.body.partition(OWN_LINES)
    near, heading, after = rest.partition(STAFF)
    return text.title, text.summary, render_markdown(before), render_markdown(near), render_markdown(heading + after)


def support_words() -> dict:
    """What `home/parts/support_lines.html` shows: the national lines, and the area's own from the site's settings."""
    site = site_settings()
    title, summary, before, near, after = national_words()
    return {
        "title": title,
        "summary": summary,
        "before": before,
        "near": near,
        "after": after,
        "local": lines_of(site.local_support),
        "staff": lines_of(site.staff_support),
        "safeguarding": render_markdown(site.safeguarding),
    }


@login_not_required
def support(request):
    """Where to get support now, open to everyone."""
    return render(request, "home/support.html", support_words())
