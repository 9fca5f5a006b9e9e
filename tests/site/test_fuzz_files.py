"""Every importer, given by hypothesis what it cannot expect: taken, or refused in a sentence, all or nothing, and soon.

Another area's dataset, which only a process of its own opens, has its mutations in `tests/capability/test_comparing.py`. No calendar is read.
"""

import csv
import io
import json
import re
import shutil
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capability.actions.versions import importing
from capability.exchange import as_case, as_csv
from capability.rules.exchange import Unreadable as UnreadableFramework
from home.actions import roster
from home.actions.refusals import Refused
from home.rules.roster import Unreadable as UnreadableRoster
from home.rules.uploads import UploadProblem, clean_file, clean_picture
from learning.actions.loading import CONTENT, LoadProblem, load_module, read_whole
from learning.models import LessonPage, ModulePage
from tests.capability.versions import in_force
from tests.home.uploads import mp3, mp4, pdf, picture
from tests.site.fuzzing import DIGITS, MOMENTS, PATIENCE, WORDS, Witness
from tests.site.test_addresses import none

ODD = st.one_of(st.sampled_from([*WORDS, *DIGITS, *MOMENTS]), st.text(max_size=30))
REFUSALS = (UnreadableRoster, UnreadableFramework, Refused, LoadProblem, UploadProblem)
SHIPPED = CONTENT / "understanding-complex-trauma"
ROSTER = [
    ["email", "name", "team", "service", "job_role", "manager", "deputy", "started_on", "ended_on"],
    ["somebody@example.org", "Sam Body", "Riverside outreach", "Riverside Recovery", "Team manager", "", "yes", "2026-11-02", ""],
    ["asha@example.org", "", "Northgate", "", "", "", "", "02/11/2026", "2027-03-28"],
    ["new@example.org", "New Person", "A new team", "Riverside Recovery", "Hostel support worker", "yes", "", "", ""],
]


def fuzz(values: st.SearchStrategy, do: Callable[[Any], object], *, many: int, keeps: bool = True) -> None:
    """Do it with `many` values, each taken back; fails with what was wrong with how they were refused, or how long it took."""
    witness, wrong, taken = Witness() if keeps else None, [], []

    def one(value: Any) -> None:
        began = time.process_time()
        if witness is None:
            said = _said(lambda: do(value))
        else:
            with transaction.atomic():
                with witness.watching():
                    said = _said(lambda: do(value))
                if said and not connection.needs_rollback:
                    wrong.extend(f"refused, and yet changed {table}: {value!r:.300}" for table in witness.changed())
                transaction.set_rollback(True)
        if said and not all(re.search(r"[.?][”)]?$", sentence) for sentence in said.splitlines()):
            wrong.append(f"refused without a sentence: {said!r}")
        if time.process_time() - began > PATIENCE:
            wrong.append(f"took {time.process_time() - began:.0f} s: {value!r:.300}")
        taken.append(not said)

    manner = settings(max_examples=many, deadline=None, database=None, derandomize=many < 50 or settings().derandomize, suppress_health_check=list(HealthCheck))
    manner(given(values)(one))()
    none(sorted(set(wrong)))
    assert set(taken) == {True, False} or many < 50, "some are taken and some refused"


def _said(do: Callable[[], object]) -> str:
    try:
        do()
    except REFUSALS as refusal:
        return str(refusal)
    return ""


@st.composite
def tables(draw: st.DrawFn, good: list[list[str]]) -> bytes:
    """A table as a file, mostly as it should be."""
    rows = [list(row) for row in good]
    for _ in range(draw(st.integers(0, 4))):
        row = draw(st.sampled_from(rows)) if rows else []
        at = draw(st.integers(0, max(len(row) - 1, 0)))
        how = draw(st.sampled_from(["cell", "cell", "cell", "cell", "more", "fewer", "again", "away", "column", "heading"]))
        if how == "cell" and row:
            row[at] = draw(ODD)
        elif how == "more":
            row.append(draw(ODD))
        elif how == "fewer" and row:
            del row[at]
        elif how == "again":
            rows.append(list(row))
        elif how == "away" and rows:
            rows.remove(row)
        elif how == "column":
            rows = [[*each, *each[at : at + 1]] for each in rows]
        elif how == "heading" and rows and rows[0]:
            rows[0][at % len(rows[0])] = draw(ODD)
    out = io.StringIO()
    csv.writer(out, delimiter=draw(st.sampled_from([",", ",", ";", "\t"])), lineterminator=draw(st.sampled_from(["\r\n", "\n", "\r"]))).writerows(rows)
    letters, faults = draw(st.sampled_from([("utf-8", "surrogatepass"), ("utf-8-sig", "surrogatepass"), ("utf-16", "surrogatepass"), ("cp1252", "replace")]))
    return _damaged(draw, out.getvalue().encode(letters, errors=faults))


@st.composite
def packages(draw: st.DrawFn, good: str) -> bytes:
    """A CASE package, with other things where something stood."""
    tree = json.loads(good)
    for _ in range(draw(st.integers(0, 3))):
        inside: Any = tree
        key: Any = draw(st.sampled_from(sorted(tree)))
        while isinstance(inside[key], dict | list) and inside[key] and draw(st.integers(0, 5)):
            inside = inside[key]
            key = draw(st.sampled_from(sorted(inside))) if isinstance(inside, dict) else draw(st.integers(0, len(inside) - 1))
        how = draw(st.sampled_from(["other", "other", "away", "again"]))
        if how == "away" and len(tree) > 1:
            del inside[key]
        elif how == "again" and isinstance(inside, list):
            inside.append(inside[key])
        else:
            inside[key] = draw(
                st.one_of(ODD, st.none(), st.booleans(), st.integers(), st.floats(), st.just([]), st.just({}), st.just([[{}]]), st.just({"": []}))
            )
    return _damaged(draw, json.dumps(tree).encode())


