"""A contributor's own pages: all they gave, one of them, and the place where they write."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.actions.contributing import helping, writing
from home.actions.contributing.caring import wishes_of
from home.actions.contributing.consenting import consent_of
from home.actions.contributing.deciding import is_author
from home.actions.contributing.reaching import involvement
from home.actions.refusals import Refused
from home.contributions import pages_holding, pages_of
from home.enums import ContributionState, MediaKind, ThanksState
from home.forms.contributing import BeginForm, DescribeForm, FileForm, HelperForm, WordsForm
from home.models import Approval, Consent, Contribution, ContributionFile, ContributionHelper, ReaderFigure, Thanks
from home.permissions import may_read_contributions
from home.requests import SignedIn
from home.rules.contributing import called
from home.rules.disclosure import LEAST_PUBLISHED
from home.rules.uploads import MOST_BYTES
from home.seams.panels import contributor_panels
from home.views.contributions.answering import answer, home_of, open_to, own, press, sent, there
from home.views.contributions.steps import next_step, steps_of

A_PAGE = 20
MOST_THANKS = 50
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def contributions(request: SignedIn) -> HttpResponse:
    """A contributor's home: what they gave, where it is, whom they help."""
    page = Paginator(Contribution.objects.by(request.user).given().select_related("consent"), A_PAGE).get_page(request.GET.get("page"))
    yeses = Approval.objects.standing().filter(revision__contribution__in=[each.pk for each in page]).select_related("revision__contribution", "purpose__page")
    places = pages_of(yeses)
    figures = {row.contribution_id: row for row in ReaderFigure.objects.filter(contribution__in=[each.pk for each in page])}
    rows = [(each, places.get(each.pk, []), figures.get(each.pk)) for each in page]
    helping_with = Contribution.objects.there().filter(helpers__person=request.user, helpers__ended_at__isnull=True)
    offered = involvement()
    mine = Contribution.objects.by(request.user)
    context = {
        "page": page,
        "rows": rows,
        "helping_with": helping_with,
        "thanks": Thanks.objects.filter(contribution__in=mine, state=ThanksState.PASSED_ON)[:MOST_THANKS],
        "payments": request.user.contribution_payments.select_related("agreed_by", "made_by")[:MOST_THANKS],
        "wishes": wishes_of(request.user),
        "contact": offered.contact,
        "cares": offered.contact_id == request.user.pk,
        "today": timezone.localdate(),
        "least": LEAST_PUBLISHED,
        "reads": may_read_contributions(request.user),
        "leads": offered.safeguarding_lead_id == request.user.pk,
        "panels": [panel.render_html({"request": request, "csrf_token": get_token(request)}) for panel in contributor_panels(request)],
    }
    return render(request, "home/contributions/home.html", context)


@GET_OR_POST
def begin(request: SignedIn) -> HttpResponse:
    """What is read before anyone writes; then a new draft."""
    form = BeginForm(sent(request))
    if request.method == "POST" and form.is_valid():
        for_somebody = form.cleaned_data["for_somebody"] == "yes"
        try:
            made = writing.begin(request.user, has_read=True, for_somebody=for_somebody)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("contribution_write", key=made.public_id)
    return render(request, "home/contributions/begin.html", {"form": form, "offer": involvement()}, status=422 if form.errors else 200)


@require_GET
def contribution(request: SignedIn, key: UUID) -> HttpResponse:
    """One contribution: where it is, what was decided, and the next step."""
    found = open_to(request, key, any_kind=True)
    if found.state == ContributionState.GONE:
        return redirect("contribution_receipt", key=key)
    consent = consent_of(found)
    if not found.is_own_words:
        return _agreed_to(request, found, consent)
    mine = is_author(request.user, found)
    steps = steps_of(found, consent) if mine else []
    purposes = found.purposes.filter(ended_at__isnull=True).select_related("page") if mine else []
    yeses = {each.purpose_id: each for each in Approval.objects.standing().filter(revision__contribution=found).select_related("revision")}
    context = {
        "contribution": found,
        "consent": consent,
        "called": called(consent.shown_as),
        "mine": mine,
        "steps": steps,
        "next": next_step(steps),
        "places": [(each, yeses.get(each.pk)) for each in purposes],
        "helpers": found.helpers.filter(ended_at__isnull=True).select_related("person"),
        "named": found.named_people.filter(ended_at__isnull=True) if mine else [],
        "decisions": found.decisions.all()[:100] if mine else [],
        "offer": involvement(),
    }
    return render(request, "home/contributions/one.html", context)


