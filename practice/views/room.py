"""Who is not in the room: who comes to a community, against who works in the area, from frozen figures."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from home.models import Sector, Service
from home.requests import SignedIn
from home.rules.disclosure import BAND_WORDS, Band, least_people
from practice.models import RoomFigure
from practice.rules.room import LED, NO_TEAM, PART_WORDS, Part, missing
from practice.views import belonging

PATTERNS = {Part.LESS: "few", Part.ABOUT: "some", Part.MORE: "most", Part.HIDDEN: "suppressed"}


@require_GET
def room(request: SignedIn, community: str) -> HttpResponse:
    """By sector, by organisation that is led by and for a community, and how many come from no employer: bands, never counts."""
    here = belonging.at(community, request.user)
    if not here.reads_ledger:
        raise Http404
    figure = RoomFigure.objects.filter(community=here.community).first()
    rows = figure.rows if figure else {"sectors": {}, "led": {}, "others": {}}
    sectors = {sector.slug: sector.name for sector in Sector.objects.all()}
    led = list(Service.objects.exclude(led_by_and_for="").select_related("entry"))
    names = {LED: "All of them together", **{service.slug: service.name for service in led}}
    without = Band(rows["others"].get(NO_TEAM, Band.SUPPRESSED))
    context = {
        "here": here,
        "community": here.community,
        "figure": figure,
        "sectors": _rows(rows["sectors"], sectors),
        "led": _rows(rows["led"], names),
        "organisations": led,
        "missing": missing(rows["sectors"], sectors) + missing({key: value for key, value in rows["led"].items() if key != LED}, names),
        "without": (without.value, BAND_WORDS[without] if without is not Band.SUPPRESSED else PART_WORDS[Part.HIDDEN]),
        "least": least_people(settings.DISCLOSURE_LEAST_PEOPLE),
    }
    return render(request, "practice/room.html", context)


def _rows(found: dict[str, str], names: dict[str, str]) -> list[tuple[str, str, str]]:
    """Name, pattern and words of each row that still has a name."""
    values = [(name, Part(found.get(key, Part.HIDDEN))) for key, name in names.items()]
    return [(name, PATTERNS[value], PART_WORDS[value]) for name, value in values]