@st.composite
def lessons(draw: st.DrawFn, good: str) -> bytes:
    """A lesson's file with lines moved, doubled, gone or said otherwise."""
    lines = good.split("\n")
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["value", "value", "part", "line", "away", "again", "fence"]))
        if how == "value":
            of = [number for number, line in enumerate(lines) if re.match(r"\w+ = ", line)] or [0]
            at = draw(st.sampled_from(of))
            other = st.sampled_from(["[]", "{}", "1", "-1", "true", "1979-05-27T07:32:00Z", "inf", '["a", 1]', "[[1]]", '""', "9" * 30, '"\\u0000"', "'''x'''"])
            lines[at] = f"{lines[at].partition(' = ')[0]} = {draw(st.one_of(other, ODD.map(lambda said: json.dumps(said, ensure_ascii=False))))}"
        elif how == "part":
            lines.insert(at, f"{draw(st.sampled_from(['id', 'title', 'kind', 'text', 'x']))} = {json.dumps(draw(ODD))}")
        elif how == "line":
            lines.insert(at, draw(ODD))
        elif how == "fence":
            lines.insert(
                at, draw(st.sampled_from(["+++", "```", "```check", "```wagtail", "````", '```wagtail\n{"type": "x", "value": [1]}\n```', "``` voice"]))
            )
        elif how == "away":
            del lines[at]
        else:
            lines.insert(draw(st.integers(0, len(lines))), lines[at])
        lines = lines or [""]
    return _damaged(draw, "\n".join(lines).encode(errors="surrogatepass"))


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A picture, a document, a sound or a film, damaged."""
    content = bytearray(draw(st.sampled_from([picture("JPEG"), picture("PNG"), picture("WEBP"), picture("GIF"), pdf(), mp3(), mp4()])))
    for _ in range(draw(st.sampled_from([0, 1, 1, 4, 30]))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return _damaged(draw, bytes(content))


def _damaged(draw: st.DrawFn, content: bytes) -> bytes:
    how = draw(st.sampled_from(["not", "not", "not", "not", "cut", "twice", "bytes", "nothing"]))
    at = draw(st.integers(0, len(content))) if how in ("cut", "bytes") else 0
    return {"cut": content[:at], "twice": content * 2, "bytes": content[:at] + b"\x00\xff\xfe" + content[at:], "nothing": b""}.get(how, content)


FEW_OR_MANY = pytest.mark.parametrize("many", [8, pytest.param(250, marks=pytest.mark.full)])


@FEW_OR_MANY
def test_a_roster_is_carried_out_whole_or_not_at_all(cast, many):
    def carry_out(content: bytes) -> None:
        shown = roster.dry_run(content)
        if shown.wrong:
            raise Refused("\n".join(sentence for sentences in shown.wrong.values() for sentence in sentences))
        roster.import_roster(content=content, token=roster.seal(content, shown, cast.admin), by=cast.admin)

    fuzz(tables(ROSTER), carry_out, many=many)


@FEW_OR_MANY
@pytest.mark.parametrize("form", ["csv", "case"])
def test_a_framework_becomes_a_draft_or_nothing(cast, many, form):
    stands = in_force()

    def carry_out(content: bytes) -> None:
        names = {"version": "7.0", "title": ""}
        plan = importing.dry_run(content, **names)
        if not plan.may_be_done:
            raise Refused("\n".join(problem.sentence for problem in plan.problems) or "It stands already.")
        importing.import_version(cast.lead, content=content, token=importing.seal(content, plan, cast.lead), **names)

    table = list(csv.reader(io.StringIO(as_csv(stands))))
    fuzz(tables(table) if form == "csv" else packages(as_case(stands)), carry_out, many=many)


@FEW_OR_MANY
def test_a_lesson_is_loaded_and_can_be_read_or_the_module_stays_as_it_is(cast, client_for, tmp_path, monkeypatch, many):
    folder = tmp_path / "content" / SHIPPED.name
    folder.mkdir(parents=True)
    for name in ("module.md", "05-safety-and-choice.md", "steady-enough.svg"):
        shutil.copyfile(SHIPPED / name, folder / name)
    (folder.parent / "coming.toml").write_text("coming = []")
    monkeypatch.setattr("learning.actions.loading.CONTENT", folder.parent)
    call_command("load_curriculum", folder.parent, verbosity=0)
    asha, editor = client_for(cast.asha), client_for(cast.editor)
    asha.raise_request_exception = editor.raise_request_exception = True

    def load(content: bytes) -> None:
        (folder / "05-safety-and-choice.md").write_bytes(content)
        load_module(read_whole(folder))
        for page in LessonPage.objects.of(ModulePage.objects.get(key="complex-trauma")):
            assert asha.get(page.get_url()).status_code == 200
            assert many < 50 or editor.get(f"/cms/pages/{page.pk}/edit/").status_code == 200

    fuzz(lessons((SHIPPED / "05-safety-and-choice.md").read_text()), load, many=many // 2)


@FEW_OR_MANY
def test_a_damaged_file_is_cleaned_or_refused(many):
    def clean(content: bytes) -> None:
        if said := _said(lambda: clean_picture(content)):
            assert said.endswith(".")
            clean_file(content)

    fuzz(files(), clean, many=many, keeps=False)
