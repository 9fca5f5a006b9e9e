"""CASE: what goes out is strict 1.1, and what came in goes out again, nothing lost."""

import json

import pytest
from django.core.management import CommandError, call_command

from capability.exchange import as_case, profile_as_case
from capability.frameworks import fact_of
from capability.models import Capability, Framework, Succession
from capability.rules.exchange.case_reading import read_case
from capability.rules.exchange.case_writing import Around, case_package
from tests.capability.case_schema import errors
from tests.capability.cases import foreign, text_of
from tests.capability.versions import draft_of, find, in_force, put_in_force, reword

ENDS = ("originNodeURI", "destinationNodeURI", "CFItemURI")
AROUND = Around("https://wenbridge.example.org/capability/framework.json", "Wenbridge", "2026-11-22T00:00:00Z", "", {})


def through(package: dict) -> dict:
    """Read, and written again."""
    reading = read_case(text_of(package), identifier="x", version="")
    assert reading.problems == [], reading.problems
    return case_package(reading.fact, AROUND)


def walk(said: object):
    """Every value in it, but for the titles of what an association joins, which only repeat its own."""
    if isinstance(said, dict):
        for name, one in said.items():
            yield from walk({key: value for key, value in one.items() if key != "title"} if name in ENDS and isinstance(one, dict) else one)
    elif isinstance(said, list):
        for one in said:
            yield from walk(one)
    else:
        yield said


def parents(package: dict) -> dict[str, str]:
    return {a["originNodeURI"]["identifier"]: a["destinationNodeURI"]["identifier"] for a in package["CFAssociations"] if a["associationType"] == "isChildOf"}


def test_the_rule_finds_what_is_wrong():
    assert errors({"CFDocument": {}}) == [f"$.CFDocument has no {name}" for name in ("identifier", "uri", "creator", "title", "lastChangeDateTime")]
    assert errors({"CFDocument": None, "CFThings": []}) == ["$ has CFThings, which CFPackage does not know", "$.CFDocument is no CFPckgDocument"]


@pytest.mark.django_db
def test_the_framework_that_ships_is_strict_case(cast):
    framework = in_force()
    package = json.loads(as_case(framework))
    assert errors(package) == []
    assert len(package["CFItems"]) == 26
    kinds = [association["associationType"] for association in package["CFAssociations"]]
    assert kinds.count("isChildOf") == 26
    needed = sum(1 for profile in fact_of(framework).profiles for level in profile.targets.values() if level)
    assert kinds.count("hasSkillLevel") == needed
    assert len(package["CFRubrics"][0]["CFRubricCriteria"]) == 23
    assert package["extensions"]["roleProfiles"][0]["title"] == "Front-door and reception staff"
    assert as_case(framework) == as_case(framework)


@pytest.mark.django_db
def test_importing_it_back_gives_the_same_framework(cast):
    framework = in_force()
    text = as_case(framework)
    reading = read_case(text, identifier=framework.identifier, version="")
    assert reading.problems == []
    assert reading.fact.words_digest == framework.words_digest
    again = case_package(reading.fact, Around("https://other.example.org/f.json", "Other", "2030-01-01T00:00:00Z", "", {}))
    once = json.loads(text)
    for part in ("CFItems", "CFRubrics", "extensions", "CFAssociations"):
        assert again[part] == once[part], part


@pytest.mark.django_db
def test_a_next_version_says_what_replaced_what(cast):
    framework = in_force()
    draft = draft_of(cast.lead)
    reword(cast.lead, draft)
    now = put_in_force(cast.lead, cast.dev, draft)
    package = json.loads(as_case(now))
    assert errors(package) == []
    steps = [association for association in package["CFAssociations"] if association["associationType"] == "replacedBy"]
    assert len(steps) == 23
    b3 = next(step for step in steps if step["destinationNodeURI"]["identifier"] == str(find(now, "B3").public_id))
    assert b3["originNodeURI"]["identifier"] == str(find(framework, "B3").public_id)
    assert len({association["identifier"] for association in package["CFAssociations"]}) == len(package["CFAssociations"])
    earlier = {str(key): code for key, code in Capability.objects.filter(domain__framework=framework).values_list("public_id", "code")}
    reading = read_case(json.dumps(package), identifier="x", version="", earlier=earlier)
    assert [each.replaces for each in reading.fact.capabilities] == [(each.code,) for each in reading.fact.capabilities]
    unknown = read_case(json.dumps(package), identifier="x", version="")
    assert len(unknown.fact.case["associations"]) == 23, "steps from a version that is not here are kept"


