"""What the site's own pages give to search; registered when the app is ready."""

from typing import Any

from django.db.models import Q

from home.contributions import covers_page, pages_of
from home.enums import ContributionKind
from home.models import Approval, PlainPage, RevisionFile
from home.rules.finding import Part
from home.seams.search import MOST, Found, finding, finds, names, searched


def text_of(value: Any) -> str:
    """All the words in a StreamField's value."""
    return " ".join(str(text) for text in value.stream_block.get_searchable_content(value))


@finds
def plain_pages(words: list[str], person: Any) -> list[Found]:
    """Pages of text: the public ones for everyone, the others for people who are signed in."""
    return [
        finding(
            words,
            [Part("in the title", page.title, 10), Part("in its summary", page.summary, 5), Part("in its text", text_of(page.body), 2)],
            kind="Page",
            title=page.title,
            url=page.url,
        )
        for page in searched(_visible(person), words)
    ]


@finds
def contributions(words: list[str], person: Any) -> list[Found]:
    """What people with lived experience wrote, where it may be shown; asked of the words themselves, since the index would keep copies."""
    yeses = Approval.objects.standing().filter(revision__contribution__kind=ContributionKind.WORDS)
    for word in words:
        heard = RevisionFile.objects.filter(transcript__icontains=word).values("revision")  # never inside each other: SQLite reads only so deep
        yeses = yeses.filter(Q(revision__words__icontains=word) | Q(revision__title__icontains=word) | Q(revision__in=heard))
    yeses = yeses.select_related("revision__contribution", "purpose__page").prefetch_related("revision__files").order_by("-given_at")[:MOST]
    found = list(yeses)
    places = pages_of(found)
    seen: set[int] = set()
    return [_finding(words, yes, page) for yes in found for page in _first_open(places[yes.revision.contribution_id], yes, person, seen)]


def _first_open(pages: list, yes: Approval, person: Any, seen: set[int]) -> list:
    """The first page that `person` may read, once for each contribution."""
    number = yes.revision.contribution_id
    signed_in = getattr(person, "is_authenticated", False)
    allowed = [page for page in pages if covers_page(yes, page) and (signed_in or getattr(page, "is_public", False))]
    if number in seen or not allowed:
        return []
    seen.add(number)
    return allowed[:1]


def _finding(words: list[str], yes: Approval, page: Any) -> Found:
    said = yes.revision
    parts = [Part("in the title", said.title, 8), Part("in somebody’s own words", said.words, 3)]
    parts += [Part("in what is said in a recording", each.transcript, 3) for each in said.files.all()]
    return finding(words, parts, kind=f"In somebody’s own words, in “{page.title}”", title=said.title or "Without a title", url=page.url)


@names
def titles(person: Any) -> list[str]:
    """The titles of those pages."""
    return list(_visible(person).values_list("title", flat=True))


def _visible(person: Any):
    pages = PlainPage.objects.live().public()
    return pages if getattr(person, "is_authenticated", False) else pages.filter(public=True)
