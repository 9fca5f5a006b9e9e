"""How many people have read a contribution: frozen at night, rounded, and changed only where at least three are new."""

import hashlib
import json
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from home.contributions import covers_page, pages_of
from home.enums import ContributionKind
from home.models import Approval, Contribution, ReaderFigure
from home.rules.contributing import readers_shown
from home.rules.disclosure import may_freeze_again
from home.seams.readers import readers_since


def freeze_readers(today: date | None = None) -> int:
    """Count the readers of every contribution that stands somewhere; how many figures changed.

    Who has read it once stays counted, also where it stands there no longer.
    """
    today = today or timezone.localdate()
    standing = Approval.objects.standing(today).filter(revision__contribution__kind=ContributionKind.WORDS)
    yeses = list(standing.select_related("revision__contribution", "purpose__page"))
    by_contribution: dict[int, list[Approval]] = {}
    for yes in yeses:
        by_contribution.setdefault(yes.revision.contribution_id, []).append(yes)
    places = pages_of(yeses)
    return sum(_freeze(pk, _since(given, places.get(pk, [])), today) for pk, given in by_contribution.items())


def _since(given: list[Approval], pages: list[Page]) -> dict[int, datetime]:
    """Since when each page shows it: from the author's yes, and not before an editor had chosen it there."""
    found = {}
    for page in pages:
        agreed = min(yes.given_at for yes in given if covers_page(yes, page))
        public_id = str(given[0].revision.contribution.public_id)
        drafts = Revision.objects.for_instance(page).order_by("created_at", "pk").values_list("created_at", "content")
        chosen = next((moment for moment, content in drafts.iterator() if public_id in json.dumps(content)), agreed)
        found[page.pk] = max(agreed, chosen)
    return found


@transaction.atomic
def _freeze(pk: int, pages: dict[int, datetime], today: date) -> bool:
    held = Contribution.objects.select_for_update(no_key=True).get(pk=pk)
    if held.withdrawn_at is not None:
        return False
    own = {held.author_id, held.keeper_id, *held.helpers.values_list("person_id", flat=True)}
    now = {_digest(pk, person) for person in readers_since(pages) - own}
    figure = ReaderFigure.objects.filter(contribution=pk).first()
    before = set(figure.parts) if figure else set()
    if figure is not None and not may_freeze_again(len(now - before)):
        return False
    everybody = sorted(before | now)
    facts = {"people": readers_shown(len(everybody)), "parts": everybody, "frozen_on": today}
    ReaderFigure.objects.update_or_create(contribution_id=pk, defaults=facts)
    return True


def _digest(contribution: int, person: int) -> str:
    """What tells one reader of one contribution from another, and says to nobody without the site's key who they are."""
    return hashlib.blake2b(f"reader:{contribution}:{person}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12).hexdigest()