def _agreed_to(request: SignedIn, found: Contribution, consent: Consent) -> HttpResponse:
    """What was made about somebody, or with them, and they said yes to."""
    context = {
        "contribution": found,
        "consent": consent,
        "pages": pages_holding(found),
        "named": found.named_people.filter(ended_at__isnull=True),
        "decisions": found.decisions.all()[:100],
    }
    return render(request, "home/contributions/agreed.html", context)


@GET_OR_POST
def write(request: SignedIn, key: UUID) -> HttpResponse:
    """The place where one writes, records, and adds pictures."""
    found = there(request, key)
    initial = {"title": found.title, "words": found.words, "content_note": found.content_note}
    form = WordsForm(sent(request), initial=initial, autosave=reverse("contribution_autosave", args=[key]))
    if request.method == "POST" and form.is_valid():
        try:
            writing.keep_words(found, request.user, **form.cleaned_data)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(_then(request, found))
    files = found.files.filter(dropped_at__isnull=True)
    context = {"contribution": found, "form": form, "file_form": FileForm(), "files": files, "mine": is_author(request.user, found)}
    return render(request, "home/contributions/write.html", context, status=422 if form.errors else 200)


def _then(request: SignedIn, found: Contribution) -> str:
    if "look" in request.POST:
        return reverse("contribution_preview", args=[found.public_id])
    return reverse("contribution_write", args=[found.public_id]) + "?kept" if "stay" in request.POST else home_of(found)


@require_POST
def autosave(request: SignedIn, key: UUID) -> JsonResponse:
    """Keep the words as they are being written."""
    found = there(request, key)
    form = WordsForm(request.POST)
    if not form.is_valid() or "words" not in request.POST:
        return JsonResponse({"kept": False}, status=422)
    writing.keep_words(found, request.user, words=form.cleaned_data["words"])
    return JsonResponse({"kept": True})


@require_POST
def add_file(request: SignedIn, key: UUID) -> HttpResponse:
    """Add a picture, sound or film to the draft."""
    found = there(request, key)
    form = FileForm(request.POST, request.FILES)

    def keep() -> None:
        if not form.is_valid():
            raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
        if any(given.size > MOST_BYTES for given in form.given):
            raise Refused("The file has more than 20 MB. Make it smaller, or bring a shorter one.")
        writing.add_files(found, request.user, (given.read() for given in form.given))

    return press(request, keep, then=f"{reverse('contribution_write', args=[key])}#files", said="Kept, without what the file said of who made it and where.")


@GET_OR_POST
def file(request: SignedIn, key: UUID, pk: int) -> HttpResponse:
    """Say what a file shows or says."""
    found = there(request, key)
    kept = get_object_or_404(ContributionFile, pk=pk, contribution=found, dropped_at__isnull=True)
    form = DescribeForm(sent(request), picture=kept.kind == MediaKind.PICTURE, initial={"description": kept.description, "transcript": kept.transcript})
    return answer(
        request, form, lambda form: writing.describe_file(kept, request.user, **form.cleaned_data),
        then=f"{reverse('contribution_write', args=[key])}#files", said="Kept.", title=f"About this {kept.get_kind_display().lower()}", button="Keep it",
        lead="For people who do not see or hear it.", who="Only you and your helper see this until you hand it in.", private=True, file=kept,
    )  # fmt: skip


@require_POST
def drop_file(request: SignedIn, key: UUID, pk: int) -> HttpResponse:
    """Take a file out of the draft."""
    kept = get_object_or_404(ContributionFile, pk=pk, contribution=there(request, key), dropped_at__isnull=True)
    return press(request, lambda: writing.drop_file(kept, request.user), then=f"{reverse('contribution_write', args=[key])}#files", said="Taken out.")


@GET_OR_POST
def helper(request: SignedIn, key: UUID) -> HttpResponse:
    """Choose whom to write with."""
    found = own(request, key)
    return answer(
        request, HelperForm(sent(request)), lambda form: helping.choose_helper(found, request.user, form.cleaned_data["address"]),
        then=home_of(found), said="They can read and write in it now, and are told.", title="Write with somebody", button="Let them in",
        lead="A helper can write for you, correct, or be there. You choose who, and you can change your mind.", must_pass_on=involvement().must_pass_on,
        who="Your helper sees the draft. They do not decide about it: only you say yes, and only you take it back.",
    )  # fmt: skip


@require_POST
def stop_helper(request: SignedIn, key: UUID, pk: int) -> HttpResponse:
    """End a helper's time; the author or the helper may."""
    found = there(request, key)
    row = get_object_or_404(ContributionHelper, pk=pk, contribution=found)
    mine = is_author(request.user, found)
    return press(
        request, lambda: helping.stop_helper(row, request.user), then=home_of(found) if mine else reverse("contributions"),
        said="They can no longer open it." if mine else "You help with it no longer.",
    )  # fmt: skip
