"""The board, a placement, and asking for a place."""

from datetime import datetime, time

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_http_methods

from capability.models import Capability
from home.models import Sector, Service
from home.prepared import Prepared
from home.requests import SignedIn
from practice.actions.shadowing import asking, series
from practice.actions.shadowing.sponsors import Sponsors, offer_sponsors, sponsors_for
from practice.forms.shadowing import AskForm
from practice.models import Booking, Placement, Slot
from practice.permissions import may_host, may_offer_placement
from practice.rules.places import first_free, places_left, places_words
from practice.rules.shadowing import State, found_words
from practice.views.shadowing.answering import answer
from practice.visits import own_visits

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 24
OWN_MANAGER, SPONSOR = "your own manager or their deputy", "somebody who manages a team and knows your work"

OFFERING = Service.objects.filter(placements__published=True)
CAPABILITIES = Prepared(lambda: Capability.objects.in_force().filter(placements__published=True).distinct())
SECTORS = Prepared(lambda: Sector.objects.filter(services__in=OFFERING).distinct())
PLACES = Prepared(lambda: OFFERING.values_list("place", flat=True))


@require_GET
def board(request: SignedIn) -> HttpResponse:
    """What there is to shadow, other sectors first: by `?capability=code&sector=slug&place=name&from=day&until=day&q=words`."""
    wanted = {name: request.GET.get(name, "").strip()[:100] for name in ("capability", "sector", "place", "from", "until", "q")}
    found = Placement.objects.on_board(request.user, after=_moment(wanted["from"], time.min), before=_moment(wanted["until"], time.max))
    if wanted["capability"]:
        found = found.filter(capabilities__in=Capability.objects.in_force().filter(code=wanted["capability"])).distinct()
    if wanted["sector"]:
        found = found.filter(service__sector__slug=wanted["sector"])
    if wanted["place"]:
        found = found.filter(service__place=wanted["place"])
    if wanted["q"]:
        found = found.saying(wanted["q"])
    page = Paginator(found.with_times(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": [_card(each) for each in page],
        "wanted": wanted,
        "is_filtered": any(wanted.values()),
        "capabilities": CAPABILITIES.all(),
        "sectors": SECTORS.all(),
        "places": sorted(set(PLACES.all())),
        "may_offer": may_offer_placement(request.user),
    }
    return render(request, "practice/shadowing/board.html", context)


@require_GET
def placement(request: SignedIn, placement: str) -> HttpResponse:
    """One placement with its times. What is not published is for those who host it; the address for nobody here."""
    found = _readable(request, placement)
    times = list(found.slots.to_come())
    context = {
        "placement": found,
        "times": [{"slot": slot, "places": places_words(slot.capacity, slot.taken, slot.waiting)} for slot in times],
        "first": times[0] if times else None,
        "free": any(places_left(slot.capacity, slot.taken, slot.waiting) for slot in times),
        "visits": own_visits(Booking.objects.open().filter(person=request.user, slot__placement=found).whole().with_line(), request.user),
        "hosts": may_host(request.user, found),
        "is_host": found.host_id == request.user.pk,
        "preparation": list(found.preparation.all()),
    }
    return render(request, "practice/shadowing/placement.html", context)


@GET_OR_POST
def ask(request: SignedIn, placement: str) -> HttpResponse:
    """Ask for a place: which time, what one hopes to see, and who says yes."""
    found = get_object_or_404(Placement.objects.listed(), slug=placement)
    if found.host_id == request.user.pk:
        return redirect("practice:desk")
    times = Slot.objects.to_come().filter(placement=found)
    if not times:
        return redirect(found)
    teams = asking.teams_to_ask(request.user)
    words = request.POST.get("sponsor_words", "").strip()[:60]
    offered = Sponsors() if teams else offer_sponsors(request.user, words=words, host=found.host)
    looks = not offered.whole and ("find" in request.POST or bool(words and not request.POST.get("sponsor")))
    form = AskForm(
        request.POST if request.method == "POST" and not looks else None, times=times, teams=teams, sponsors=offered, possible=sponsors_for(request.user),
        initial=request.POST.dict() if looks else {"time": first_free(list(times)).pk},
    )  # fmt: skip
    made: list[Booking] = []

    def do(wish: dict) -> None:
        asked = {"by": request.user, "slot": wish["time"], "hopes": wish["hopes"], "team": wish.get("team"), "sponsor": wish.get("sponsor")}
        made.extend(series.ask_for_all(**asked) if wish.get("all_times") else [asking.ask(**asked)])

    response = answer(
        request, form, do, template="practice/shadowing/ask.html", then=found.get_absolute_url(),
        said="Asked. Nobody has to do anything twice: this page keeps how it stands.",
        title="Ask for a place", kicker=found.title, button="Ask for it", action=reverse("practice:ask", args=[found.slug]),
        lead=f"Your place is held while two people say yes: the host, and {OWN_MANAGER if teams else SPONSOR}.",
        who="The host, the managers of their service and whoever says yes for you see your request.",
        found=found_words(words, len(offered.people), more=offered.more) if words and looks else "",
    )  # fmt: skip
    if made and response.status_code == 302:
        return redirect(made[0]) if len(made) == 1 else redirect("practice:my_bookings")
    return response


def _readable(request: SignedIn, slug: str) -> Placement:
    found = get_object_or_404(Placement.objects.select_related("service__sector", "host").prefetch_related("capabilities"), slug=slug)
    booked = Booking.objects.filter(person=request.user, slot__placement=found, state__in=[*State]).exists
    if not found.published and not may_host(request.user, found) and not booked():
        raise Http404
    return found


def _card(each: Placement) -> dict:
    times = each.times  # type: ignore[attr-defined]  # prefetched
    shown = first_free(times)
    places = places_words(shown.capacity, shown.taken, shown.waiting)
    return {"placement": each, "next": shown, "places": places, "more": len(times) - 1}


def _moment(day: str, at: time) -> datetime | None:
    try:
        found = parse_date(day)
    except ValueError:
        return None
    return timezone.make_aware(datetime.combine(found, at)) if found else None
