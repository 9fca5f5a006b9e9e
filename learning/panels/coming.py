"""What is coming up in a person's learning: what was asked, and what wants renewing."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from home.models import User
from home.seams.panels import Panel
from learning.actions.reminders import renewals_ahead
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


def coming_up(person: User, asked: list[Asked]) -> ComingUp:
    """What was asked and is not done, and what is to be renewed within 90 days. One query more than what was asked took."""
    today = timezone.localdate()
    ahead = [Ahead(one.request.due_on, one.request.module.title, "asked for by", one.url) for one in asked if not one.is_done and one.request.due_on >= today]
    for done in renewals_ahead(today, DAYS).filter(person=person).select_related("module"):
        ahead.append(Ahead(done.renew_on, done.title, "renew by", address_of(done.module.url_path)))
    return ComingUp(ahead=sorted(ahead, key=lambda one: (one.day, one.title)))
