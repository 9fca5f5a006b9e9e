"""The training needs assessment and the benchmark pages: from the published file alone, in every form the same, and no person in it."""

import csv
import io
import random
import zipfile
from datetime import timedelta

import pypdf
import pytest
from django.utils import timezone

from capability.actions.freezing import freeze
from capability.actions.publishing import build_dataset
from capability.enums import BarrierKind
from capability.models import Barrier, Capability, SelfAssessment
from capability.needs_report import report_of
from capability.rules.needs import beside_words, change_words, findings, range_words
from home.models import User
from tests.capability.population import all_finished, assess_everybody, people, role, the_framework
from tests.factories import SectorFactory, ServiceFactory, TeamFactory

pytestmark = pytest.mark.django_db
FORMS = ("/area/report/", "/area/report.pdf", "/area/report.csv", "/area/report.xlsx")


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def area(cast):
    """Three sectors with a large service each, one of whose names a spreadsheet would run."""
    the_framework()
    for number, name in enumerate(("Large 0", "=cmd|' /C calc'!A0", "Large 2")):
        team = TeamFactory(service=ServiceFactory(name=name, slug=f"large-{number}", sector=SectorFactory(name=f"Sector {number}")))
        people(60, team, job_role=role() if number % 2 else role("Mental health practitioner"))
    assess_everybody(random.Random(3))
    tiny = TeamFactory(service=ServiceFactory(name="Tiny", slug="tiny", sector=SectorFactory(name="Sector 3")))
    all_finished(people(5, tiny), [2, 2, 1, 0, 3])
    trauma = Capability.objects.in_force().get(code="B3")
    for assessment in SelfAssessment.objects.all()[:40]:
        Barrier.objects.create(person=assessment.person, capability=trauma, kind=BarrierKind.TIME)
    freeze(timezone.localdate() - timedelta(days=120), quarterly=True)
    freeze(quarterly=True)
    build_dataset()
    return cast


def words_of(response) -> str:
    """Whatever form a report has, as text."""
    kind = response["Content-Type"]
    if "pdf" in kind:
        return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages).split())
    if "sheet" in kind:
        book = zipfile.ZipFile(io.BytesIO(response.content))
        return " ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return response.content.decode()


def test_it_comes_in_four_forms_that_say_the_same(area, client_for):
    client = client_for(area.lead)
    report = report_of()
    assert len(report.lines) > 15
    for url in FORMS:
        text = words_of(client.get(url))
        for line in report.priorities:
            assert line.capability.title in text, url
        assert ("Protect time for learning" in text) == (not url.endswith("csv")), url
    page = client.get("/area/report/").content.decode()
    assert f"{report.lines[0].figure.share}%" in page
    pdf = words_of(client.get("/area/report.pdf"))
    assert "Hidden is neither zero nor missing" in pdf


def test_no_person_is_in_any_form(area, client_for):
    client = client_for(area.lead)
    names = [name for name in User.objects.values_list("name", flat=True) if name]
    assert len(names) > 150
    for url in FORMS:
        text = words_of(client.get(url))
        assert "@example.org" not in text
        found = text if url != "/area/report/" else text.partition("<main")[2].partition("</main>")[0]
        assert not [name for name in names if name in found and name != area.lead.name], url


def test_it_reads_the_published_file_alone(area, client_for, queries_of):
    client = client_for(area.lead)
    before = client.get("/area/report.csv").content
    SelfAssessment.objects.all().delete()
    for url in (*FORMS, "/area/units/service/large-0/"):
        counted = queries_of(client, url)
        assert not [sql for sql in counted.queries if "capability_" in sql], counted
        assert counted.count <= 6, counted
    assert client.get("/area/report.csv").content == before


def test_equal_figures_give_equal_files(area, client_for):
    client = client_for(area.lead)
    for url in FORMS[1:]:
        assert client.get(url).content == client.get(url).content, url


def test_nothing_in_a_spreadsheet_is_run(area, client_for):
    client = client_for(area.lead)
    rows = list(csv.reader(io.StringIO(client.get("/area/report.csv").content.decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "'=cmd|' /C calc'!A0" in {row[3] for row in rows}
    book = zipfile.ZipFile(io.BytesIO(client.get("/area/report.xlsx").content))
    sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
    assert len(sheets) == 7
    assert not [sheet for sheet in sheets if "<f>" in sheet or "hyperlink" in sheet]
    assert "=cmd|" in book.read("xl/sharedStrings.xml").decode()


def test_hidden_has_no_number_in_any_row(area, client_for):
    rows = list(csv.DictReader(io.StringIO(client_for(area.lead).get("/area/report.csv").content.decode("utf-8-sig"))))
    hidden = [row for row in rows if row["Shown or hidden"] != "Shown"]
    assert hidden
    assert {row[name] for row in hidden for name in ("People who answered", "At or above what their role needs", "Share in per cent")} == {""}
    shown = [row for row in rows if row["Shown or hidden"] == "Shown"]
    assert all(int(row["People who answered"]) % 5 == 0 and int(row["People who answered"]) >= 10 for row in shown)
    tiny = [row for row in rows if row["Unit"] == "Tiny"]
    assert len(tiny) == 23 and not [row for row in tiny if row["Share in per cent"]]


def test_a_unit_stands_beside_the_area(area, client_for):
    client = client_for(area.lead)
    page = client.get("/area/units/service/large-0/").content.decode()
    assert "Beside the area" in page
    assert "The whole area" in page
    assert "in 100 " in page or "About the same" in page
    assert page.count('class="trend"') == 23
    assert "Nothing of this can be shown yet" in client.get("/area/units/service/tiny/").content.decode()
    for wrong in ("service/nowhere", "team/riverside-outreach", "area/area", "nonsense/x"):
        assert client.get(f"/area/units/{wrong}/").status_code == 404
    assert "/area/units/service/large-0/" in client.get("/area/?by=service").content.decode()


def test_before_anything_is_published_there_is_no_file(cast, client_for):
    client = client_for(cast.lead)
    assert "The report will be here" in client.get("/area/report/").content.decode()
    assert {client.get(url).status_code for url in FORMS[1:]} == {404}


def test_where_nearly_nobody_answered_every_form_says_so(cast, client_for):
    the_framework()
    freeze(quarterly=True)
    build_dataset()
    for url in (FORMS[0], FORMS[1], FORMS[3]):
        assert "Too few people have answered" in words_of(client_for(cast.lead).get(url))


def test_words_for_change_range_and_difference():
    assert [change_words(50, before) for before in (None, 50, 40, 65)] == ["New", "As at first (50%)", "Up from 40%", "Down from 65%"]
    assert [range_words(shares) for shares in ([], [40], [40, 40], [65, 30])] == ["Too few are shown", "Too few are shown", "40%", "30% to 65%"]
    assert [beside_words(here, 50) for here in (None, 55, 40, 65)] == ["Cannot be compared", "About the same", "10 in 100 lower", "15 in 100 higher"]
    assert findings([("A", 40), ("B", 60)], 3)[1:] == [
        "In 1 of them fewer than half of the people who answered are where their role needs them.",
        "The largest needs are “A” (40 in 100) and “B” (60 in 100).",
    ]
