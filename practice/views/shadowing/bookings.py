"""My bookings, one booking, and what the people it concerns do about it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.requests import SignedIn
from home.rules.numbers import whole_number
from home.wording import all_words
from practice.actions.shadowing import answering, asking, attending, ending, series
from practice.actions.shadowing.letters import when_words
from practice.forms.shadowing import AttendanceForm, ConcernForm, FeedbackForm, ReasonForm, ReflectionForm
from practice.models import Booking, CalendarFeed
from practice.permissions import may_offer_placement
from practice.rules.shadowing import Absence, Side, State
from practice.views.shadowing.answering import answer, press
from practice.visits import Visit, own_visits, visit_of, visits_to_answer

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
EARLIER = 50


@require_GET
def mine(request: SignedIn) -> HttpResponse:
    """What this person has booked, asked for, and visited."""
    bookings = list(Booking.objects.filter(person=request.user).whole().with_line().order_by("slot__starts_at", "pk"))
    now = timezone.now()
    ahead = [booking for booking in bookings if booking.is_open and booking.slot.ends_at > now]
    earlier = [booking for booking in reversed(bookings) if booking not in ahead][:EARLIER]
    context = {
        "ahead": own_visits(ahead, request.user),
        "earlier": own_visits(earlier, request.user),
        "feed": CalendarFeed.objects.filter(person=request.user).first(),
    }
    return render(request, "practice/shadowing/mine.html", context)


@require_GET
def yeses(request: SignedIn) -> HttpResponse:
    """Requests that wait for a yes of this person: as host, manager, deputy or sponsor. Opening the page changes nothing."""
    return render(request, "practice/shadowing/yeses.html", {"visits": visits_to_answer(request.user)})


@require_GET
def booking(request: SignedIn, pk: int) -> HttpResponse:
    """One booking, for the person, for whoever hosts, and for whoever gives the second yes."""
    visit = _seen(request, pk)
    ticked = list(visit.booking.ticks.all())
    ticks = {tick.item_id: tick for tick in ticked if tick.item_id}
    items = list(visit.booking.slot.placement.preparation.all())
    context = {
        "visit": visit,
        "booking": visit.booking,
        "placement": visit.booking.slot.placement,
        "preparation": [{"item": item, "tick": ticks.get(item.pk)} for item in items],
        "earlier_words": [tick for tick in ticked if tick.item_id is None],
        "to_tick": visit.own and visit.booking.is_open and any(item.pk not in ticks for item in items),
        "feedback": getattr(visit.booking, "feedback", None) if visit.own or visit.hosts else None,
        "reflection": getattr(visit.booking, "reflection", None) if visit.own else None,
        "concerns": list(visit.booking.concerns.all()) if visit.own else [],
        "returns": list(visit.booking.return_offers.all()) if visit.own else [],
    }
    if visit.own and visit.booking.state == State.ATTENDED and not context["returns"] and may_offer_placement(request.user):
        context["invite_back"] = f"{reverse('practice:offer_placement')}?back={visit.booking.pk}"
    return render(request, "practice/shadowing/booking.html", context)


@require_POST
def say_yes(request: SignedIn, pk: int) -> HttpResponse:
    """Give one of the two yeses."""
    visit = _seen(request, pk, own=False)
    side = Side.HOST if request.POST.get("side") == Side.HOST else Side.MANAGER
    wanted = request.POST.get("next", "")
    then = wanted if wanted in (reverse("practice:yeses"), reverse("practice:desk")) else visit.booking.get_absolute_url()
    said = f"Your yes is kept. {visit.booking.person} is told as soon as both stand."
    if "all" in request.POST:
        return press(
            request, lambda: series.say_yes_to_all(by=request.user, booking=visit.booking, side=side), then=then, said=said.replace("yes is", "yeses are")
        )
    return press(request, lambda: answering.say_yes(by=request.user, booking=visit.booking, side=side), then=then, said=said)


@GET_OR_POST
def decline(request: SignedIn, pk: int) -> HttpResponse:
    """Say no to a request, with a reason."""
    visit = _seen(request, pk, own=False)
    return answer(
        request, ReasonForm(_data(request)), lambda said: answering.decline(by=request.user, booking=visit.booking, **said),
        then=visit.booking.get_absolute_url(), said=f"{visit.booking.person} is told, with your reason.",
        title="Say no, and why", kicker=str(visit.booking.slot.placement), button="Say no", action=reverse("practice:decline", args=[pk]),
        lead=f"{visit.booking.person} reads your reason. The place goes to whoever is next.", who=f"{visit.booking.person} and both sides read this.",
    )  # fmt: skip


@GET_OR_POST
def decline_all(request: SignedIn, pk: int) -> HttpResponse:
    """Say no to everything of a series that was asked for at once and waits for this person's answer, with one reason."""
    visit = _seen(request, pk, own=False)
    together = series.waiting_together(request.user, visit.booking)
    if not together:
        messages.info(request, "Nothing of this waits for your answer any more.")
        return redirect(visit.booking)
    times = "\n".join(when_words(each.slot) for each in together)
    no = f"Say no to {all_words(len(together), 'time')}" if len(together) > 1 else "Say no"
    return answer(
        request, ReasonForm(_data(request)), lambda said: series.decline_all(by=request.user, booking=visit.booking, **said),
        then=reverse("practice:yeses"), said=f"{visit.booking.person} is told once, with your reason.",
        title=f"{no}, and why", kicker=str(visit.booking.slot.placement), button=no, action=reverse("practice:decline_all", args=[pk]), quote=times,
        lead=f"{visit.booking.person} asked for these at once, and reads your reason once. Each place goes to whoever is next.",
        who=f"{visit.booking.person} and both sides read this.",
    )  # fmt: skip


