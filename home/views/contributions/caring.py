"""Looking after contributors: thanks to pass on, what is agreed and paid, how somebody can be reached. Only the one person named for it."""

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.actions.contributing import caring, paying, thanking
from home.enums import AfterDeath, PaidBy, ThanksState
from home.forms.caring import DiedForm, KeepBackForm, PaidForm, PaymentForm
from home.models import ContactWishes, Contribution, Payment, Thanks, User
from home.permissions import looks_after_contributors
from home.requests import SignedIn
from home.views.contributions.answering import answer, press, sent

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 200
DESK = "contribution_care"


def _only_who_looks_after(request: SignedIn) -> None:
    if not looks_after_contributors(request.user):
        raise Http404


def contributors():
    """People who gave something to be read, are paid for it, or said how they can be reached; nobody who only began a draft."""
    given = Contribution.objects.own_words().filter(author=OuterRef("pk"), revisions__isnull=False)
    paid, wished = Payment.objects.filter(person=OuterRef("pk")), ContactWishes.objects.filter(person=OuterRef("pk"))
    return User.objects.filter(Q(Exists(given)) | Q(Exists(paid)) | Q(Exists(wished))).order_by("name", "pk")


@require_GET
def desk(request: SignedIn) -> HttpResponse:
    """What waits, and everyone who contributes; four queries for any number of them."""
    _only_who_looks_after(request)
    open_ones = Q(contribution_payments__isnull=False, contribution_payments__made_on__isnull=True)
    people = contributors().annotate(to_pay=Count("contribution_payments", filter=open_ones, distinct=True))
    late = Payment.objects.filter(Q(missed_at__isnull=False) | Q(made_on__isnull=True, due_on__lt=timezone.localdate()), person__isnull=False)
    context = {
        "thanks": Thanks.objects.filter(state=ThanksState.WAITING).order_by("left_at", "pk")[:50],
        "late": late.select_related("person").order_by("due_on", "pk")[:50],
        "people": people.select_related("contact_wishes")[:A_PAGE],
    }
    return render(request, "home/contributions/care.html", context)


@require_GET
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One contributor: how they can be reached, what is agreed and paid, what becomes of their words. Nothing of what they wrote."""
    found = _contributor(request, pk)
    given = Contribution.objects.own_words().filter(author=found, revisions__isnull=False).distinct()
    context = {
        "person": found,
        "wishes": caring.wishes_of(found),
        "given": given.filter(withdrawn_at__isnull=True).count(),
        "taken_back": given.filter(withdrawn_at__isnull=False).count(),
        "payments": found.contribution_payments.select_related("agreed_by", "made_by"),
        "own": found == request.user,
    }
    return render(request, "home/contributions/care_one.html", context)


@GET_OR_POST
def agree(request: SignedIn, pk: int) -> HttpResponse:
    """Write down what was agreed."""
    found = _contributor(request, pk)

    def do(form: PaymentForm) -> None:
        said = {**form.cleaned_data, "paid_by": PaidBy(form.cleaned_data["paid_by"])}
        paying.agree_payment(by=request.user, person=found, **said)

    return answer(
        request, PaymentForm(sent(request)), do, then=reverse("contribution_care_one", args=[pk]), said="Written down. They see it on their page.",
        title="What was agreed", button="Write it down", lead=f"With {found}. Nothing is paid by this site itself.",
        who=f"{found} sees this, with your name. Nobody else does but whoever looks after contributors.", private=True,
    )  # fmt: skip


@GET_OR_POST
def paid(request: SignedIn, pk: int) -> HttpResponse:
    """Say that it was paid."""
    found = _payment(request, pk)
    return answer(
        request, PaidForm(sent(request)), lambda form: paying.mark_paid(by=request.user, payment=found, **form.cleaned_data),
        then=reverse("contribution_care_one", args=[found.person_id]), said="Kept, with your name. They are told.", title="It was paid", button="It was paid",
        lead=f"£{found.amount:,.2f} to {found.person}, for {found.what}.", who=f"{found.person} sees this, with your name.", private=True,
    )  # fmt: skip


@require_POST
def drop(request: SignedIn, pk: int) -> HttpResponse:
    """Take off what was written down in error."""
    found = _payment(request, pk)
    then = reverse("contribution_care_one", args=[found.person_id])
    return press(request, lambda: paying.drop_payment(by=request.user, payment=found), then=then, said="Taken off.")


@require_POST
def pass_on(request: SignedIn, pk: int) -> HttpResponse:
    """Pass thanks on to their author, in the words that were read."""
    _only_who_looks_after(request)
    found = get_object_or_404(Thanks, pk=pk)
    said = "\n".join(request.POST.get("text", "").splitlines())
    return press(request, lambda: thanking.pass_on(found, request.user, said), then=reverse(DESK), said="Passed on, without a name.")


@GET_OR_POST
def keep_back(request: SignedIn, pk: int) -> HttpResponse:
    """Not pass thanks on, and why."""
    _only_who_looks_after(request)
    found = get_object_or_404(Thanks, pk=pk)
    return answer(
        request, KeepBackForm(sent(request)), lambda form: thanking.keep_back(found, request.user, **form.cleaned_data), then=reverse(DESK),
        said="Kept back. Whoever wrote it is told why.", title="Not pass it on", button="Keep it back", lead=f"It says: “{found.text}”",
        who="Whoever wrote it reads the reason.",
    )  # fmt: skip


@GET_OR_POST
def died(request: SignedIn, pk: int) -> HttpResponse:
    """Say that a contributor has died, and do as they wished."""
    found = _contributor(request, pk)
    if found == request.user:
        raise Http404
    wishes = caring.wishes_of(found)
    wished = f"They wished: {AfterDeath(wishes.after_death).label.lower()}." if wishes.after_death else "They had not said what becomes of their words."
    lead = f"{wished} {wishes.if_i_die}".strip()
    return answer(
        request, DiedForm(sent(request), chosen=wishes.after_death),
        lambda form: caring.say_died(by=request.user, person=found, how_known=form.cleaned_data["how_known"], then=form.decided),
        then=reverse("contribution_care_one", args=[pk]), said="Kept, and done as it says here.", title=f"{found} has died", button="Keep this, and do so",
        lead=lead, who="This stands in the history of each of their contributions. Nobody signs in as them, or writes to them, from now on.", private=True,
    )  # fmt: skip


@require_POST
def mistaken(request: SignedIn, pk: int) -> HttpResponse:
    """Take back that somebody has died."""
    found = _contributor(request, pk)
    then = reverse("contribution_care_one", args=[pk])
    return press(request, lambda: caring.was_mistaken(by=request.user, person=found), then=then, said="They can sign in again.")


def _contributor(request: SignedIn, pk: int) -> User:
    _only_who_looks_after(request)
    return get_object_or_404(contributors(), pk=pk)


def _payment(request: SignedIn, pk: int) -> Payment:
    _only_who_looks_after(request)
    return get_object_or_404(Payment.objects.select_related("person"), pk=pk, person__isnull=False)
