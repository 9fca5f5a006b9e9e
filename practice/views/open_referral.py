"""The map as open data at /services.json."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.views.decorators.http import require_safe

from home.context import site_settings
from home.limits import OPEN_DATA, slowed
from home.models import Sector
from practice.models import ServiceEntry
from practice.open_referral import page_of, service_of, term_asked
from practice.permissions import may_read_map

A_PAGE, MOST = 50, 100


@login_not_required
@require_safe
@slowed(OPEN_DATA, as_json=True)
def listing(request: HttpRequest) -> JsonResponse:
    """Services in the HSDS 3.0 form, a page at a time: `page` (from 1), `per_page` (at most 100), `search` (or `text`), `taxonomy_term_id`,
    `modified_after`.

    Four queries for any number of services. A person, or a network address, may read 120 pages a minute; then 429 until the minute has passed.
    """
    if not may_read_map(request.user):
        return JsonResponse({"message": "The service map of this area is for people who sign in."}, status=403)
    number, size = _number(request, "page", 1, None), _number(request, "per_page", A_PAGE, MOST)
    entries = asked_for(request)
    if number is None or size is None or entries is None:
        message = "page and per_page are whole numbers from 1, taxonomy_term_id one of ours, modified_after a date and time such as 2026-11-22T09:00:00Z."
        return JsonResponse({"message": message}, status=400)
    total = entries.count()
    found = entries.listed().whole()[(number - 1) * size : number * size]
    site = site_settings()
    contents = [service_of(entry, site_url=settings.SITE_URL, area=site.area) for entry in found]
    response = JsonResponse(page_of(contents, number=number, size=size, total=total), json_dumps_params={"ensure_ascii": False})
    if site.services_public:
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "public, max-age=300"
    return response


def asked_for(request: HttpRequest):
    """The entries that the address asks for; nothing where it cannot be understood."""
    entries = ServiceEntry.objects.all()
    words = request.GET.get("search") or request.GET.get("text") or ""
    if words:
        entries = entries.saying(words[:100])
    if after := request.GET.get("modified_after"):
        moment = _moment(after)
        if moment is None:
            return None
        entries = entries.filter(changed_at__gte=moment)
    if asked := request.GET.get("taxonomy_term_id"):
        term = term_asked(settings.SITE_URL, asked, list(Sector.objects.values_list("slug", flat=True)))
        if term is None:
            return None
        entries = entries.in_sector(term[1]) if term[0] == "sector" else entries.for_need(term[1])
    return entries


def _moment(said: str):
    try:
        found = parse_datetime(said.replace(" ", "+"))
        if found is None and (day := parse_date(said)):
            found = parse_datetime(f"{day}T00:00:00")
    except ValueError:
        return None
    return make_aware(found) if found and is_naive(found) else found


def _number(request: HttpRequest, name: str, default: int, most: int | None) -> int | None:
    said = request.GET.get(name)
    if said is None:
        return default
    if not (said.isascii() and said.isdigit() and len(said) < 8 and int(said) >= 1):
        return None
    return min(int(said), most) if most else int(said)
