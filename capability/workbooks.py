"""The training needs assessment as tables: a workbook and a CSV file. Every cell is text or a number, never a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

import xlsxwriter

from capability.area import BY
from capability.dataset.reading import AreaData, Figure
from capability.needs_report import NeedsReport
from home.rules.cells import as_text
from home.rules.disclosure import REASON_WORDS
from home.wording import date_words

BOM = "\ufeff"  # so that spreadsheets read the letters as they are
COLUMNS = [
    "Figures of", "Quarter", "Dimension", "Unit", "Code", "Capability", "Domain", "People who answered", "At or above what their role needs",
    "Share in per cent", "Shown or hidden",
]  # fmt: skip
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Value = str | int | None


def csv_of(report: NeedsReport) -> str:
    """Every published figure, one a line: the area at each snapshot, everything else as it stands now."""
    written = io.StringIO()
    written.write(BOM)
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for row in all_rows(report.data):
        writer.writerow([as_text(value) for value in row])
    return written.getvalue()


def all_rows(data: AreaData) -> Iterator[list[Value]]:
    """The rows of `COLUMNS`."""
    for moment in data.moments:
        for capability, figure in zip(data.capabilities, moment.figures, strict=True):
            yield [moment.day.isoformat(), moment.quarter, "Area", data.institution, capability.code, capability.title, capability.domain, *numbers(figure)]
    for unit in data.units:
        for capability, figure in zip(data.capabilities, unit.figures, strict=True):
            yield [
                data.data_date.isoformat(), data.moments[-1].quarter, BY[unit.kind], unit.name, capability.code, capability.title, capability.domain,
                *numbers(figure),
            ]  # fmt: skip


def numbers(figure: Figure) -> list[Value]:
    """People, how many of them meet the target, the share, and whether it is shown; a hidden figure has no number at all."""
    if not figure.shown:
        return [None, None, None, REASON_WORDS[figure.reason]]
    return [figure.rated, figure.meets, figure.share, REASON_WORDS[figure.reason]]


def workbook_of(report: NeedsReport) -> bytes:
    """The report as a workbook (XLSX): what it says, the needs, each dimension, the quarters, what blocks people. Equal figures give equal bytes."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, OPTIONS)
    day = report.data.data_date
    book.set_properties({"title": "Training needs assessment", "subject": report.data.institution, "created": datetime(day.year, day.month, day.day)})
    about(book, report)
    table(book, "Needs", NEEDS_HEAD, needs_rows(report), widths=(6, 8, 44, 34, 10, 12, 12, 22, 44))
    for kind, words in BY.items():
        units = report.units(kind)
        rows: Iterable[list[Value]] = (
            [c.code, c.title, *(share_of(unit.figures[n]) for unit in units)] for n, c in enumerate(report.data.capabilities)
        )  # fmt: skip
        table(book, f"By {words.lower()}", ["Code", "Capability", *(unit.name for unit in units)], rows, widths=(8, 44, *(14 for _ in units)))
    trend = ([t.capability.code, t.capability.title, *(share_of(cell.figure) for cell in t.cells)] for t in report.trends)
    table(book, "By quarter", ["Code", "Capability", *report.quarters], trend, widths=(8, 44, *(18 for _ in report.quarters)))
    blocks = ([name, *numbers(cell.figure)[:2], REASON_WORDS[cell.figure.reason]] for name, cell in report.blocks)
    table(book, "What blocks people", ["What they say", "People with a gap", "Who say so", "Shown or hidden"], blocks, widths=(36, 18, 14, 40))
    book.close()
    return written.getvalue()


NEEDS_HEAD = ["Rank", "Code", "Capability", "Domain", "Per cent", "Answered", "At target", "Since first published", "Lowest in"]


def needs_rows(report: NeedsReport) -> Iterator[list[Value]]:
    """The needs, the largest first, and then what is hidden."""
    for line in report.lines:
        lowest = "; ".join(f"{words}: {', '.join(names)}" for words, names in line.lowest)
        c, figure = line.capability, line.figure
        yield [line.number, c.code, c.title, c.domain, figure.share, figure.rated, figure.meets, line.change, lowest]
    for c in report.hidden:
        yield [None, c.code, c.title, c.domain, "Hidden", "Hidden", "Hidden", "", ""]


def share_of(figure: Figure) -> Value:
    """A share for a matrix; hidden is a word of its own, never nought and never blank."""
    return figure.share if figure.shown else "Hidden"


def about(book: xlsxwriter.Workbook, report: NeedsReport) -> None:
    """The first sheet: what this is, what it finds, and what has to be known before deciding."""
    sheet = book.add_worksheet("About")
    wrap, head = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True, "font_size": 14})
    sheet.set_column(0, 0, 110)
    lines = [
        f"Training needs assessment: {report.data.institution}", f"Figures of {date_words(report.data.data_date)}, framework {report.data.framework}", "",
        *report.findings, "", "What could be decided", *report.decide, "", "Before you decide", *report.limits, "", "What is hidden, and why", report.rule,
    ]  # fmt: skip
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line, head if number == 0 else wrap)


def table(book: xlsxwriter.Workbook, name: str, head: list[str], rows: Iterable[list[Value]], *, widths: Iterable[int]) -> None:
    """One sheet with a head that stays in sight."""
    sheet = book.add_worksheet(name)
    bold, wrap = book.add_format({"bold": True, "text_wrap": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    for column, words in enumerate(head):
        sheet.write_string(0, column, words, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value is not None:
                sheet.write_string(number, column, value, wrap)
