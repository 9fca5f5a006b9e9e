"""Consent, a question a page, each with what it means; every answer can be changed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from home.actions.contributing import consenting, proposing
from home.actions.contributing.consenting import consent_of
from home.actions.contributing.reaching import involvement
from home.enums import Naming
from home.forms.contributing import NamedForm, NamingForm, OfferForm, PlacesForm, TermsForm, UntilForm, first_terms
from home.models import Contribution, NamedPerson
from home.requests import SignedIn
from home.seams.places import places as all_places
from home.views.contributions.answering import answer, home_of, own, press, sent

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def _witnessed(found: Contribution) -> bool:
    return found.author_id is None


@GET_OR_POST
def offer(request: SignedIn, key: UUID) -> HttpResponse:
    """What is offered, before any yes."""
    found = own(request, key)
    return answer(
        request, OfferForm(sent(request), witnessed=_witnessed(found)), lambda form: consenting.read_offer(found, request.user, form.how),
        then=home_of(found), said="Kept. You have not said yes to anything.", title="What is offered to you", button="I have read it",
        lead="Before you say yes to anything.", offer=involvement(),
    )  # fmt: skip


@GET_OR_POST
def naming(request: SignedIn, key: UUID) -> HttpResponse:
    """How the author is named."""
    found = own(request, key)
    consent = consent_of(found)
    initial = {"naming": consent.naming if consent.name_chosen_at else None, "shown_as": consent.shown_as}
    return answer(
        request, NamingForm(sent(request), witnessed=_witnessed(found), initial=initial),
        lambda form: consenting.choose_name(found, request.user, Naming(form.cleaned_data["naming"]), form.cleaned_data["shown_as"], form.how),
        then=home_of(found), said="Kept. From now on this is how you are named, wherever your words stand.", title="How you are named", button="Keep this",
        lead="You can change this at any time. The change holds everywhere at once; what people have read before, they may remember.",
        who="Readers and editors see the name that you choose here and no other. Your helper knows who you are, and so does whoever looks after contributors.",
    )  # fmt: skip


@GET_OR_POST
def places(request: SignedIn, key: UUID) -> HttpResponse:
    """Where it may stand, one by one."""
    found = own(request, key)
    chosen = [str(each.page_id) if each.page_id else consenting.THE_PUBLIC for each in found.purposes.filter(ended_at__isnull=True)]
    return answer(
        request, PlacesForm(sent(request), places=all_places(), witnessed=_witnessed(found), initial={"places": chosen}),
        lambda form: consenting.choose_places(found, request.user, set(form.cleaned_data["places"]), form.how),
        then=home_of(found), said="Kept. Nothing is shown there until you say yes to your words in that place.", title="Where it may stand",
        button="Keep these places", lead="Each place is a decision of its own. A module means any lesson of it, and no other module.",
        who="To take a tick away is to take your words out of that place at once.",
    )  # fmt: skip


@GET_OR_POST
def terms(request: SignedIn, key: UUID) -> HttpResponse:
    """Until when, and how the author is reached."""
    found = own(request, key, any_kind=True)
    consent = consent_of(found)
    if not found.is_own_words:
        return answer(
            request, UntilForm(sent(request), initial={"until": consent.until, "review_on": consent.review_on}),
            lambda form: proposing.let_stand_until(found, by=request.user, **form.cleaned_data),
            then=home_of(found), said="Kept.", title="Until when it may stand", button="Keep this",
            lead="It goes off the page by itself on the day after this one. You can let it stand longer, or shorter, at any time.",
        )  # fmt: skip
    kept = {name: getattr(consent, name) for name in ("until", "review_on", "afterwards", "route", "reach_by")}
    return answer(
        request, TermsForm(sent(request), witnessed=_witnessed(found), initial=kept if consent.terms_chosen_at else first_terms()),
        lambda form: consenting.set_terms(found, request.user, form.terms, form.how),
        then=home_of(found), said="Kept.", title="Until when, and how to reach you", button="Keep this",
        lead="Your words go out of every place by themselves on the day after this one. You can let them stand longer, or shorter, at any time.",
        who="How you can be reached is seen by you, and by whoever looks after contributors where you ask for another way.", private=True,
    )  # fmt: skip


@GET_OR_POST
def named(request: SignedIn, key: UUID) -> HttpResponse:
    """Name somebody who may take it back for the author."""
    found = own(request, key, any_kind=True)
    return answer(
        request, NamedForm(sent(request), witnessed=_witnessed(found)),
        lambda form: consenting.name_somebody(found, request.user, form.cleaned_data["called"], form.how),
        then=f"{home_of(found)}#named", said="Kept. Give them the address that stands beside their name.", title="Somebody who may take it back for you",
        button="Name them", lead="For when you cannot do it yourself. They get an address of their own that does this one thing and shows nothing you wrote.",
        who="Only you see whom you named.", private=True,
    )  # fmt: skip


@require_POST
def unname(request: SignedIn, key: UUID, pk: int) -> HttpResponse:
    """Close somebody's address."""
    found = own(request, key, any_kind=True)
    row = get_object_or_404(NamedPerson, pk=pk, contribution=found)
    return press(request, lambda: consenting.unname(row, request.user), then=f"{home_of(found)}#named", said="Their address is closed.")
