"""What is coming up in a person's learning: what was asked, and what wants renewing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from home.seams.panels import Panel
from learning.models import Completion
from learning.own import OwnLearning
from learning.rules.addresses import address_of
from learning.standings import Asked

DAYS = 90


class ComingUp(Panel):
    """Dates ahead, the nearest first. Empty where there are none."""

    template_name = "learning/panels/coming.html"
    region = "coming"
    order = 40


@dataclass(frozen=True)
class Ahead:
    """One date ahead."""

    day: date
    title: str
    what: str
    url: str


def coming_up(own: OwnLearning, asked: list[Asked]) -> ComingUp:
    """What was asked and is not done, and what is to be renewed within 90 days. No query but that for `own` completions."""
    today = timezone.localdate()
    ahead = [Ahead(one.request.due_on, one.request.module.title, "asked for by", one.url) for one in asked if not one.is_done and one.request.due_on >= today]
    ahead += [Ahead(day, title, "renew by", url) for day, title, url in renewals_of(own.completions, today, DAYS)]
    return ComingUp(ahead=sorted(ahead, key=lambda one: (one.day, one.title)))


def renewals_of(completions: Iterable[Completion], today: date, days: int) -> Iterator[tuple[date, str, str]]:
    """The day, title and address of what is to be renewed within `days`: of one person's `completions`, the latest first, the last of each published module."""
    last: dict[str, Completion] = {}
    for done in completions:
        last.setdefault(done.module_key, done)
    for done in last.values():
        if done.renew_on and today <= done.renew_on <= today + timedelta(days=days) and done.module is not None and done.module.live:
            yield done.renew_on, done.title, address_of(done.module.url_path)
