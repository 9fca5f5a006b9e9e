"""Freezing who visited whom over a year."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from capability.actions.freezing import digest
from home.models import Sector
from home.rules.disclosure import may_freeze_again, people_changed
from practice.models import Booking, ExchangeFigure
from practice.rules.exchange import NO_TEAM, Visited, bands_of, parts_of
from practice.rules.shadowing import State

YEAR = timedelta(days=365)


def visits_until(today: date) -> list[Visited]:
    """The visits that took place in the year before `today`, that day left out; one query."""
    rows = Booking.objects.filter(state=State.ATTENDED, slot__starts_at__date__lt=today, slot__starts_at__date__gte=today - YEAR)
    found = rows.values_list("person_id", "team__service__sector__slug", "slot__placement__service__sector__slug")
    return [Visited(person, of or NO_TEAM, saw) for person, of, saw in found.order_by()]


@transaction.atomic
def freeze_exchange(today: date | None = None) -> bool:
    """Freeze who visited whom, where at least three people's part has changed since it was frozen; whether it was."""
    today = today or timezone.localdate()
    before = ExchangeFigure.objects.select_for_update().first()
    if before is not None and before.frozen_on >= today:
        return False
    visits = visits_until(today)
    parts = {digest(f"visitor:{person}".encode()): digest(repr(part).encode()) for person, part in parts_of(visits).items()}
    if before is not None and not may_freeze_again(people_changed(before.parts, parts)):
        return False
    rows = bands_of(visits, sectors=Sector.objects.values_list("slug", flat=True), least=settings.DISCLOSURE_LEAST_PEOPLE)
    ExchangeFigure.objects.update_or_create(number=1, defaults={"rows": rows, "parts": parts, "frozen_on": today})
    return True
