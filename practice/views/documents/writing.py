"""Keeping agreed documents, and signing them for a service."""

from datetime import timedelta

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from home.models import Service
from home.requests import SignedIn
from home.rules.numbers import whole_number
from practice.actions.documents import signing, writing
from practice.forms.documents import DocumentForm, EndForm, ReviewForm, SignatoriesForm, TakeBackForm, VersionForm
from practice.models import AgreedDocument
from practice.permissions import may_sign
from practice.views import belonging
from practice.views.documents.reading import readable
from practice.views.shadowing.answering import answer, press

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
YEAR = timedelta(days=365)
WHO = "Members of the community, whoever keeps the entry of a service that is asked to sign, and workforce leads read this."


@GET_OR_POST
def new(request: SignedIn, community: str) -> HttpResponse:
    """Begin a document."""
    here = belonging.facilitating(community, request.user)
    form = DocumentForm(_posted(request), initial={"review_on": timezone.localdate() + YEAR})
    where = reverse("practice:documents", args=[community])
    return answer(
        request, form, lambda said: writing.begin(by=request.user, community=here.community, **said), then=where,
        said="It stands, and the services are asked to sign it.", title="Begin a document", kicker=str(here.community), button="Put it forward",
        action=reverse("practice:document_new", args=[community]), who=WHO,
    )  # fmt: skip


@GET_OR_POST
def version(request: SignedIn, community: str, slug: str) -> HttpResponse:
    """Put another version forward."""
    found = _kept(request, community, slug)
    last = found.versions.order_by("-number").first()
    form = VersionForm(_posted(request), initial={"text": last.text if last else "", "review_on": timezone.localdate() + YEAR})
    return _answer(
        request,
        found,
        form,
        writing.put_forward,
        "document_version",
        "Another version",
        "Put it forward",
        "It holds from now on. The services are asked to sign it.",
    )


@GET_OR_POST
def signatories(request: SignedIn, community: str, slug: str) -> HttpResponse:
    """Choose which services are asked to sign."""
    found = _kept(request, community, slug)
    form = SignatoriesForm(_posted(request), initial={"signatories": [service.pk for service in found.signatories.all()]})

    def do(*, by, document, signatories) -> None:
        writing.choose_signatories(by=by, document=document, services=signatories)

    return _answer(request, found, form, do, "document_signatories", "Who signs", "Ask them", "Kept. Whoever is new is asked.")


@GET_OR_POST
def review(request: SignedIn, community: str, slug: str) -> HttpResponse:
    """Say that it still holds."""
    found = _kept(request, community, slug)
    form = ReviewForm(_posted(request), initial={"review_on": timezone.localdate() + YEAR})
    return _answer(request, found, form, writing.look_again, "document_review", "It still holds", "It still holds", "Kept. You are reminded before that day.")


@GET_OR_POST
def end(request: SignedIn, community: str, slug: str) -> HttpResponse:
    """End a document."""
    found = _kept(request, community, slug)
    return _answer(request, found, EndForm(_posted(request)), writing.end, "document_end", "End it", "End it", "It has ended, and can still be read.")


@require_POST
def sign(request: SignedIn, community: str, slug: str, service: str) -> HttpResponse:
    """Sign the version that was read (`number`) for a service."""
    found, whose = _signed(request, community, slug, service)
    number = whole_number(request.POST.get("number"), digits=5) or 0
    then = found.get_absolute_url()
    return press(request, lambda: signing.sign(by=request.user, document=found, number=number, service=whose), then=then, said=f"Signed for {whose}.")


@GET_OR_POST
def take_back(request: SignedIn, community: str, slug: str, service: str) -> HttpResponse:
    """Take a service's signature back."""
    found, whose = _signed(request, community, slug, service)
    return answer(
        request, TakeBackForm(_posted(request)), lambda said: signing.take_back(by=request.user, document=found, service=whose, **said),
        then=found.get_absolute_url(), said="Taken back. It stays in the history, with your reason.", title=f"Take back the signature of {whose}",
        kicker=found.title, button="Take it back", action=reverse("practice:document_take_back", args=[community, slug, service]), who=WHO,
    )  # fmt: skip


def _answer(request: SignedIn, found: AgreedDocument, form: forms.Form, do, name: str, title: str, button: str, said: str) -> HttpResponse:
    return answer(
        request, form, lambda told: do(by=request.user, document=found, **told), then=found.get_absolute_url(), said=said, title=title,
        kicker=found.title, button=button, action=reverse(f"practice:{name}", args=[found.community.slug, found.slug]), who=WHO,
    )  # fmt: skip


def _kept(request: SignedIn, community: str, slug: str) -> AgreedDocument:
    here = belonging.facilitating(community, request.user)
    return get_object_or_404(AgreedDocument.objects.select_related("community"), community=here.community, slug=slug)


def _signed(request: SignedIn, community: str, slug: str, service: str) -> tuple[AgreedDocument, Service]:
    _, found = readable(request, community, slug)
    whose = get_object_or_404(Service, slug=service)
    if not may_sign(request.user, whose):
        raise Http404
    return found, whose


def _posted(request: SignedIn):
    return request.POST if request.method == "POST" else None
