"""How the exchange between services looks over a year."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from home.models import Sector
from home.requests import SignedIn
from home.rules.disclosure import BAND_WORDS, Band, least_people
from practice.models import ExchangeFigure
from practice.rules.exchange import EVERYBODY, NO_TEAM, sentences


@require_GET
def exchange(request: SignedIn) -> HttpResponse:
    """Who visits whom, by sector, from the frozen figures; and which sectors open their doors, which is on the board for all."""
    figure = ExchangeFigure.objects.first()
    open_doors = Q(services__placements__published=True)
    sectors = list(Sector.objects.annotate(offers=Count("services__placements", filter=open_doors), hosts=Count("services", filter=open_doors, distinct=True)))
    frozen = figure.rows if figure else {}
    names = {sector.slug: sector.name for sector in sectors} | {NO_TEAM: "People without a team here", EVERYBODY: "Everybody"}
    rows = [(names[of], _cells(frozen.get(of), sectors), of == EVERYBODY) for of in [*(sector.slug for sector in sectors), NO_TEAM, EVERYBODY]]
    context = {
        "figure": figure,
        "sectors": sectors,
        "rows": rows,
        "shown": any(cells for _, cells, _ in rows),
        "sentences": sentences({of: row for of, row in frozen.items() if of != EVERYBODY}, names),
        "least": least_people(settings.DISCLOSURE_LEAST_PEOPLE),
    }
    return render(request, "practice/shadowing/exchange.html", context)


def _cells(row: dict[str, str] | None, sectors: Sequence[Sector]) -> list[tuple[str, str]]:
    """What a row shows for each sector: the pattern and the word; nothing for a row that is not shown."""
    if row is None:
        return []
    values = [Band(row.get(sector.slug, Band.SUPPRESSED)) for sector in sectors]
    return [(value.value, BAND_WORDS[value].split(" (")[0]) for value in values]
