"""Reading a version before it stands: a reviewer's own page, without the CMS."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from capability.actions.versions.reviewing import ask_for_change, choose_credit, keep_for_later, say_yes, step_back
from capability.enums import Credit, ReviewAnswer
from capability.forms.framework import ChangeForm, CreditForm
from capability.frameworks import change_rows, fact_of
from capability.models import Capability, FrameworkReview
from capability.permissions import own_review
from capability.rules.crosswalk import SAME
from home.actions.refusals import Refused
from home.requests import SignedIn


def reviews(request: SignedIn) -> HttpResponse:
    """The versions that somebody is asked to read, or has read."""
    rows = FrameworkReview.objects.filter(reviewer=request.user).select_related("framework").order_by("-asked_at")
    return render(request, "capability/reviews.html", {"reviews": rows})


def review(request: SignedIn, pk: int) -> HttpResponse:
    """All the words, a box beside each capability, and at the end a yes, a wish for change, or rather not."""
    found = own_review(request.user, pk)
    domains = list(found.framework.domains.prefetch_related("capabilities__descriptors"))
    capabilities = [each for domain in domains for each in domain.capabilities.all()]
    wishes = list(found.wishes.all())
    open_wishes = {wish.capability_id: wish.text for wish in wishes if wish.answered_at is None}
    data = request.POST if request.method == "POST" else None
    credit_data = data if data is not None and {"yes", "credit-only"} & data.keys() else None
    initial = {"credit": found.credit if found.answer == ReviewAnswer.YES else None, "pseudonym": found.pseudonym}
    if data is not None and credit_data is None:
        initial = {"credit": data.get("credit"), "pseudonym": data.get("pseudonym", "")}
    credit = CreditForm(credit_data, initial=initial)
    change = ChangeForm(data, capabilities=capabilities, said=open_wishes)
    if data is not None and change.is_valid() and act(request, found, capabilities, change, credit):
        return redirect("capability:review", pk)
    digest = fact_of(found.framework).words_digest
    return render(
        request,
        "capability/review.html",
        {
            "review": found,
            "framework": found.framework,
            "domains": [(domain, [(each, change.box_of(each)) for each in domain.capabilities.all()]) for domain in domains],
            "change": change,
            "credit": credit,
            "digest": digest,
            "stands": found.answer == ReviewAnswer.YES and found.said_digest == digest,
            "answered": [wish for wish in wishes if wish.answered_at],
            "changed": {key.key for row in change_rows(found.framework) if row.fate != SAME for key in row.after},
        },
        status=200 if data is None else 422,
    )


def act(request: SignedIn, found: FrameworkReview, capabilities: list[Capability], change: ChangeForm, credit: CreditForm) -> bool:
    """Do what the pressed button says; whether it was done. What is wrong is said beside the field."""
    data = request.POST
    try:
        if "back" in data:
            step_back(request.user, found)
            messages.info(request, "Thank you for telling us. Nobody waits for you, and nobody asks why.")
        elif "change" in data:
            ask_for_change(request.user, found, change.wishes)
            messages.info(request, "What you asked for is with them now. You are told what they do about it.")
        elif "later" in data:
            keep_for_later(request.user, found, change.wishes)
            messages.info(request, "Kept. Only you can see it so far.")
        elif not credit.is_bound:
            raise Refused("Press one of the buttons below: a yes, a change, later, or rather not.")
        elif not credit.is_valid():
            return False
        elif "credit-only" in data:
            choose_credit(request.user, found, **credit.cleaned_data)
            messages.info(request, "You are named as you chose." if credit.cleaned_data["credit"] != Credit.NOBODY else "You are not named.")
        elif any(text.strip() for text in change.wishes.values()):
            raise Refused("You wrote down what should change. Ask for the change, or empty the boxes first: a yes is to the words as they stand.")
        else:
            say_yes(request.user, found, digest=data.get("digest", ""), **credit.cleaned_data)
            messages.info(request, "Thank you. Your yes stands for exactly these words.")
    except Refused as refusal:
        change.add_error(None, str(refusal))
        return False
    return True
