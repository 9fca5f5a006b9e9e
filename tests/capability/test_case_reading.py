"""Reading CASE: what is wrong is told item by item, whatever stands in the file."""

import json
import re
import time
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capability.actions.versions.importing import dry_run
from capability.rules.exchange import LONGEST_FILE, Unreadable
from capability.rules.exchange.case_reading import read_case
from capability.rules.exchange.case_writing import Around, case_package
from tests.capability.case_schema import errors
from tests.capability.cases import changed, child, end, foreign, text_of


def problems_of(package: dict) -> dict[str, str]:
    return {problem.where: problem.sentence for problem in read_case(text_of(package), identifier="x", version="1").problems}


WRONG = [
    (changed(CFItems__1__fullStatement=""), "It has no fullStatement."),
    (changed(CFItems__1__fullStatement=7), "It has no fullStatement."),
    (changed(CFItems__0__identifier=foreign()["CFItems"][1]["identifier"]), "Its identifier is that of item 1 too."),
    (changed(CFItems__2__humanCodingScheme="X2"), "Another item has the code X2 too."),
    (changed(CFAssociations__6__associationType="isUncleOf"), "“isUncleOf” is no type of association that CASE knows."),
    (changed(CFAssociations__6__originNodeURI=None), "It (isPeerOf) does not say which two things it joins."),
    (changed(CFAssociations__1__originNodeURI=end("nowhere")), "is no item of this file."),
    (changed(CFAssociations__1__destinationNodeURI=end("nowhere")), "is no item of this file, nor its document."),
    (changed(CFAssociations__1__destinationNodeURI=end("k1")), "stands under itself."),
]


@pytest.mark.parametrize(("package", "sentence"), WRONG, ids=[sentence[:30] for _, sentence in WRONG])
def test_what_is_wrong_is_a_sentence_with_its_place(package, sentence):
    found = problems_of(package)
    assert any(sentence in said for said in found.values()), found
    assert all(re.match(r"Item \d|Association \d", where) for where in found)
    assert read_case(text_of(package), identifier="x", version="1").fact is None


def test_every_problem_is_told_at_once():
    package = changed(CFItems__1__fullStatement="", CFAssociations__6__associationType="isUncleOf")
    package["CFItems"].append("not an object")
    package["CFRubrics"].append(None)
    package["CFDocument"]["title"] = ""
    assert {"Item 2", "Item 6", "Association 7", "Rubric 2", "CFDocument"} <= set(problems_of(package))


def test_a_ring_is_told_and_never_followed():
    package = foreign()
    package["CFAssociations"] = [child(1, "d-a", end("k1")), child(2, "k1", end("g1")), child(3, "g1", end("d-a")), child(4, "k2", end("k2"))]
    found = problems_of(package)
    assert sum(said.endswith("stands under itself.") for said in found.values()) == 1
    assert sum("It stands under itself, by way of" in said for said in found.values()) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "It is not JSON (line 1"),
        ("[]", "It is not a CASE package"),
        ("{}", "There is no CFDocument"),
        ('{"CFDocument": {"title": NaN}}', "It is not JSON"),
        ('{"CFDocument": {}, "CFItems": {}}', "CFItems is not a list"),
        ("[" * 100_000, "nested more than 40"),
        ('{"CFDocument": {"title": "\\ud800"}}', "half a pair"),
        ('{"CFDocument": {"title": "a\\u0000b"}}', "no letters"),
        (json.dumps({"CFDocument": {"title": "x"}, "CFItems": [{}] * 1001}), "more than 1,000 items"),
        (json.dumps({"CFDocument": {"title": "x"}, "CFAssociations": [0] * 20_001}), "more than 20,000 associations"),
        (f'{{"CFDocument": {{"title": {"9" * 5000}}}}}', "It is not JSON"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_package_at_all_is_one_sentence(content, sentence):
    with pytest.raises(Unreadable, match=re.escape(sentence)):
        read_case(content, identifier="x", version="1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "empty"), (b"PK\x03\x04zz", "workbook"), (b"x" * (LONGEST_FILE + 1), "larger than 2 MB"), (b"\xff\xfe\x00", "does not look like text")],
)
def test_files_that_cannot_be_taken_say_why(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        dry_run(content)


def test_the_largest_file_is_read_in_a_second():
    package = foreign()
    package["CFItems"] = [{"identifier": f"urn:i{n}", "fullStatement": f"Item {n}", "uri": f"urn:i{n}"} for n in range(1000)]
    package["CFAssociations"] = [
        {"associationType": "isChildOf", "originNodeURI": f"urn:i{n}", "destinationNodeURI": f"urn:i{n + 1}", "sequenceNumber": str(n)} for n in range(999)
    ] + [{"associationType": "isRelatedTo", "originNodeURI": f"urn:i{n % 1000}", "destinationNodeURI": "urn:i0"} for n in range(9000)]
    begun = time.process_time()
    read_case(text_of(package), identifier="x", version="1")
    assert time.process_time() - begun < 3


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12) | st.just("isChildOf"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["identifier", "uri", "title", "x"]), inner, max_size=3),
    max_leaves=6,
)


def places(said: object, way: tuple = ()) -> list[tuple]:
    inside = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    return [way, *[place for key, one in inside for place in places(one, (*way, key))]]


def read_or_sentence(text: str):
    """What was read, or the sentence that says why not."""
    try:
        return read_case(text, identifier="x", version="1")
    except Unreadable as fault:
        return str(fault)


PLACES = [way for way in places(foreign()) if way]


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=4))
def test_any_damage_is_told_or_read_and_what_is_read_goes_out_strict(damage):
    """A package with anything in any place: a sentence, or a framework whose export is valid; never a fault."""
    package = deepcopy(foreign())
    for way, value in damage:
        here: object = package
        try:
            for key in way[:-1]:
                here = here[key]
            here[way[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    reading = read_or_sentence(json.dumps(package))
    if isinstance(reading, str):
        assert reading.endswith(".")
        return
    assert all(problem.where and problem.sentence.endswith((".", "too.")) for problem in reading.problems)
    if reading.fact:
        out = case_package(reading.fact, Around("https://a.example/f.json", "A", "2026-11-22T00:00:00Z", "", {}))
        assert errors(out) == []
        again = read_case(json.dumps(out), identifier="x", version="1")
        assert again.problems == [], again.problems
        assert again.fact.codes == reading.fact.codes


@pytest.mark.full
@settings(max_examples=2000, deadline=2000)
@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda content: content.decode("latin-1")))
def test_any_text_is_told_or_read(text):
    assert read_or_sentence(text)
