"""Writing down beside the backups what was taken back, so that a restored copy is told; and doing it again there."""

import logging

from django.core.exceptions import ValidationError

from home import ledger
from home.actions.contributing.leaving import withdraw
from home.enums import WithdrawalCause
from home.models import Approval, Contribution

log = logging.getLogger("alongside")


@ledger.replays("withdrawal")
def withdraw_again(entry: ledger.Entry) -> bool:
    """Take out again what had been taken back; whether a restored copy held it."""
    held = _there(entry)
    if held is None:
        return False
    withdraw(held, by=None, cause=WithdrawalCause.REPLAYED)
    return True


@ledger.replays("place-ended")
def end_place_again(entry: ledger.Entry) -> bool:
    """End again the yes for one place, where it was given before that; whether it stood."""
    held = _there(entry)
    if held is None:
        return False
    place = {"purpose__page_id": entry.facts.get("page")}  # none is the public
    yeses = Approval.objects.filter(revision__contribution=held, ended_at__isnull=True, **place)
    return bool(yeses.filter(given_at__lt=entry.moment).update(ended_at=entry.moment))


def _there(entry: ledger.Entry) -> Contribution | None:
    try:
        return Contribution.objects.there().filter(public_id=entry.facts.get("contribution")).first()
    except ValidationError:
        log.error("ledger: entry %s names no contribution", entry.id)
        return None
