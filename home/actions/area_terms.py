"""The terms that an area adds to the word helper."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from home.models import AreaTerm
from home.permissions import may_mend_words


@transaction.atomic
def keep_term(by, term: AreaTerm) -> AreaTerm:
    """Keep a new or changed term, already checked by its form. Raises `PermissionDenied` for who may not."""
    if not may_mend_words(by):
        raise PermissionDenied
    term.save()
    log(instance=term, action="home.term_kept", user=by)
    return term


@transaction.atomic
def take_term_out(by, term: AreaTerm) -> None:
    """Take a term out of the area's list; pages stay as they are. Raises `PermissionDenied` for who may not."""
    if not may_mend_words(by):
        raise PermissionDenied
    log(instance=term, action="home.term_taken_out", user=by, title=term.name)
    term.delete()
