"""A service that closes: its last day and where people go then, its times called off, and everyone told."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.actions.refusals import Refused
from home.actions.telling import tell_each
from home.enums import NoticeKind
from home.models import User
from home.wording import date_words
from practice.actions.confirming import asked_to_confirm
from practice.actions.shadowing.leaving import call_off_after, leads
from practice.models import ServiceEntry
from practice.permissions import may_close


@transaction.atomic
def close_entry(*, by: User, entry: ServiceEntry, last_day: date, after_closing: str) -> int:
    """Keep a service's last day and where people go then; times to shadow after it are called off. How many times.

    The keepers and the workforce leads are told. The same said twice does it once; another day or other words replace what was said.
    """
    after_closing = after_closing.strip()
    found = _held(by, entry)
    if last_day < timezone.localdate():
        raise Refused("Choose today or a day to come: what has closed already closes today.")
    if not after_closing:
        raise Refused("Say where people can go then.")
    if (found.closes_on, found.after_closing) == (last_day, after_closing[:300]):
        return 0
    found.closes_on, found.after_closing, found.changed_at = last_day, after_closing[:300], timezone.now()
    found.save(update_fields=["closes_on", "after_closing", "changed_at"])
    ended = call_off_after(found, by=by)
    log(instance=found, action="practice.entry_closes", user=by, data={"changed": {"closes_on": ["", str(last_day)]}})
    people = {person.pk: person for person in (*asked_to_confirm(found), *leads()) if person.pk != by.pk}
    tell_each(
        people=people.values(), kind=NoticeKind.TEAM, key=f"entry:{found.pk}:closes:{last_day}", url=found.url,
        title=f"{found.name} closes on {date_words(last_day)}", text=f"{by} has said so. {after_closing[:300]}",
        why="You keep its entry on the map, or are a workforce lead.",
    )  # fmt: skip
    return ended


@transaction.atomic
def keep_open(*, by: User, entry: ServiceEntry) -> None:
    """Take back that a service closes. Times that were called off stay so. Twice is once."""
    found = _held(by, entry)
    if found.closes_on is None:
        return
    was = str(found.closes_on)
    found.closes_on, found.after_closing, found.changed_at = None, "", timezone.now()
    found.save(update_fields=["closes_on", "after_closing", "changed_at"])
    log(instance=found, action="practice.entry_stays_open", user=by, data={"changed": {"closes_on": [was, ""]}})


def _held(by: User, entry: ServiceEntry) -> ServiceEntry:
    found = ServiceEntry.objects.select_for_update(of=("self",)).select_related("service").get(pk=entry.pk)
    if not may_close(by, found):
        raise Refused("Workforce leads, administrators and whoever manages the service say that it closes.")
    return found
