"""No cell of what leaves as a table is ever a formula."""

import pytest
from django.conf import settings

from home.rules.cells import as_text
from tests.site.test_addresses import none

NAMES = ["=1+1", "+44 1632", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", '=HYPERLINK("http://evil.example","x")', "=cmd|'/c calc'!A0"]
APPS = ("home", "capability", "learning", "practice")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_would_be_a_formula_becomes_text(name):
    assert as_text(name) == f"'{name}"


@pytest.mark.parametrize("name", ["Asha", "", "1 = 1", "a@b.example", 7, None])
def test_other_values_stay_as_they_are(name):
    assert as_text(name) == ("" if name is None else str(name))


GUARDS = ("as_text", "write_table", "_guarded")  # the last is the framework's, whose reading takes the apostrophe away again


def test_whatever_writes_a_table_makes_text_of_its_cells():
    writes = [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py") if "csv.writer(" in path.read_text()]
    assert len(writes) > 1
    none([f"{path.relative_to(settings.BASE_DIR)} does not guard its cells" for path in writes if not any(guard in path.read_text() for guard in GUARDS)])


def test_workbooks_are_made_with_formulas_off():
    makes = [
        path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py") if "xlsxwriter" in path.read_text().lower() and "Workbook(" in path.read_text()
    ]
    assert makes
    none([f"{path.name}: strings_to_formulas is not off" for path in makes if '"strings_to_formulas": False' not in path.read_text()])
