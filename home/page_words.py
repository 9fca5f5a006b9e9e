"""What the word helper has to say about a page in the CMS."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page

from home.models import AreaTerm, KeptWord
from home.rules.page_words import Marked, kept_as_is, lacks_signpost, marked_in, texts_in

TITLES = ("title", "search_description")


@dataclass(frozen=True)
class PageWords:
    """What is marked in a page's latest draft, each with the name of the field it stands in, and whether it lacks a signpost."""

    marked: list[tuple[str, Marked]]
    lacks_signpost: bool

    def find(self, token: str) -> Marked | None:
        """The marked term with this token, where the page still has it just so."""
        return next((marked for _, marked in self.marked if marked.token == token), None)


def words_of(draft: Page) -> PageWords:
    """What the helper marks in `draft`, less what an editor let stand. Three queries at most, however long the page is."""
    lexicon = AreaTerm.objects.all().lexicon()
    kept = set(KeptWord.objects.filter(page_id=draft.pk).values_list("sentence", flat=True))
    texts = [(label, place, text) for label, place, text in _texts(draft) if text.strip()]
    marked = [(label, one) for label, place, text in texts for one in marked_in(place, text, lexicon)]
    standing = [(label, one) for label, one in marked if kept_as_is(one.finding, f"{one.before}{one.finding.term}{one.after}") not in kept]
    return PageWords(standing, lacks_signpost([text for _, _, text in texts]))


def _texts(draft: Page) -> Iterator[tuple[str, str, str]]:
    for name in TITLES:
        yield "Title" if name == "title" else "Search description", name, getattr(draft, name)
    for field in draft._meta.local_fields:
        label = str(field.verbose_name).capitalize()
        if isinstance(field, StreamField):
            own_words = frozenset(kind for kind, block in field.stream_block.child_blocks.items() if getattr(block.meta, "own_words", False))
            for place, text in texts_in(field.name, field.stream_block.get_prep_value(getattr(draft, field.name)), own_words):
                yield label, place, text
        elif isinstance(field, models.CharField | models.TextField) and field.editable and not isinstance(field, models.SlugField) and not field.choices:
            yield label, field.name, getattr(draft, field.name) or ""