@GET_OR_POST
def cancel(request: SignedIn, pk: int) -> HttpResponse:
    """Call a booking off: one's own, or, with a reason, one that one hosts or said yes to."""
    visit = _seen(request, pk)
    return answer(
        request, ReasonForm(_data(request), needed=not visit.own), lambda said: ending.cancel(by=request.user, booking=visit.booking, **said),
        then=visit.booking.get_absolute_url(), said="Called off. Everyone it concerns is told, and the place goes to whoever is next.",
        title="Call it off", kicker=str(visit.booking.slot.placement), button="Call it off", kind="warn", action=reverse("practice:cancel", args=[pk]),
        lead="It happens. Sooner is kinder: somebody else may be waiting for the place.", who="The person who booked and the host read this.",
    )  # fmt: skip


@require_POST
def take_offer(request: SignedIn, pk: int) -> HttpResponse:
    """Take a place that is offered."""
    visit = _seen(request, pk, own=True)
    said = "The place is held for you while two people say yes."
    return press(request, lambda: asking.accept_offer(by=request.user, booking=visit.booking), then=visit.booking.get_absolute_url(), said=said)


@require_POST
def prepare(request: SignedIn, pk: int) -> HttpResponse:
    """Tick what is done, or agreed to."""
    visit = _seen(request, pk, own=True)
    ticked = [number for key in request.POST.getlist("item")[:200] if (number := whole_number(key))]
    items = visit.booking.slot.placement.preparation.filter(pk__in=ticked)
    then = visit.booking.get_absolute_url()
    return press(
        request, lambda: attending.tick_preparation(by=request.user, booking=visit.booking, items=list(items)), then=then, said="Kept, with today's date."
    )


@GET_OR_POST
def attendance(request: SignedIn, pk: int) -> HttpResponse:
    """The host says whether the visit took place."""
    visit = _seen(request, pk, own=False)
    if not visit.hosts:
        raise Http404

    def do(said: dict) -> None:
        came, _, why = said["came"].partition(":")
        if came == "yes":
            attending.mark_attended(by=request.user, booking=visit.booking)
        else:
            attending.mark_not_attended(by=request.user, booking=visit.booking, absence=Absence(why))

    return answer(
        request, AttendanceForm(_data(request)), do, then=reverse("practice:desk"), said="Kept. Thank you for hosting.",
        title=f"{visit.booking.person}’s visit", kicker=str(visit.booking.slot.placement), button="Keep it", action=reverse("practice:attendance", args=[pk]),
        lead="A visit that took place stands as evidence in their learning record. If it did not, nobody is blamed.",
        who=f"{visit.booking.person} and whoever said yes for them see this.", plain=True,
    )  # fmt: skip


@GET_OR_POST
def reflection(request: SignedIn, pk: int) -> HttpResponse:
    """What one keeps of a visit for oneself."""
    visit = _over(request, pk)
    before = getattr(visit.booking, "reflection", None)
    form = ReflectionForm(_data(request), initial={"text": before.text if before else ""})
    return answer(
        request, form, lambda said: attending.reflect(by=request.user, booking=visit.booking, **said), then=visit.booking.get_absolute_url(),
        said="Kept. Only you can read it.", title="My reflection", kicker=str(visit.booking.slot.placement), button="Keep it",
        lead="What did you see that you want to remember? What would you do differently at your own place?",
        action=reverse("practice:reflection", args=[pk]), who="Only you read this: no host, no manager.", private=True,
    )  # fmt: skip


@GET_OR_POST
def feedback(request: SignedIn, pk: int) -> HttpResponse:
    """What one says to the host."""
    visit = _over(request, pk)
    before = getattr(visit.booking, "feedback", None)
    form = FeedbackForm(_data(request), initial={"text": before.text if before else ""})
    return answer(
        request, form, lambda said: attending.feed_back(by=request.user, booking=visit.booking, **said), then=visit.booking.get_absolute_url(),
        said="Your words are with the host.", title="A word to the host", kicker=str(visit.booking.slot.placement), button="Give it to the host",
        lead="What was worth coming for, and what would make it better for the next person?", action=reverse("practice:feedback", args=[pk]),
        who="The host and the managers of their service read this.",
    )  # fmt: skip


@GET_OR_POST
def concern(request: SignedIn, pk: int) -> HttpResponse:
    """A confidential way past the host."""
    visit = _over(request, pk)
    return answer(
        request, ConcernForm(_data(request)), lambda said: attending.raise_concern(by=request.user, booking=visit.booking, **said),
        then=visit.booking.get_absolute_url(), said="It is with the area's workforce leads. You will read here what came of it.",
        title="Tell somebody in confidence", kicker=str(visit.booking.slot.placement), button="Tell them",
        lead="For racism or any other harm at a visit, to you or to somebody else. It goes past the host. If somebody is in danger now, ring 999 first.",
        action=reverse("practice:raise_concern", args=[pk]), private=True,
        who="The area's workforce leads read this with your name. Nobody who works at the host service does, nor your own manager.",
    )  # fmt: skip


def _data(request: SignedIn):
    return request.POST if request.method == "POST" else None


def _seen(request: SignedIn, pk: int, *, own: bool | None = None) -> Visit:
    """The booking for whoever may open it, 404 for others; `own` says that it is, or is not, the reader's own."""
    found = get_object_or_404(Booking.objects.seen_by(request.user).whole().with_line(), pk=pk)
    visit = visit_of(found, request.user)
    if own is not None and visit.own != own:
        raise Http404
    return visit


def _over(request: SignedIn, pk: int) -> Visit:
    visit = _seen(request, pk, own=True)
    if not visit.is_over and visit.booking.state != State.ATTENDED:
        raise Http404
    return visit
