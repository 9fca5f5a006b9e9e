"""The host's desk: what one offers, its times, and who comes."""

from datetime import datetime

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from home.prepared import Prepared
from home.requests import SignedIn
from home.rules.numbers import whole_number
from practice.actions.shadowing import offering, scheduling
from practice.forms.shadowing import NewTimesForm, PlacementForm, ReasonForm, RoomForm, TimeForm
from practice.models import Booking, Placement, Slot
from practice.permissions import may_offer_placement
from practice.rules.places import places_words
from practice.rules.shadowing import State
from practice.views.shadowing.answering import answer
from practice.visits import Visit

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = [State.REQUESTED, State.CONFIRMED, State.OFFERED, State.WAITING]


@require_GET
def desk(request: SignedIn) -> HttpResponse:
    """Placements that this person hosts, or whose service's teams they manage, with times to come and who booked."""
    booked = Booking.objects.filter(state__in=SHOWN).whole().with_line().order_by("asked_at", "pk")
    times = Slot.objects.to_come().prefetch_related(Prefetch("bookings", queryset=booked, to_attr="booked"))
    there = Placement.objects.hosted_by(request.user).select_related("service", "host")
    hosted = list(there.prefetch_related(Prefetch("slots", queryset=times, to_attr="times")))
    keys = tuple(each.pk for each in hosted)  # their bookings are found by them: by whoever hosts them, a database looks at every booking there is
    context = {
        "placements": [{"placement": each, "times": [_time(slot, request) for slot in each.times]} for each in hosted],
        "to_mark": [Visit(booking, hosts=True, reader=request.user.pk) for booking in TO_MARK.all(keys, request.user.pk, timezone.now())],
        "heard": HEARD.all(keys),
        "may_offer": may_offer_placement(request.user),
    }
    return render(request, "practice/shadowing/desk.html", context)


def _to_mark(placements: tuple[int, ...], person: int, now: datetime):
    found = Booking.objects.filter(slot__placement__in=placements, state=State.CONFIRMED, slot__starts_at__lte=now)
    return found.exclude(person=person).whole()


def _heard(placements: tuple[int, ...]):
    found = Booking.objects.filter(slot__placement__in=placements, feedback__isnull=False)
    return found.select_related("feedback").whole().order_by("-feedback__given_at")[:10]


TO_MARK = Prepared(_to_mark)
HEARD = Prepared(_heard)


def _time(slot: Slot, request: SignedIn) -> dict:
    visits = [Visit(booking, own=booking.person_id == request.user.pk, hosts=True, reader=request.user.pk) for booking in slot.booked]  # type: ignore[attr-defined]  # prefetched
    return {"slot": slot, "places": places_words(slot.capacity, slot.taken, slot.waiting), "visits": visits}


@GET_OR_POST
def offer(request: SignedIn) -> HttpResponse:
    """Offer a placement in a service one works in."""
    if not may_offer_placement(request.user):
        raise Http404
    form = PlacementForm(_data(request), person=request.user)
    made: list[Placement] = []
    visit = _visit_back(request)

    def do(_: dict) -> None:
        made.append(offering.offer_placement(by=request.user, service=form.cleaned_data["service"], returns=visit, **form.wishes()))

    response = answer(
        request, form, do, then=reverse("practice:desk"), said="It is offered. Add the times when people can come.",
        title="Offer a day back" if visit else "Offer a placement", kicker=f"For {visit.slot.placement.service}" if visit else "",
        lead="A day, a clinic, a night shift or a meeting that somebody from another service could learn from.", button="Offer it",
        action=f"{reverse('practice:offer_placement')}{f'?back={visit.pk}' if visit else ''}", who="Everyone who is signed in sees this, but for the address.",
    )  # fmt: skip
    return redirect("practice:add_times", made[0].slug) if made and response.status_code == 302 else response


