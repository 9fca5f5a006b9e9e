"""Writing in the ledger: recommending, agreeing actions, and saying how they go on."""

from datetime import timedelta

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from home.requests import SignedIn
from home.rules.numbers import whole_number
from practice.actions.ledger import carrying, recommending
from practice.forms.ledger import (
    ActionForm,
    CloseForm,
    GiveBackForm,
    HandOverForm,
    HowItGoesForm,
    MoveForm,
    OpenAgainForm,
    RecommendForm,
    SetAsideForm,
)
from practice.models import AgendaItem, LedgerAction, Recommendation, Session
from practice.views import belonging
from practice.views.ledger.reading import readable
from practice.views.shadowing.answering import answer, press

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
WEEKS = timedelta(weeks=4)  # what a new action's day begins with
WHO = "Members of the community and the area's workforce leads read this."


@GET_OR_POST
def recommend(request: SignedIn, community: str) -> HttpResponse:
    """Make a recommendation; `session` and `item` in the address say what led to it."""
    here = belonging.inside(community, request.user)
    sessions = Session.objects.filter(community=here.community).published().seen_by(request.user).whole().order_by("-starts_at", "-pk")
    item = _item(request, sessions)
    initial = {"session": item.session_id if item else whole_number(request.GET.get("session"))}
    form = RecommendForm(_posted(request), sessions=sessions, initial=initial)
    made: list[Recommendation] = []

    def do(said: dict) -> None:
        made.append(recommending.recommend(by=request.user, community=here.community, item=item, **said))

    where = reverse("practice:recommend", args=[community])
    response = answer(
        request, form, do, then=_ledger(here), said="It stands in the ledger. A facilitator agrees with the community what is done about it.",
        title="Recommend something", kicker=str(here.community), lead=f"From the agenda: {item.title}" if item else "",
        button="Recommend it", action=f"{where}?item={item.pk}" if item else where, who=WHO,
    )  # fmt: skip
    if made and response.status_code == 302 and here.facilitates:
        response["Location"] = made[0].get_absolute_url()
    return response


@GET_OR_POST
def agree(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Agree what is done about a recommendation."""
    here = belonging.facilitating(community, request.user)
    found = get_object_or_404(Recommendation.objects.select_related("community"), pk=pk, community=here.community)
    form = ActionForm(_posted(request), community=here.community, initial={"due_on": timezone.localdate() + WEEKS})
    return answer(
        request, form, lambda said: recommending.agree_action(by=request.user, recommendation=found, **said), then=found.get_absolute_url(),
        said="Agreed. Whoever owns it is told, and it opens the next session.", title="Agree an action", kicker=str(here.community),
        quote=found.text, button="Agree it", action=reverse("practice:agree_action", args=[community, pk]), who=WHO,
    )  # fmt: skip


@GET_OR_POST
def set_aside(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Set a recommendation aside."""
    here = belonging.facilitating(community, request.user)
    found = get_object_or_404(Recommendation.objects.select_related("community"), pk=pk, community=here.community)
    return answer(
        request, SetAsideForm(_posted(request)), lambda said: recommending.set_aside(by=request.user, recommendation=found, **said),
        then=found.get_absolute_url(), said="Set aside. It stays in the ledger, with the reason.", title="Set it aside", kicker=str(here.community),
        quote=found.text, button="Set it aside", action=reverse("practice:set_aside", args=[community, pk]), who=WHO,
    )  # fmt: skip


@require_POST
def take_up(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Take up again what was set aside."""
    here = belonging.facilitating(community, request.user)
    found = get_object_or_404(Recommendation.objects.select_related("community"), pk=pk, community=here.community)
    return press(request, lambda: recommending.take_up_again(by=request.user, recommendation=found), then=found.get_absolute_url(), said="Taken up again.")


@GET_OR_POST
def how_it_goes(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Say how an action goes."""
    found = _carried(request, community, pk)
    form = HowItGoesForm(_posted(request))
    return _answer(request, found, form, carrying.say_how_it_goes, "action_goes", title="Say how it goes", button="Add it", said="Added to its history.")


@GET_OR_POST
def close(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Say that an action is done or dropped."""
    found = _carried(request, community, pk)
    wanted = request.GET.get("state")
    form = CloseForm(_posted(request), initial={"state": wanted if wanted in ("done", "dropped") else None})
    return _answer(
        request, found, form, carrying.close, "action_close", title="Close the action", button="Close it", said="Closed. The next session opens with it."
    )


@GET_OR_POST
def move(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Give an action another day, or open a closed one again."""
    found = _carried(request, community, pk)
    if found.is_open:
        form: forms.Form = MoveForm(_posted(request), initial={"due_on": found.due_on})
        return _answer(request, found, form, carrying.move, "action_move", title="Give it another day", button="Move it", said="It has another day.")
    form = OpenAgainForm(_posted(request), initial={"due_on": timezone.localdate() + WEEKS})
    return _answer(request, found, form, carrying.open_again, "action_move", title="Open it again", button="Open it again", said="It is open again.")


@GET_OR_POST
def hand_over(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Give an action to somebody else."""
    found = _carried(request, community, pk)
    form = HandOverForm(_posted(request), action=found)
    return _answer(
        request, found, form, carrying.hand_over, "action_hand_over", title="Hand it over", button="Hand it over", said="Handed over. They are told."
    )


@GET_OR_POST
def give_back(request: SignedIn, community: str, pk: int) -> HttpResponse:
    """Give an action back that one cannot do; only for its owner."""
    _, found = readable(request, community, pk)
    if found.owner_id != request.user.pk:
        raise Http404
    form = GiveBackForm(_posted(request))
    said = "Given back. The facilitators ask somebody else."
    return _answer(request, found, form, carrying.give_back, "action_give_back", title="Give it back", button="Give it back", said=said, then="/dashboard/")


def _answer(request: SignedIn, found: LedgerAction, form: forms.Form, do, name: str, *, said: str, then: str = "", **page) -> HttpResponse:
    """Show `form` about an action, or give what it holds to `do`."""
    community = found.recommendation.community
    return answer(
        request, form, lambda told: do(by=request.user, action=found, **told), then=then or found.get_absolute_url(), said=said, kicker=str(community),
        quote=found.text, action=reverse(f"practice:{name}", args=[community.slug, found.pk]), who=WHO, **page,
    )  # fmt: skip


def _carried(request: SignedIn, community: str, pk: int) -> LedgerAction:
    here, found = readable(request, community, pk)
    if not (here.facilitates or found.owner_id == request.user.pk):
        raise Http404
    return found


def _item(request: SignedIn, sessions) -> AgendaItem | None:
    number = whole_number(request.GET.get("item"))
    return AgendaItem.objects.filter(pk=number, session__in=sessions.values("pk")).select_related("session").first() if number else None


def _posted(request: SignedIn):
    return request.POST if request.method == "POST" else None


def _ledger(here: belonging.Belonging) -> str:
    return reverse("practice:ledger", args=[here.community.slug])
