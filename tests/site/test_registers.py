"""The registers of threats and of the ASVS name only what is there, and leave nothing out."""

import ast
import re
import tomllib

from django.conf import settings

from tests.site.test_addresses import none

GUIDE = settings.BASE_DIR / "home/guide"
PATHS = re.compile(r"[\w/.]+/[\w]+\.(?:py|toml|yml)")
STATES = {"met", "does not apply", "at the host", "open"}
# The requirements of ASVS 5.0 at levels 1 and 2, by section: number and level of each.
SECTIONS = {
    "1.1": "1:2 2:2",
    "1.2": "1:1 2:1 3:1 4:1 5:1 6:2 7:2 8:2 9:2",
    "1.3": "1:1 2:1 3:2 4:2 5:2 6:2 7:2 8:2 9:2 10:2 11:2",
    "1.4": "1:2 2:2 3:2",
    "1.5": "1:1 2:2",
    "2.1": "1:1 2:2 3:2",
    "2.2": "1:1 2:1 3:2",
    "2.3": "1:1 2:2 3:2 4:2",
    "2.4": "1:2",
    "3.2": "1:1 2:1",
    "3.3": "1:1 2:2 3:2 4:2",
    "3.4": "1:1 2:1 3:2 4:2 5:2 6:2",
    "3.5": "1:1 2:1 3:1 4:2 5:2",
    "3.7": "1:2 2:2",
    "4.1": "1:1 2:2 3:2",
    "4.2": "1:2",
    "4.3": "1:2 2:2",
    "4.4": "1:1 2:2 3:2 4:2",
    "5.1": "1:2",
    "5.2": "1:1 2:1 3:2",
    "5.3": "1:1 2:1",
    "5.4": "1:2 2:2 3:2",
    "6.1": "1:1 2:2 3:2",
    "6.2": "1:1 2:1 3:1 4:1 5:1 6:1 7:1 8:1 9:2 10:2 11:2 12:2",
    "6.3": "1:1 2:1 3:2 4:2",
    "6.4": "1:1 2:1 3:2 4:2",
    "6.5": "1:2 2:2 3:2 4:2 5:2",
    "6.6": "1:2 2:2 3:2",
    "6.8": "1:2 2:2 3:2 4:2",
    "7.1": "1:2 2:2 3:2",
    "7.2": "1:1 2:1 3:1 4:1",
    "7.3": "1:2 2:2",
    "7.4": "1:1 2:1 3:2 4:2 5:2",
    "7.5": "1:2 2:2",
    "7.6": "1:2 2:2",
    "8.1": "1:1 2:2",
    "8.2": "1:1 2:1 3:2",
    "8.3": "1:1",
    "8.4": "1:2",
    "9.1": "1:1 2:1 3:1",
    "9.2": "1:1 2:2 3:2 4:2",
    "10.1": "1:2 2:2",
    "10.2": "1:2 2:2",
    "10.3": "1:2 2:2 3:2 4:2",
    "10.4": "1:1 2:1 3:1 4:1 5:1 6:2 7:2 8:2 9:2 10:2 11:2",
    "10.5": "1:2 2:2 3:2 4:2 5:2",
    "10.6": "1:2 2:2",
    "10.7": "1:2 2:2 3:2",
    "11.1": "1:2 2:2",
    "11.2": "1:2 2:2 3:2",
    "11.3": "1:1 2:1 3:2",
    "11.4": "1:1 2:2 3:2 4:2",
    "11.5": "1:2",
    "11.6": "1:2",
    "12.1": "1:1 2:2 3:2",
    "12.2": "1:1 2:1",
    "12.3": "1:2 2:2 3:2 4:2",
    "13.1": "1:2",
    "13.2": "1:2 2:2 3:2 4:2 5:2",
    "13.3": "1:2 2:2",
    "13.4": "1:1 2:2 3:2 4:2 5:2",
    "14.1": "1:2 2:2",
    "14.2": "1:1 2:2 3:2 4:2",
    "14.3": "1:1 2:2 3:2",
    "15.1": "1:1 2:2 3:2",
    "15.2": "1:1 2:2 3:2",
    "15.3": "1:1 2:2 3:2 4:2 5:2 6:2 7:2",
    "16.1": "1:2",
    "16.2": "1:2 2:2 3:2 4:2 5:2",
    "16.3": "1:2 2:2 3:2 4:2",
    "16.4": "1:2 2:2 3:2",
    "16.5": "1:2 2:2 3:2",
    "17.1": "1:2",
    "17.2": "1:2 2:2 3:2 4:2",
    "17.3": "1:2 2:2",
}


def read(name: str) -> dict:
    return tomllib.loads((GUIDE / name).read_text())


def missing(named: str) -> str:
    """What is wrong with `path` or `path::test`; empty where it is there."""
    path, _, test = named.partition("::")
    file = settings.BASE_DIR / path
    if not file.is_file():
        return f"{path} is no file"
    if test and test not in {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}:
        return f"{path} has no {test}"
    return ""


def test_every_threat_has_a_control_and_tests_that_are_there():
    threats = read("threats.toml")["threats"]
    assert [threat["number"] for threat in threats] == list(range(1, 21))
    wrong = [f"{threat['number']} says too little" for threat in threats if not (threat["threat"] and threat["control"].endswith(".") and threat["tests"])]
    none(wrong + [f"{threat['number']}: {what}" for threat in threats for named in threat["where"] + threat["tests"] if (what := missing(named))])


def test_every_scan_says_how_it_was_made_and_why_what_is_left_is_left():
    scans = read("threats.toml")["scans"]
    assert {scan["tool"].partition(" ")[0] for scan in scans} >= {"wapiti", "semgrep"}
    none([f"{scan['tool']} says too little" for scan in scans if not (scan["on"] and scan["how"].strip().endswith(".") and scan["said"] and scan["left"])])
    none([f"{scan['tool']}: {what}" for scan in scans for each in scan["left"] for named in PATHS.findall(each) if (what := missing(named))])


def test_every_requirement_of_the_standard_is_answered_at_its_level():
    known = {f"{section}.{number}": int(level) for section, all_of in SECTIONS.items() for number, level in (each.split(":") for each in all_of.split())}
    assert (len(known), list(known.values()).count(1)) == (253, 70)
    answered = {number: row["level"] for number, row in read("asvs.toml")["requirements"].items()}
    assert answered == known


def test_every_answer_says_how_and_names_what_is_there():
    wrong = []
    for number, row in read("asvs.toml")["requirements"].items():
        if row["state"] not in STATES or not row["how"].endswith(".") or not row["what"]:
            wrong.append(f"{number}: {row['state']!r} or its words are not as they should be")
        if row["state"] != "does not apply" and not row.get("by"):
            wrong.append(f"{number} names no test or file")
        wrong += [f"{number}: {what}" for named in row.get("by", []) if (what := missing(named))]
    none(wrong)


def test_what_is_open_is_known():
    """A requirement that is not met stands here too, so that none is opened without somebody deciding it."""
    found = {number for number, row in read("asvs.toml")["requirements"].items() if row["state"] == "open"}
    assert found == {"6.2.12", "6.5.2", "14.3.3"}
