"""A framework as CSV: out, into a spreadsheet, and back in, with every problem by its row."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capability.actions.versions.importing import dry_run, import_version, seal
from capability.exchange import as_csv
from capability.frameworks import change_rows, fact_of
from capability.rules.exchange import Unreadable
from capability.rules.exchange.csv_format import COLUMNS, read_csv, write_csv
from capability.rules.framework import CapabilityFact, DomainFact, FrameworkFact, ProfileFact
from tests.capability.versions import in_force

HEAD = "domain_code,domain,code,title,core,practitioner,specialist,replaces,role: Volunteer\r\n"
GOOD = "A,Values,A1,Hope,I hope,I tend hope,I lead hope,A1,1\r\n"


def read(text: str, earlier=None):
    return read_csv(text, identifier="x", version="2", title="T", earlier=earlier if earlier is not None else {"A1": "Hope", "B3": "Trauma"})


def problems(rows: str) -> list[tuple[str, str]]:
    return [(problem.where, problem.sentence) for problem in read(HEAD + rows).problems]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("A,Values,A1,,I hope,b,c,,1\r\n", "“title” is empty."),
        ("A,Values,A 1,Hope,a,b,c,,1\r\n", "“code” says “A 1”. Use letters, digits, dots and hyphens, such as B3."),
        (f"A,Values,A1,{'x' * 121},a,b,c,,1\r\n", "“title” is longer than 120 characters."),
        ("A,Values,A1,Hope,a,b,c,Z9,1\r\n", "“replaces” names Z9, which the version in force does not have."),
        ("A,Values,A1,Hope,a,b,c,,4\r\n", "“4” is no level for Volunteer. Write 0, 1, 2 or 3."),
        ("A,Values,A1,Hope,a,b,c,,1,extra\r\n", "It has more cells than the heading."),
    ],
)
def test_what_is_wrong_is_said_by_row(row, sentence):
    assert problems(row) == [("Row 2", sentence)]


def test_every_row_is_told_at_once_and_a_code_is_used_once():
    found = problems(GOOD + GOOD + "B,,B1,x,a,b,c,,1\r\n" + "A,Other,A2,y,a,b,c,,1\r\n")
    assert found == [
        ("Row 3", "The code A1 is on row 2 already."),
        ("Row 4", "“domain” is empty."),
        ("Row 5", "Domain A is called “Values” above."),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD, "no rows"),
        ("a,b\r\n1,2\r\n", "Unknown columns: a, b"),
        (HEAD.replace("core,", "") + GOOD, "“core” is missing"),
        (HEAD.replace("core", "title") + GOOD, "“title” is there twice"),
        (HEAD + '"open\r\n', "not CSV"),
        (HEAD + GOOD * 1001, "more than 1,000 rows"),
        (HEAD.replace("role: Volunteer", "role: ") + GOOD, "needs the name of a job role"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(text, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(text)


def test_words_for_levels_and_other_signs_between():
    reading = read((HEAD + GOOD).replace(",", ";").replace(";1\r\n", ";Practitioner\r\n"))
    assert reading.problems == []
    assert reading.fact.profiles == (ProfileFact("Volunteer", "", {"A1": 2}),)
    assert reading.fact.capabilities[0].replaces == ("A1",)


def test_a_cell_that_a_spreadsheet_would_carry_out_is_guarded_and_comes_back():
    each = CapabilityFact("A1", "=1+1", "-x", ("@a", "+b", "'c"), ("A1",))
    fact = FrameworkFact("x", "2", "T", "", None, (DomainFact("A", "Values", "", (each,)),), ())
    text = write_csv(fact)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv.reader(io.StringIO(text)) for cell in row)
    assert read(text).fact.capabilities == [each]


CELL = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, max_size=12), max_size=6))
def test_any_rows_are_told_or_read(rows):
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, *rows])
    with suppress(Unreadable):
        reading = read(out.getvalue())
        assert reading.fact is not None or reading.problems


@pytest.mark.django_db
def test_out_and_back_is_the_same_words_and_the_same_line(cast):
    framework = in_force()
    content = as_csv(framework).encode("utf-8-sig")
    plan = dry_run(content, version="2.0")
    assert plan.problems == []
    draft = import_version(cast.lead, content=content, version="2.0", title="", token=seal(content, plan, cast.lead))
    assert [domain.capabilities for domain in (fact_of(draft).domains)] != []
    before, after = fact_of(framework), fact_of(draft)
    assert [(c.code, c.title, c.descriptors, c.reference) for c in after.capabilities] == [
        (c.code, c.title, c.descriptors, c.reference) for c in before.capabilities
    ]
    assert {profile.job_role: profile.targets for profile in after.profiles} == {profile.job_role: profile.targets for profile in before.profiles}
    assert {row.fate for row in change_rows(draft)} == {"same"}
