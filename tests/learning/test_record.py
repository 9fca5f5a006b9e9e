"""The learning record: a person's own, from evidence whoever wrote it, as page, table and PDF."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from capability.actions import record_evidence
from capability.enums import EvidenceKind
from capability.models import Capability, Domain, Framework
from home.rules.cells import as_text
from learning.models import Reflection
from learning.rules.record import Entry, gather, summary
from tests.learning.test_certificates import complete, text_of

PAGES = ("/learning/record/", "/learning/record.csv", "/learning/record.pdf")


@pytest.fixture
def capabilities(db) -> list[Capability]:
    framework = Framework.objects.create(identifier="test", version="9", title="Test")
    domain = Domain.objects.create(framework=framework, code="Z", title="Last")
    return [Capability.objects.create(domain=domain, code=f"Z{number}", title=f"Ability {number}", slug=f"z{number}") for number in (1, 2)]


def evidence(person, capabilities, *, kind=EvidenceKind.SESSION, source="session:1", title="Community session", on=date(2026, 10, 1), minutes=90):
    record_evidence(person=person, capabilities=capabilities, kind=kind, source_key=source, title=title, dated=on, minutes=minutes)


def reflection(person, *, text="What I wrote", **fields) -> Reflection:
    return Reflection.objects.create(
        person=person, block_id=uuid4(), module_title="Understanding complex trauma", lesson_title="Roots", prompt="What stays?", text=text, **fields
    )


def rows_of(answer) -> list[list[str]]:
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def test_evidence_of_a_completion_is_not_counted_twice():
    module = Entry("module", "Trauma", date(2026, 11, 2), 60, version="3")
    rows = [Entry("module", "Trauma", date(2026, 11, 2), 60, source="module:trauma:7", builds=[name]) for name in ("A", "B")]
    session = Entry("session", "Session", date(2026, 10, 1), 90, source="session:1", builds=["A"])
    found = gather([("trauma", module)], [*rows, session])
    assert [(entry.title, entry.builds) for entry in found] == [("Trauma", ["A", "B"]), ("Session", ["A"])]
    assert summary(found) == "Two things completed, about 2 hours 30 minutes as stated"


def test_it_shows_what_was_completed_of_any_kind(cast, client_for, capabilities):
    done = complete(cast.asha, score=90, renew_on=date(2027, 11, 2))
    evidence(cast.asha, capabilities, kind=EvidenceKind.MODULE, source=f"module:complex-trauma:{done.pk}", title=done.title, on=done.completed_on, minutes=60)
    evidence(cast.asha, capabilities[:1], kind=EvidenceKind.PLACEMENT, source="placement:4", title="A day with Northgate", on=date(2025, 6, 3), minutes=240)
    page = client_for(cast.asha).get("/learning/record/").content.decode()
    for words in (
        "Two things completed, about 5 hours as stated",
        "90 per cent right",
        "Ability 1",
        "A day with Northgate",
        "Tuesday 3 June 2025",
        "Placement",
        "Renew by",
    ):
        assert words in page
    assert page.count("<tr>") == 3, "a heading and two rows"


@pytest.mark.parametrize(
    ("asked", "shown", "left_out"),
    [("?year=2025", "Northgate", "trauma"), ("?kind=module", "trauma", "Northgate"), ("?year=1999&kind=nonsense", "Northgate", None)],
)
def test_filters_hold_for_page_table_and_pdf(cast, client_for, capabilities, asked, shown, left_out):
    complete(cast.asha)
    evidence(cast.asha, capabilities[:1], kind=EvidenceKind.PLACEMENT, source="p:4", title="A day with Northgate", on=date(2025, 6, 3))
    client = client_for(cast.asha)
    table = client.get(f"/learning/record.csv{asked}").content.decode()
    pdf = text_of(client.get(f"/learning/record.pdf{asked}").content)
    page = client.get(f"/learning/record/{asked}").content.decode()
    for copy in (table, pdf, page):
        assert shown in copy
        assert left_out is None or f"{left_out}" not in copy.replace("complex-trauma", "")


def test_only_reflections_that_were_chosen_are_in_it(cast, client_for):
    reflection(cast.asha, text="A private canary")
    reflection(cast.asha, text="A chosen thought", in_record=True)
    client = client_for(cast.asha)
    for address in PAGES:
        answer = client.get(address)
        copy = text_of(answer.content) if address.endswith("pdf") else answer.content.decode()
        assert "A chosen thought" in copy
        assert "canary" not in copy


@pytest.mark.parametrize("who", ["ben", "frank", "editor", "lead", "admin"])
@pytest.mark.parametrize("address", PAGES)
def test_everyone_sees_only_their_own(cast, client_for, who, address):
    complete(cast.asha, title="The canary module")
    reflection(cast.asha, text="The canary thought", in_record=True)
    mine = client_for(cast.asha).get(address)
    assert "canary" in (text_of(mine.content) if address.endswith("pdf") else mine.content.decode())
    for asked in ("", f"?person={cast.asha.pk}", f"?user={cast.asha.email}"):
        theirs = client_for(getattr(cast, who)).get(address + asked)
        assert "canary" not in (text_of(theirs.content) if address.endswith("pdf") else theirs.content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_nobody_reads_it_signed_out(client_for, address):
    assert client_for(None).get(address).status_code == 302


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "＝1+1", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(cast, client_for, name):
    assert as_text(name) == f"'{name}"
    complete(cast.asha, title=name)
    cell = rows_of(client_for(cast.asha).get("/learning/record.csv"))[1][1]
    assert cell.startswith("'")


def test_the_table_reads_in_a_spreadsheet(cast, client_for):
    complete(cast.asha, title="Zoë, “quoted”\nand more")
    answer = client_for(cast.asha).get("/learning/record.csv")
    rows = rows_of(answer)
    assert rows[0][:4] == ["Date", "What", "Kind", "Stated minutes"]
    assert rows[1][:4] == ["2026-11-02", "Zoë, “quoted”\nand more", "Module", "60"]
    assert len({len(row) for row in rows}) == 1
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in answer["Cache-Control"]


def test_the_pdf_is_tagged_and_its_markup_is_text(cast, client_for):
    complete(cast.asha, title="#panic() *not bold*")
    reflection(cast.asha, text="First #line\n\nSecond = line", in_record=True)
    content = client_for(cast.asha).get("/learning/record.pdf").content
    root = PdfReader(BytesIO(content)).trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].lower() == "en-gb"
    for words in ("#panic() *not bold*", "First #line", "Second = line"):
        assert words in text_of(content)


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_record_says_what_will_be_here(cast, client_for, address):
    assert client_for(cast.asha).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_queries_do_not_grow(cast, client_for, capabilities, queries_of, address):
    client, counts = client_for(cast.asha), []
    for number in range(50):
        if number in (1, 49):
            counts.append(queries_of(client, address).count)
        complete(cast.asha, title=f"Module {number}", key=f"m{number}", on=date(2026, 1, 1) + timedelta(days=number))
        evidence(cast.asha, capabilities, source=f"session:{number}", on=date(2026, 1, 1) + timedelta(days=number))
        reflection(cast.asha, in_record=True)
    assert counts[0] == counts[1]
    assert counts[1] <= 8