@GET_OR_POST
def edit(request: SignedIn, placement: str) -> HttpResponse:
    """Change a placement."""
    found = _hosted(request, placement)
    form = PlacementForm(_data(request), person=request.user, placement=found)
    return answer(
        request, form, lambda _: offering.edit_placement(by=request.user, placement=found, **form.wishes()), then=found.get_absolute_url(),
        said="Changed.", title="Change this placement", kicker=found.title, button="Change it", action=reverse("practice:edit_placement", args=[found.slug]),
        lead="Another host means that both yeses of every booking to come are asked for anew.", who="Everyone who is signed in sees this, but for the address.",
    )  # fmt: skip


@GET_OR_POST
def add_times(request: SignedIn, placement: str) -> HttpResponse:
    """Add a time, or one day a week for some weeks."""
    found = _hosted(request, placement)

    def do(said: dict) -> None:
        said = {**said, "first": said["day"]}
        del said["day"]
        scheduling.add_slots(by=request.user, placement=found, **said)

    return answer(
        request, NewTimesForm(_data(request)), do, then=reverse("practice:desk"), said="The times are on the board.", title="Add times", kicker=found.title,
        button="Add them", action=reverse("practice:add_times", args=[found.slug]), plain=True,
        lead="A single day, or the same day each week. Each can be moved or called off by itself later.",
    )  # fmt: skip


@GET_OR_POST
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Move a time."""
    slot = _hosted_slot(request, pk)
    starts, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    form = TimeForm(_data(request), initial={"day": starts.date(), "begins": starts.time(), "ends": ends.time()})
    return answer(
        request, form, lambda said: scheduling.move_slot(by=request.user, slot=slot, **said), then=reverse("practice:desk"),
        said="Moved. Places stay held while everyone says yes again.", title="Move this time", kicker=slot.placement.title, button="Move it",
        lead="Places stay held. The host and the managers say yes again, and calendars show it as not certain until they have.",
        action=reverse("practice:move_time", args=[pk]), plain=True,
    )  # fmt: skip


@GET_OR_POST
def room(request: SignedIn, pk: int) -> HttpResponse:
    """Change how many places a time has."""
    slot = _hosted_slot(request, pk)
    return answer(
        request, RoomForm(_data(request), initial={"capacity": slot.capacity}), lambda said: scheduling.make_room(by=request.user, slot=slot, **said),
        then=reverse("practice:desk"), said="Changed. Whoever is next on the waiting list is offered what is new.", title="How many places",
        kicker=slot.placement.title, button="Change it", action=reverse("practice:change_room", args=[pk]), plain=True,
    )  # fmt: skip


@GET_OR_POST
def call_off(request: SignedIn, pk: int) -> HttpResponse:
    """Call a time off with all its bookings."""
    slot = _hosted_slot(request, pk)
    return answer(
        request, ReasonForm(_data(request)), lambda said: scheduling.call_off_slot(by=request.user, slot=slot, **said), then=reverse("practice:desk"),
        said="Called off. Everyone who booked is told.", title="Call this time off", kicker=slot.placement.title, button="Call it off", kind="warn",
        lead="Everyone who booked is told at once, with your reason, and their calendars follow.", action=reverse("practice:call_off_time", args=[pk]),
        who="The people who booked read this.",
    )  # fmt: skip


def _visit_back(request: SignedIn) -> Booking | None:
    """The visit of one's own that an offer answers, where the address names one."""
    key = whole_number(request.GET.get("back"))
    return Booking.objects.filter(person=request.user, state=State.ATTENDED).whole().filter(pk=key).first() if key else None


def _data(request: SignedIn):
    return request.POST if request.method == "POST" else None


def _hosted(request: SignedIn, slug: str) -> Placement:
    hosted = Placement.objects.hosted_by(request.user).select_related("service", "host").prefetch_related("capabilities", "preparation")
    return get_object_or_404(hosted, slug=slug)


def _hosted_slot(request: SignedIn, pk: int) -> Slot:
    mine = Placement.objects.hosted_by(request.user)
    return get_object_or_404(Slot.objects.select_related("placement__service", "placement__host"), pk=pk, placement__in=mine, called_off_at__isnull=True)
