"""A person's own learning record: as a page, as a table for a spreadsheet, as a PDF."""

import csv
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from home.limits import DOWNLOADS, slowed
from home.rules.cells import as_text
from learning.contexts.record import Record, kind_words, record_of
from learning.documents import certificate_address, details, record_pdf

COLUMNS = ["Date", "What", "Kind", "Stated minutes", "Builds", "Version", "Per cent right", "Renew by", "Certificate", "Note"]
BOM = "\ufeff"  # so that spreadsheets read the letters as they are


@require_GET
def page(request):
    """The record, with filters by year and kind."""
    found = _asked(request)
    rows = [(entry, kind_words(entry.kind), details(entry)) for entry in found.entries]
    asked = urlencode({name: value for name, value in (("year", found.year or ""), ("kind", found.kind)) if value})
    return render(request, "learning/record.html", {"record": found, "rows": rows, "asked": f"?{asked}" if asked else ""})


@require_GET
@slowed(DOWNLOADS)
def table(request):
    """The record as CSV (UTF-8 with a mark), every cell text."""
    found = _asked(request)
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_filename("csv")}"'
    write_table(csv.writer(response), found)
    return response


def write_table(writer, found: Record) -> None:
    """Write a record to a CSV `writer`, a line for each entry, every cell text."""
    writer.writerow(COLUMNS)
    for entry in found.entries:
        check = certificate_address(entry.certificate) if entry.certificate else ""
        said = [entry.dated, entry.title, kind_words(entry.kind), entry.minutes, "; ".join(entry.builds)]
        writer.writerow([as_text(value) for value in [*said, entry.version, entry.score, entry.renew_on, check, entry.note]])
    for row in found.reflections:
        said = [timezone.localdate(row.written_at), f"{row.module_title}: {row.lesson_title}", "Reflection"]
        writer.writerow([as_text(value) for value in [*said, "", "", "", "", "", "", f"{row.prompt}\n\n{row.text}"]])


@require_GET
@slowed(DOWNLOADS)
def pdf(request):
    """The record as a tagged PDF."""
    response = HttpResponse(record_pdf(request.user, _asked(request), made_at=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_filename("pdf")}"'
    return response


def _asked(request) -> Record:
    return record_of(request.user, year=request.GET.get("year", ""), kind=request.GET.get("kind", ""))


def _filename(ending: str) -> str:
    return f"learning-record-{timezone.localdate()}.{ending}"
