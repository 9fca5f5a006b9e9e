"""Answering a self-assessment: a capability or a domain at a time, a review, and the end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from capability.actions.assessing import AssessingProblem, answer, begin, finish, leave_draft
from capability.actions.carrying import bring_draft_along
from capability.actions.sharing import share
from capability.forms import FinishForm, RatingForm
from capability.models import Capability, Domain, Framework, SelfAssessment
from capability.pictures import targets_of
from capability.views.sharing import readers_for
from home.actions.refusals import Refused
from home.requests import SignedIn


def assess(request: SignedIn) -> HttpResponse:
    """Before and between answering: how it works, what is answered, where to carry on."""
    draft = SelfAssessment.objects.drafts().filter(person=request.user).select_related("framework", "job_role").first()
    rows = answered_rows(draft) if draft else []
    return render(
        request,
        "capability/assess.html",
        {
            "draft": draft,
            "domains": by_domain(rows),
            "done": sum(1 for _, rating in rows if rating),
            "total": len(rows),
            "next": next((capability for capability, rating in rows if rating is None), None),
            "last": SelfAssessment.objects.submitted().filter(person=request.user).first(),
            "newer": Framework.objects.published().exclude(pk=draft.framework_id).first() if draft else None,
        },
    )


@require_POST
def carry_over(request: SignedIn) -> HttpResponse:
    """Move a draft that began against an earlier version over to the one in force."""
    try:
        bring_draft_along(request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, "Your draft stands against the new version now. Look at what has new words.")
    return redirect("capability:assess")


def answered_rows(draft: SelfAssessment) -> list[tuple]:
    """Each capability of the draft's framework, in order, with its rating or nothing."""
    ratings = {rating.capability_id: rating for rating in draft.ratings.all()}
    capabilities = Capability.objects.filter(domain__framework=draft.framework_id).select_related("domain")
    return [(capability, ratings.get(capability.pk)) for capability in capabilities]


def by_domain(rows: list[tuple]) -> list[tuple[Domain, list[tuple]]]:
    """The same rows, gathered by domain."""
    gathered: dict[int, tuple[Domain, list[tuple]]] = {}
    for capability, rating in rows:
        gathered.setdefault(capability.domain_id, (capability.domain, []))[1].append((capability, rating))
    return list(gathered.values())


@require_POST
def start(request: SignedIn) -> HttpResponse:
    """Begin, and go where the person chose: one capability at a time, or a whole domain on a page."""
    try:
        draft = begin(request.user)
    except AssessingProblem as problem:
        messages.error(request, str(problem))
        return redirect("capability:assess")
    capabilities = Capability.objects.filter(domain__framework=draft.framework_id).select_related("domain")
    first = capabilities.exclude(ratings__assessment=draft).first() or capabilities.earliest("domain__order", "order")
    if request.POST.get("by") == "domain":
        return redirect("capability:assess_domain", first.domain.code)
    return redirect("capability:assess_one", first.code)


def the_draft(request: SignedIn) -> SelfAssessment | None:
    """This person's draft, with its framework."""
    return SelfAssessment.objects.drafts().filter(person=request.user).select_related("framework", "job_role").first()


def one(request: SignedIn, code: str) -> HttpResponse:
    """One capability: its descriptors to choose between. What the role needs shows only when it is answered."""
    draft = the_draft(request)
    if draft is None:
        return redirect("capability:assess")
    rows = answered_rows(draft)
    place = next((i for i, (capability, _) in enumerate(rows) if capability.code == code), None)
    if place is None:
        return redirect("capability:assess")
    capability = get_object_or_404(Capability.objects.select_related("domain").prefetch_related("descriptors"), pk=rows[place][0].pk)
    rating = rows[place][1]
    form = RatingForm(request.POST if request.method == "POST" else None, capability=capability, rating=rating)
    following = rows[place + 1][0] if place + 1 < len(rows) else None
    if request.method == "POST" and form.is_valid():
        try:
            answer(request.user, capability, form.given)
        except AssessingProblem as problem:
            form.add_error(None, str(problem))
        else:
            if "stay" in request.POST:
                return redirect(reverse("capability:assess"))
            return redirect("capability:assess_one", following.code) if following else redirect("capability:assess_review")
    return render(
        request,
        "capability/assess_one.html",
        {
            "capability": capability,
            "form": form,
            "number": place + 1,
            "total": len(rows),
            "before": rows[place - 1][0] if place else None,
            "following": following,
            "target": targets_of(draft.framework, draft.job_role).get(capability.pk) if rating and not rating.carried_over else None,
            "role": draft.job_role,
            "rating": rating,
        },
    )


def domain(request: SignedIn, code: str) -> HttpResponse:
    """A whole domain on one page; what is left open is simply not answered yet."""
    draft = the_draft(request)
    if draft is None:
        return redirect("capability:assess")
    found = get_object_or_404(Domain, framework=draft.framework_id, code=code)
    ratings = {rating.capability_id: rating for rating in draft.ratings.filter(capability__domain=found)}
    data = request.POST if request.method == "POST" else None
    forms = [
        RatingForm(data, capability=capability, rating=ratings.get(capability.pk), required=False)
        for capability in found.capabilities.select_related("domain").prefetch_related("descriptors")
    ]
    if data is not None and all([form.is_valid() for form in forms]):
        for form in forms:
            if form.is_answered:
                answer(request.user, form.capability, form.given)
        after = Domain.objects.filter(framework=draft.framework_id, order__gt=found.order).first()
        return redirect("capability:assess_domain", after.code) if after and "stay" not in data else redirect("capability:assess_review")
    return render(request, "capability/assess_domain.html", {"domain": found, "forms": forms, "draft": draft})


def review(request: SignedIn) -> HttpResponse:
    """Everything that was said, before it is finished, and who may read it: nobody, unless somebody is chosen."""
    draft = the_draft(request)
    if draft is None:
        return redirect("capability:me")
    rows = answered_rows(draft)
    readers = readers_for(request.user)
    return render(
        request,
        "capability/assess_review.html",
        {
            "draft": draft,
            "domains": by_domain(rows),
            "done": sum(1 for _, rating in rows if rating),
            "total": len(rows),
            "untouched": sum(1 for _, rating in rows if rating and rating.carried_over),
            "form": FinishForm(readers=readers) if readers.exists() else None,
        },
    )


@require_POST
def end(request: SignedIn) -> HttpResponse:
    """Finish the draft; nobody else reads it unless its owner chose somebody."""
    try:
        finished = finish(request.user)
        form = FinishForm(request.POST, readers=readers_for(request.user))
        if form.is_valid() and form.cleaned_data["reader"]:
            share(request.user, finished, form.cleaned_data["reader"])
            messages.info(request, f"{form.cleaned_data['reader']} can read it now. You can stop that at any time.")
    except AssessingProblem as problem:
        messages.error(request, str(problem))
        return redirect("capability:assess_review")
    return redirect("capability:me")


@require_POST
def throw_away(request: SignedIn) -> HttpResponse:
    """Throw the draft away."""
    leave_draft(request.user)
    messages.info(request, "The draft is gone. What you finished before is still here.")
    return redirect("capability:assess")
