"""The README says what is: its variables, its commands and its kinds of blocks are those of the code."""

import re
from pathlib import Path

from django.core.management import get_commands

from learning.curriculum.kinds import KINDS

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
READ = re.compile(r"env\.(?:str|bool|int|list|db|email_url)\(\s*\"([A-Z_]+)\"|environ(?:\.get\(|\[)\"([A-Z_]+)\"")
ITS_OWN = {"CI", "PYTEST_XDIST_WORKER", "DJANGO_SETTINGS_MODULE"}


def test_every_variable_that_is_read_stands_in_the_table_and_no_other():
    files = [file for app in ("home", "capability", "learning", "practice") for file in (ROOT / app).rglob("*.py")]
    read = {name for file in files for found in READ.findall(file.read_text(encoding="utf-8")) for name in found if name} - ITS_OWN
    rows = re.findall(r"^\| (`[A-Z].*?) \|", README, re.MULTILINE)
    assert read == {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def test_every_command_that_it_names_is_there():
    named = set(re.findall(r"manage\.py ([a-z_]+)", README))
    assert len(named) > 8
    assert named <= get_commands().keys()


def test_every_make_target_that_it_names_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z-]+)", README)) - {"sure"} <= targets


def test_the_kinds_of_blocks_are_those_that_can_be_written():
    told = README.partition("\nKinds: ")[2].partition(". ")[0]
    assert set(re.findall(r"`([a-z_]+)`", told)) == KINDS.keys()
