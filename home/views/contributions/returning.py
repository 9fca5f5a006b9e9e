"""What comes back to a contributor: leaving thanks, what one wishes, and saying that a payment has not come."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from home.actions.contributing import caring, paying, thanking
from home.contributions import chosen_in
from home.forms.caring import ThanksForm, WishesForm
from home.models import Approval, Contribution, Payment, Thanks
from home.requests import SignedIn
from home.rules.numbers import whole_number
from home.views.contributions.answering import answer, press, sent

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def thank(request: SignedIn, key: UUID) -> HttpResponse:
    """Say thank you to whoever wrote something that stands on a page (`page`, its number, to go back to)."""
    yeses = Approval.objects.standing().filter(revision__contribution__public_id=key)
    found = get_object_or_404(Contribution.objects.own_words().filter(pk__in=yeses.values("revision__contribution")))
    if Contribution.objects.by(request.user).filter(pk=found.pk).exists():
        raise Http404
    before = Thanks.objects.filter(contribution=found, by=request.user).first()
    return answer(
        request, ThanksForm(sent(request), initial={"text": before.text if before else ""}),
        lambda form: thanking.leave_thanks(found, request.user, form.cleaned_data["text"]), then=_page_with(request, found),
        said="Kept. Somebody who looks after contributors reads it, and passes it on.", title="Say thank you", button="Leave it for them",
        lead="To whoever wrote or recorded what you have just read. They have chosen how they are named; this is not a way to find out more.",
        who="Whoever looks after contributors reads this with your name. Its author reads it without, and cannot answer.", action=request.get_full_path(),
    )  # fmt: skip


def _page_with(request: SignedIn, found: Contribution) -> str:
    """Where the reader came from: the page whose number the address gives, where it holds the contribution; else their home."""
    number = whole_number(request.GET.get("page"))
    page = Page.objects.filter(pk=number, live=True).first() if number else None
    held = page.specific if page else None
    return held.get_url(request) or "/dashboard/" if held is not None and str(found.public_id) in chosen_in(held) else "/dashboard/"


@GET_OR_POST
def wishes(request: SignedIn) -> HttpResponse:
    """How and when one can be reached safely, and what becomes of one's words."""
    kept = caring.wishes_of(request.user)
    names = ("never_by_mail", "how", "when", "after_death", "if_i_die")
    return answer(
        request, WishesForm(sent(request), initial={name: getattr(kept, name) for name in names}),
        lambda form: caring.keep_wishes(request.user, form.wishes), then=reverse("contributions"), said="Kept. You can change it at any time.",
        title="How to reach you safely", button="Keep this", lead="Say as much or as little as you like. Nothing here is needed to contribute.",
        who="You see this, and whoever looks after contributors here.", private=True,
    )  # fmt: skip


@require_POST
def missed(request: SignedIn, pk: int) -> HttpResponse:
    """Say that a payment has not come."""
    found = get_object_or_404(Payment, pk=pk, person=request.user)
    said = "Whoever looks after contributors is told, and looks into it."
    return press(request, lambda: paying.say_missed(by=request.user, payment=found), then=f"{reverse('contributions')}#payments", said=said)
