"""Importing CASE: what is wrong is told item by item, and nothing changes until exactly what was shown is carried out."""

import json
import re
import time
from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capability.actions.versions.importing import dry_run, import_version, seal
from capability.exchange import as_case
from capability.frameworks import fact_of
from capability.models import Capability, Domain, Framework, Succession
from capability.rules.exchange import LONGEST_FILE, Unreadable
from capability.rules.exchange.case_reading import read_case
from capability.rules.exchange.case_writing import Around, case_package
from home.actions.refusals import Refused
from home.models import JobRole
from tests.capability.case_schema import errors
from tests.capability.cases import child, end, foreign, text_of
from tests.capability.versions import draft_of, in_force, reword

URL = "/cms/framework/import/"


def problems_of(package: dict) -> dict[str, str]:
    return {problem.where: problem.sentence for problem in read_case(text_of(package), identifier="x", version="1").problems}


def changed(**parts) -> dict:
    package = foreign()
    for path, value in parts.items():
        name, _, place = path.partition("__")
        if place:
            package[name][int(place.partition("__")[0])][place.partition("__")[2]] = value
        else:
            package[name] = value
    return package


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


# through the lead's page


def everything() -> tuple:
    return tuple(model.objects.count() for model in (Framework, Domain, Capability, Succession, JobRole))


@pytest.fixture
def framework(cast):
    return in_force()


def upload(client, content: bytes | str, **more):
    content = content.encode() if isinstance(content, str) else content
    return client.post(URL, {"file": SimpleUploadedFile("f.json", content), **more})


@pytest.mark.django_db
def test_looking_changes_nothing_and_carrying_out_does_exactly_that(cast, framework, client_for):
    lead = client_for(cast.lead)
    before = everything()
    shown = upload(lead, text_of(foreign()), version="2.0")
    page = shown.content.decode()
    assert "Make the draft “Working alongside (2.0)”" in page
    assert "one domain with three capabilities" in page
    assert "Still to be written afterwards: X2" in page
    assert everything() == before
    done = lead.post(URL, shown.context["carry_out"].initial)
    draft = Framework.objects.drafts().get()
    assert done.url == f"/cms/framework/{draft.pk}/"
    assert (draft.version, draft.title, draft.based_on) == ("2.0", "Working alongside", framework)
    assert fact_of(draft).codes == ["X1", "X2", "A3"]
    assert Framework.objects.published().get() == framework
    assert errors(json.loads(as_case(draft))) == []
    assert lead.post(URL, shown.context["carry_out"].initial).url == URL, "twice is not done twice"
    assert Framework.objects.drafts().count() == 1


@pytest.mark.django_db
def test_what_is_wrong_stands_in_a_table_and_nothing_can_be_carried_out(cast, framework, client_for):
    before = everything()
    shown = upload(client_for(cast.lead), text_of(changed(CFItems__1__fullStatement="")), version="2.0")
    page = shown.content.decode()
    assert "There are things to put right" in page
    assert "It has no fullStatement." in page
    assert shown.context["carry_out"] is None
    for content in ("{", "[" * 5000, "nonsense"):
        assert 'class="error' in upload(client_for(cast.lead), content).content.decode() or "error" in upload(client_for(cast.lead), content).content.decode()
    assert everything() == before


@pytest.mark.django_db
def test_the_version_needs_a_name_that_is_free(cast, framework):
    for name in ("1.0", ""):
        package = foreign()
        package["CFDocument"].pop("version")
        plan = dry_run(text_of(package).encode(), version=name)
        assert [problem.where for problem in plan.problems] == ["The version"]
        assert not plan.may_be_done


@pytest.mark.django_db
def test_the_same_framework_again_is_nothing_to_do(cast, framework):
    plan = dry_run(as_case(framework).encode())
    assert plan.same_as == framework
    assert not plan.may_be_done


@pytest.mark.django_db
def test_an_edited_export_comes_back_as_the_next_version(cast, framework):
    package = json.loads(as_case(framework))
    package["CFItems"][1]["fullStatement"] = "This is our work too"
    content = json.dumps(package).encode()
    plan = dry_run(content, version="2.0")
    assert any("22 stand as they were, 1 has new words" in step for step in plan.steps), plan.steps
    draft = import_version(cast.lead, content=content, version="2.0", title="", token=seal(content, plan, cast.lead))
    assert draft.public_id != framework.public_id
    assert Succession.objects.filter(after__domain__framework=draft).count() == 23


@pytest.mark.django_db
def test_what_changed_meanwhile_anothers_look_and_another_file_stop_it(cast, framework):
    content = text_of(foreign()).encode()
    token = seal(content, dry_run(content, version="2.0"), cast.lead)
    before = everything()
    for tried, by, version in ((content + b" ", cast.lead, "2.0"), (content, cast.admin, "2.0"), (content, cast.lead, "2.1")):
        with pytest.raises(Refused, match="changed since you looked"):
            import_version(by, content=tried, version=version, title="", token=token)
    with pytest.raises(Refused, match="an hour old"):
        import_version(cast.lead, content=content, version="2.0", title="", token="forged")
    assert everything() == before
    draft_of(cast.lead, "2.0")
    with pytest.raises(Refused, match="changed since you looked"):
        import_version(cast.lead, content=content, version="2.0", title="", token=token)


@pytest.mark.django_db
def test_a_crash_in_the_middle_leaves_nothing(cast, framework, monkeypatch):
    content = text_of(foreign()).encode()
    token = seal(content, dry_run(content, version="2.0"), cast.lead)
    before = everything()

    def crash(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("capability.actions.versions.keeping.keep_steps", crash)
    with pytest.raises(RuntimeError):
        import_version(cast.lead, content=content, version="2.0", title="", token=token)
    assert everything() == before


@pytest.mark.django_db
def test_on_an_empty_site_it_comes_back_whole_with_everyone_it_names(cast, framework):
    draft = draft_of(cast.lead)
    reword(cast.lead, draft)
    text = as_case(draft)
    Succession.objects.all().delete()
    for version in (draft, framework):
        version.delete()
    plan = dry_run(text.encode())
    assert plan.problems == []
    again = import_version(cast.lead, content=text.encode(), version="", title="", token=seal(text.encode(), plan, cast.lead))
    assert (again.public_id, again.version) == (draft.public_id, "2.0")
    assert again.role_profiles.count() == 12
    once, twice = json.loads(text), json.loads(as_case(again))
    assert sorted(a["identifier"] for a in twice["CFAssociations"]) == sorted(a["identifier"] for a in once["CFAssociations"])
    assert twice["CFItems"] == once["CFItems"]
    assert twice["CFRubrics"] == once["CFRubrics"]