def test_what_another_system_wrote_is_strict_afterwards_and_nothing_is_lost():
    package = foreign()
    out = through(package)
    assert errors(out) == []
    values = {str(value) for value in walk(out)}
    for said in walk(package):
        same = {str(said), str(said).removesuffix(".0"), f"{said}Z", str(said).strip()}
        assert same & values, f"{said!r} is lost"
    assert len(out["CFItems"]) == len(package["CFItems"])
    assert len(out["CFAssociations"]) == len(package["CFAssociations"])
    assert sorted(a["associationType"] for a in out["CFAssociations"]) == sorted(a["associationType"] for a in package["CFAssociations"])


def test_order_tree_and_words_come_in_as_they_were_meant():
    reading = read_case(text_of(foreign()), identifier="x", version="")
    domain = reading.fact.domains[0]
    assert (domain.title, domain.description, domain.code) == ("A domain", "How we meet people", "A")
    assert [each.title for each in domain.capabilities] == ["First capability", "Second capability", "Third capability, below a group"]
    assert [each.code for each in domain.capabilities] == ["X1", "X2", "A3"]
    assert domain.capabilities[0].descriptors == ("Level 1 of the first.", "Level 2 of the first.", "Level 3 of the first.")
    assert reading.fact.version == "3.2"
    assert any("stands between a domain" in note for note in reading.notes)
    assert any("second parent" in note for note in reading.notes)
    assert any("levels that are not three" in note for note in reading.notes)


def test_numbers_as_strings_and_addresses_as_identifiers():
    out = through(foreign())
    criterion = out["CFRubrics"][0]["CFRubricCriteria"][0]
    assert criterion["weight"] == 1.5
    assert [level["score"] for level in criterion["CFRubricCriterionLevels"]] == [1, 2, 3]
    assert {each["extensions"]["sourceIdentifier"] for each in out["CFItems"]} >= {"https://case.example.org/ims/case/v1p0/CFItems/k1"}
    assert out["CFItems"][0]["uri"].startswith("https://case.example.org/")
    k2 = next(each for each in out["CFItems"] if each.get("humanCodingScheme") == "X2")
    assert k2["extensions"]["unrecognised"]["mood"] == "warm"
    assert k2["educationLevel"] == ["11"]


def test_a_second_time_round_changes_nothing_at_all():
    once = through(foreign())
    twice = through(once)
    assert twice == once
    assert list(parents(twice)) == list(parents(once))


def test_a_flat_file_is_one_domain_here_and_flat_again_outside():
    package = foreign()
    package["CFAssociations"] = []
    reading = read_case(text_of(package), identifier="x", version="1")
    assert [len(domain.capabilities) for domain in reading.fact.domains] == [5]
    out = case_package(reading.fact, AROUND)
    assert errors(out) == []
    assert len(out["CFItems"]) == 5
    assert set(parents(out).values()) == {out["CFDocument"]["identifier"]}


@pytest.mark.django_db
def test_a_role_profile_is_a_document_of_its_own(cast, client_for):
    in_force()
    package = json.loads(client_for(None).get("/capability/roles/volunteer.json").content)
    assert errors(package) == []
    assert package["CFDocument"]["title"] == "Volunteer"
    assert {association["associationType"] for association in package["CFAssociations"]} == {"hasSkillLevel"}
    assert profile_as_case(Framework.objects.published().get(), "nobody") is None


@pytest.mark.django_db
def test_the_public_address_gives_the_version_in_force_to_everyone(cast, client_for, queries_of):
    assert client_for(None).get("/capability/framework.json").status_code in (200, 404)
    in_force()
    draft_of(cast.lead)
    counted = queries_of(client_for(None), "/capability/framework.json")
    assert counted.response["Content-Type"] == "application/json"
    assert "max-age=300" in counted.response["Cache-Control"]
    package = json.loads(counted.response.content)
    assert package["CFDocument"]["version"] == "1.0"
    assert errors(package) == []
    assert counted.count <= 14, counted
    again = client_for(None).get("/capability/framework.json", headers={"If-None-Match": counted.response["ETag"]})
    assert again.status_code == 304
    assert client_for(cast.asha).get("/capability/framework.json")["Cache-Control"] == "no-store, private"
    for person in cast.everyone().values():
        assert person.name not in counted.response.content.decode()


@pytest.mark.django_db
def test_the_command_writes_it(cast, tmp_path, capsys):
    framework = in_force()
    file = tmp_path / "f.json"
    call_command("export_framework", str(file))
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(as_case(framework))
    draft_of(cast.lead, "2.0")
    capsys.readouterr()
    call_command("export_framework", "--name", "2.0", "--csv")
    assert capsys.readouterr().out.startswith("domain_code,domain,")
    with pytest.raises(CommandError, match="no version 9"):
        call_command("export_framework", "--name", "9")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_framework", str(tmp_path / "no" / "where.json"))
    Capability.objects.filter(domain__framework=framework, code="B3").update(title="Slipped in")
    with pytest.raises(CommandError, match="no longer says"):
        call_command("export_framework")
    assert Succession.objects.count() == 23
