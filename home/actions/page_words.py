"""What an editor does about a marked term: take another word into the page's draft, or let it stand."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from home.models import KeptWord
from home.page_words import words_of
from home.rules.page_words import Marked, kept_as_is, replaced, with_words


class WordChanged(Exception):
    """The text was changed since the helper read it."""

    def __str__(self) -> str:
        return "That sentence was changed meanwhile, so nothing was done. This is how the page stands now."


@transaction.atomic
def take_words(by, page: Page, token: str, words: str) -> None:
    """Put `words`, one of the helper's suggestions, in place of the marked term `token`, as a new draft of `page`.

    Raises `PermissionDenied` where `by` may not edit the page, `WordChanged` where the term or the suggestion is no longer there.
    """
    draft, marked = _found(by, page, token)
    if words not in marked.finding.suggestions:
        raise WordChanged
    name, *inside = marked.place.split("/")
    value = getattr(draft, name)
    if inside:
        field = draft._meta.get_field(name)
        raw = field.stream_block.get_prep_value(value)
        value = field.stream_block.to_python(replaced(raw, marked.place, with_words(_at(raw, inside), marked.finding, words)))
    else:
        value = with_words(value, marked.finding, words)
    setattr(draft, name, value)
    draft.save_revision(user=by, log_action=True)


@transaction.atomic
def let_stand(by, page: Page, token: str) -> None:
    """Let the marked term `token` stand in its sentence: it is not marked there again. Raises as `take_words`."""
    _, marked = _found(by, page, token)
    sentence = kept_as_is(marked.finding, f"{marked.before}{marked.finding.term}{marked.after}")
    _, made = KeptWord.objects.get_or_create(page_id=page.pk, sentence=sentence, defaults={"by": by})
    if made:
        log(instance=page, action="home.word_kept", user=by, data={"term": marked.finding.term})


def _found(by, page: Page, token: str) -> tuple[Page, Marked]:
    if not page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    locked = Page.objects.select_for_update().get(pk=page.pk)  # two editors, or two clicks, come one after the other
    draft = locked.specific.get_latest_revision_as_object()
    marked = words_of(draft).find(token)
    if marked is None:
        raise WordChanged
    return draft, marked


def _at(raw: list, way: list[str]) -> str:
    found = raw
    for step in way:
        found = found[int(step)] if isinstance(found, list) else found[step]
    return str(found)
