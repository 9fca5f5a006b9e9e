"""Reading a roster and planning it: pure rules, no database."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.rules.roster import COLUMNS, LONGEST_FILE, Place, Standing, Unreadable, decode, read
from home.rules.roster_plan import plan

HEAD = "email,name,team,service,job_role,manager,deputy,started_on,ended_on\n"
KNOWN = Standing(
    today=date(2026, 11, 22),
    services={"riverside recovery": "Riverside Recovery", "haven house": "Haven House"},
    job_roles={"recovery worker": "Recovery worker", "team manager": "Team manager"},
    teams={("outreach", "riverside recovery"): "Outreach", ("nights", "riverside recovery"): "Nights", ("nights", "haven house"): "Nights"},
    people={"asha@example.org": "Asha"},
    inactive=frozenset({"gone@example.org"}),
    places={("asha@example.org", ("outreach", "riverside recovery")): Place(date(2026, 1, 5), None, "Recovery worker")},
    managers={},
)


def look(rows: str, head: str = HEAD):
    return plan(read((head + rows).encode()), KNOWN)


def said(rows: str) -> list[str]:
    return [step.sentence for step in look(rows).steps]


def wrong(rows: str) -> str:
    return " ".join(sentence for sentences in look(rows).wrong.values() for sentence in sentences)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(coding):
    rows = read((HEAD + "sian@example.org,Siân,Outreach,,,,,,\n").encode(coding)).rows
    assert rows[0].name == "Siân"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"  \r\n", "empty"),
        (b"PK\x03\x04" + b"x" * 50, "workbook"),
        (b"\x81\x8d\x8f\x90", "cannot be read"),
        (b"\xff\xfe\x00", "Save it as CSV"),
        ("email,team\njo@example.org,Outreach\n".encode("cp037"), "an encoding that we do not know"),
        ("email,team\njo@example.org,Outreach\n".encode("utf-16-le"), "Save it as CSV"),
        ("email,team\njo@example.org,Outreach\n".encode("utf-32"), "Save it as CSV"),
        ("correo,équipe\njo@example.org,Outreach\n".encode("cp1252"), "an encoding that we do not know"),
        (b"email,team\n\x00\x01", "does not look like text"),
        (b"x" * (LONGEST_FILE + 1), "larger"),
        (b"email,team\n", "no rows"),
        (b"email\na@example.org\n", "“team” is missing"),
        (b"email,team,shoe size\nx,y,z\n", "shoe_size"),
        (b"email,team,admin\nx,y,z\n", "“admin”"),
        (b"email,team,Role\nx,y,z\n", "“role”"),
        (b"email,team,is_superuser\nx,y,z\n", "rights"),
        (b"email,team,email\nx,y,z\n", "twice"),
        (b'email,team\n"unclosed,x\n', "not CSV"),
        (b"email,team\n" + b"a@example.org,T\n" * 5001, "more than 5,000 rows"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(content)


def test_semicolons_and_headings_in_other_cases_are_understood():
    rows = read(b"Email;Job Role;TEAM\r\nA@Example.org;Recovery worker;Outreach\r\n").rows
    assert (rows[0].email, rows[0].job_role, rows[0].team) == ("a@example.org", "Recovery worker", "Outreach")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("not-an-address,Jo,Outreach,,,,,,", "“not-an-address” is not an e-mail address."),
        (",Jo,Outreach,,,,,,", "The address is missing."),
        ("jo@example.org,Jo,,,,,,,", "The team is missing."),
        ("jo@example.org,,Outreach,,,,,,", "The name is missing"),
        ("jo@example.org,Jo,Outreach,,,maybe,,,", "Write yes or no."),
        ("jo@example.org,Jo,Outreach,,,yes,yes,,", "not both"),
        ("jo@example.org,Jo,Outreach,,,,,31/02/2026,", "Write a day as"),
        ("jo@example.org,Jo,Outreach,,,,,2026-05-01,2026-04-01", "ends before it starts"),
        ("asha@example.org,,Outreach,,,,,,2025-01-01", "before it starts on 5 January 2026"),
        ("jo@example.org,Jo,Outreech,,,,,,", "Did you mean “Outreach”?"),
        ("jo@example.org,Jo,Nights,,,,,,", "More than one service"),
        ("jo@example.org,Jo,Days,Riverside Recovry,,,,,", "Did you mean “Riverside Recovery”?"),
        ("jo@example.org,Jo,Outreach,,Recovery wrker,,,,", "Did you mean “Recovery worker”?"),
        ("gone@example.org,Gone,Outreach,,,,,,", "may not sign in"),
        ("jo@example.org,Jo,Outreach,,,,,,,more", "more cells"),
        (f"jo@example.org,{'J' * 201},Outreach,,,,,,", "longer than 200"),
    ],
)
def test_a_row_that_is_wrong_says_what_to_put_right(row, sentence):
    assert sentence in wrong(row)


def test_a_person_twice_in_the_same_team_is_named_with_the_first_line():
    assert "on line 2 already" in wrong("jo@example.org,Jo,Outreach,,,,,,\nJO@example.org,Jo,outreach,,,,,,")


def test_what_stands_already_changes_nothing():
    seen = look("asha@example.org,Another Name,Outreach,Riverside Recovery,Recovery worker,,,2026-01-05,")
    assert (seen.steps, seen.unchanged) == ([], 1)


def test_each_change_is_said():
    assert said("jo@example.org,Jo,Days,riverside recovery,recovery worker,yes,,01/12/2026,") == [
        "Make the team Days in Riverside Recovery",
        "Make an account for Jo (jo@example.org), and send them a letter",
        "Jo is in Days from 1 December 2026 as Recovery worker",
        "Jo manages Days",
    ]
    assert said("asha@example.org,,outreach,,Team manager,,yes,,2026-12-31") == [
        "Asha in Outreach: Team manager, so far Recovery worker",
        "Asha leaves Outreach after 31 December 2026",
        "Asha stands in for the manager of Outreach",
    ]


def test_rows_build_on_those_before_them():
    steps = said("jo@example.org,Jo,Days,Riverside Recovery,,,,,\nkit@example.org,Kit,Days,,,,,,\njo@example.org,,Outreach,,,,,,")
    assert sum("Make the team" in step for step in steps) == 1
    assert sum("Make an account for Jo" in step for step in steps) == 1


def test_the_digest_changes_with_the_file_and_with_the_plan():
    content = (HEAD + "jo@example.org,Jo,Outreach,,,,,,\n").encode()
    seen = plan(read(content), KNOWN)
    assert seen.digest(content) == plan(read(content), KNOWN).digest(content)
    assert seen.digest(content) != seen.digest(content + b"\n")
    from dataclasses import replace

    later = plan(read(content), replace(KNOWN, today=date(2026, 11, 23)))
    assert seen.digest(content) != later.digest(content)


CELL = st.text(max_size=30)


@given(st.binary(max_size=3000))
def test_no_bytes_make_the_parser_fail(content):
    with suppress(Unreadable):
        plan(read(content), KNOWN)


@given(st.lists(st.lists(CELL, min_size=2, max_size=9), min_size=1, max_size=8), st.permutations(COLUMNS))
def test_no_cells_make_the_parser_fail_and_every_row_is_accounted_for(rows, columns):
    import csv
    import io

    out = io.StringIO()
    csv.writer(out).writerows([columns, *rows])
    content = out.getvalue().encode("utf-8", "ignore")
    try:
        reading = read(content)
    except Unreadable:
        return
    seen = plan(reading, KNOWN)
    lines = {step.line for step in seen.steps} | set(seen.wrong)
    assert len(lines) + seen.unchanged == seen.rows
    assert not {step.line for step in seen.steps} & set(seen.wrong)


@given(st.text(max_size=200))
def test_text_that_was_encoded_is_decoded_again(text):
    content = ("a" + text).encode("utf-16")
    try:
        assert decode(content) == "a" + text
    except Unreadable:
        assert any(ord(sign) < 32 for sign in text)
