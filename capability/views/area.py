"""The area's picture and its dataset, for workforce leads; for everybody else they are not there."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from capability.actions.freezing import FreezingProblem, ask_to_freeze
from capability.area import picture_of_area, shown_area
from capability.benchmark import benchmark_of
from capability.comparison import compared_with
from capability.dataset import LICENCE, NAME
from capability.dataset.comparing import NotRead, read_outside
from capability.dataset.place import published_path
from capability.documents import needs_pdf
from capability.forms.comparing import CompareForm
from capability.needs_report import NeedsReport, report_of
from capability.permissions import may_see_area
from capability.workbooks import csv_of, workbook_of
from home.limits import DOWNLOADS, slowed
from home.requests import SignedIn
from home.rules.disclosure import PUBLISHED_RULE_WORDS, REASON_WORDS

REPORT_FILES: dict[str, tuple[str, Callable[[NeedsReport], bytes | str]]] = {
    "pdf": ("application/pdf", needs_pdf),
    "csv": ("text/csv; charset=utf-8", csv_of),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook_of),
}


def for_leads(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for those who may see the area; 404 for others."""

    @wraps(view)
    def guarded(request: SignedIn, *args, **kwargs) -> HttpResponseBase:
        if not may_see_area(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_leads
def area(request: SignedIn) -> HttpResponse:
    """Gaps by sector, service or job role, the trend, the biggest needs and what blocks people; from the published file alone."""
    picture = shown_area(request.GET.get("by", ""), request.GET.get("page", ""))
    return render(request, "capability/area.html", {"picture": picture, "rule": PUBLISHED_RULE_WORDS})


@require_safe
@for_leads
def unit(request: SignedIn, kind: str, slug: str) -> HttpResponse:
    """One service, sector or job role beside the area, and by quarter; 404 where it is not in the published file."""
    found = benchmark_of(kind, slug)
    if found is None:
        raise Http404
    return render(request, "capability/unit.html", {"benchmark": found, "rule": PUBLISHED_RULE_WORDS})


@require_safe
@for_leads
def report(request: SignedIn) -> HttpResponse:
    """The training needs assessment, as a page that could go before a board."""
    return render(request, "capability/report.html", {"report": report_of()})


@require_safe
@for_leads
@slowed(DOWNLOADS)
def report_file(request: SignedIn, ending: str) -> HttpResponse:
    """The training needs assessment as PDF, CSV or XLSX; 404 where nothing is published."""
    found = report_of()
    if found is None:
        raise Http404
    content_type, make = REPORT_FILES[ending]
    response = HttpResponse(make(found), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="training-needs-{found.data.data_date}.{ending}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def compare(request: SignedIn) -> HttpResponse:
    """This area beside another one's published file, which is read once, elsewhere, and not kept."""
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm()
    comparison = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            comparison = compared_with(read_outside(file.chunks(), file.size))
        except NotRead as problem:
            form.add_error("file", str(problem))
        else:
            if comparison is None:
                form.add_error(None, "This area has published nothing yet, so there is nothing to compare with.")
    return render(request, "capability/compare.html", {"form": form, "comparison": comparison}, status=422 if form.errors else 200)


@require_POST
@for_leads
def freeze(request: SignedIn) -> HttpResponse:
    """Have today's figures frozen and published."""
    try:
        ask_to_freeze(request.user)
        messages.info(request, "The figures are being frozen and published. A notice tells you when it is done.")
    except FreezingProblem as problem:
        messages.error(request, str(problem))
    return redirect("capability:area")


@require_safe
@vary_on_headers("Accept")
@for_leads
def dataset(request: SignedIn) -> HttpResponseBase:
    """The dataset: its page for a browser, the file itself for whatever does not ask for a page."""
    if "text/html" not in request.headers.get("Accept", ""):
        return download(request)
    picture = picture_of_area("sector")
    return render(request, "capability/dataset.html", {"picture": picture, "rule": PUBLISHED_RULE_WORDS, "reasons": REASON_WORDS.items(), "licence": LICENCE})


@require_safe
@for_leads
@slowed(DOWNLOADS)
def download(request: SignedIn) -> HttpResponseBase:
    """The published file; 404 where there is none yet."""
    try:
        opened = published_path().open("rb")
    except FileNotFoundError as none:
        raise Http404 from none
    return FileResponse(opened, as_attachment=True, filename=NAME, content_type="application/x-hdf5")
