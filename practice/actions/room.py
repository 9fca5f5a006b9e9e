"""Freezing who comes to a community, against who works in the area."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from capability.actions.freezing import digest
from home.models import Membership
from home.rules.disclosure import may_freeze_again, people_changed
from practice.models import Attendance, CommunityPage, RoomFigure
from practice.rules.room import Came, Staff, rows_of

YEAR = timedelta(days=365)


def freeze_rooms(today: date | None = None) -> int:
    """Freeze who came to each community, where at least three people's part has changed. How many communities."""
    today = today or timezone.localdate()
    staff = staff_on(today)
    communities = CommunityPage.objects.live().order_by("pk").values_list("pk", flat=True)
    return sum(_freeze(pk, staff, today) for pk in list(communities))


def staff_on(today: date) -> Staff:
    """How many people work where; two queries. Somebody who works in two places counts in each, and once in the area."""
    places = Membership.objects.current(today)
    sectors = dict(places.values_list("team__service__sector__slug").annotate(people=Count("person", distinct=True)).order_by())
    led_ones = places.exclude(team__service__led_by_and_for="").values_list("team__service__slug")
    led = dict(led_ones.annotate(people=Count("person", distinct=True)).order_by())
    return Staff(sectors=sectors, led=led, everybody=sum(sectors.values()))


@transaction.atomic
def _freeze(pk: int, staff: Staff, today: date) -> bool:
    before = RoomFigure.objects.select_for_update(of=("self",), no_key=True).filter(community=pk).first()
    if before is not None and before.frozen_on >= today:
        return False
    came = came_to(pk, today)
    parts = {digest(f"came:{each.person}".encode()): digest(f"{each.sector}:{each.service}".encode()) for each in came}
    if before is not None and not may_freeze_again(people_changed(before.parts, parts)):
        return False
    rows = rows_of(came, staff, least=settings.DISCLOSURE_LEAST_PEOPLE)
    RoomFigure.objects.update_or_create(community_id=pk, defaults={"rows": rows, "parts": parts, "frozen_on": today})
    return True


def came_to(community: int, today: date) -> list[Came]:
    """Who came to a community in the year before `today`, that day left out, each once with where they worked when they last came; one query."""
    rows = Attendance.objects.filter(session__community=community, session__starts_at__date__lt=today, session__starts_at__date__gte=today - YEAR)
    found = {}
    for row in rows.select_related("service__sector").order_by("session__starts_at", "pk"):
        service = row.service
        person = str(row.person_id) if row.person_id else f"guest:{row.name.strip().casefold()}"
        sector, slug, led = (service.sector.slug, service.slug, bool(service.led_by_and_for)) if service else ("", "", False)
        found[person] = Came(person, sector, slug, led)
    return list(found.values())
