"""Reading agreed documents: the list, one of them, an earlier version. For the community, its services' keepers, and leads."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from home.models import Service
from home.requests import SignedIn
from practice.models import AgreedDocument, DocumentVersion, ServiceEntry, Signature
from practice.rules.documents import signed_words
from practice.views import belonging

A_PAGE = 20


@dataclass(frozen=True)
class Line:
    """One service that is asked to sign: whether it has, and whether this reader signs for it."""

    service: Service
    signature: Signature | None
    mine: bool


@require_GET
def documents(request: SignedIn, community: str) -> HttpResponse:
    """Every document of a community that this person may read, those in force first."""
    here = belonging.at(community, request.user)
    found = AgreedDocument.objects.filter(community=here.community).select_related("community")
    if not here.reads_ledger:
        found = found.filter(pk__in=to_sign(request.user))
        if not found.exists():
            raise Http404
    newest = Prefetch("versions", queryset=DocumentVersion.objects.order_by("-number").prefetch_related(standing_signatures()))
    page = Paginator(found.order_by("ended_on", "title", "pk").prefetch_related("signatories", newest), A_PAGE).get_page(request.GET.get("page"))
    shown = [(document, _signed(document, document.versions.all()[0])) for document in page]
    return render(request, "practice/documents/documents.html", {"here": here, "community": here.community, "page": page, "shown": shown})


@require_GET
def document(request: SignedIn, community: str, slug: str, number: int | None = None) -> HttpResponse:
    """One document in the version that holds, or in an earlier one (`number`), with who signed it."""
    here, found = readable(request, community, slug)
    versions = list(found.versions.order_by("-number").select_related("put_by"))
    version = next((each for each in versions if number in (None, each.number)), None)
    if version is None:
        raise Http404
    signatures = list(version.signatures.select_related("service", "signed_by"))
    standing = {row.service_id: row for row in signatures if row.taken_back_at is None}
    mine = set(Service.objects.filter(entry__in=ServiceEntry.objects.kept_by(request.user)).values_list("pk", flat=True))
    services = list(found.signatories.all())
    context = {
        "here": here,
        "community": here.community,
        "document": found,
        "version": version,
        "versions": versions,
        "newest": version == versions[0],
        "lines": [Line(service, standing.get(service.pk), service.pk in mine) for service in services],
        "taken_back": [row for row in signatures if row.taken_back_at],
        "signed": signed_words([service.name for service in services], [row.service.name for row in standing.values()]),
    }
    return render(request, "practice/documents/document.html", context)


def readable(request: SignedIn, community: str, slug: str) -> tuple[belonging.Belonging, AgreedDocument]:
    """A document that this person may read, with its community; 404 where they may not."""
    here = belonging.at(community, request.user)
    found = get_object_or_404(AgreedDocument.objects.select_related("community"), community=here.community, slug=slug)
    if not (here.reads_ledger or to_sign(request.user).filter(pk=found.pk).exists()):
        raise Http404
    return here, found


def to_sign(person):
    """The documents that ask a service of which `person` keeps the entry to sign, or that it signed once."""
    kept = ServiceEntry.objects.kept_by(person)
    asked = kept.filter(service__documents_to_sign=OuterRef("pk"))
    signed = Signature.objects.filter(version__document=OuterRef("pk"), service__entry__in=kept)
    return AgreedDocument.objects.filter(Q(Exists(asked)) | Q(Exists(signed)))


def standing_signatures() -> Prefetch:
    """The signatures that stand, as `standing`."""
    return Prefetch("signatures", queryset=Signature.objects.filter(taken_back_at__isnull=True).select_related("service"), to_attr="standing")


def _signed(document: AgreedDocument, version: DocumentVersion) -> str:
    standing = [row.service.name for row in version.standing]  # type: ignore[attr-defined]  # prefetched under this name
    return signed_words([service.name for service in document.signatories.all()], standing)
