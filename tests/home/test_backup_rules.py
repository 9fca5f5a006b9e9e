"""What a backup's manifest says and refuses, and which backups stay: pure rules."""

import json

import pytest

from home.rules import backups as rules
from home.rules.backups import BackupProblem, Counted, Manifest, Stored


def manifest(**changes) -> Manifest:
    said = {
        "made_at": "2026-11-30T02:00:00+00:00", "seconds": 2.5, "site": "https://learn.example.org", "engine": "sqlite", "database": "database.sqlite3",
        "role": "", "key": rules.fingerprint("k" * 60), "migrations": [("home", "0001_people")], "tables": {"home_user": Counted(3, "aa")},
        "files": {"database.sqlite3": Stored(10, "bb"), "media/pictures/é a.png": Stored(5, "cc")},
    }  # fmt: skip
    return Manifest(**{**said, **changes})


def test_what_is_written_is_read():
    made = manifest(missing=["gone.png"], ledger_lines=4)
    assert rules.read(rules.written(made)) == made
    assert (made.rows, made.size, made.media) == (3, 15, ["pictures/é a.png"])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (lambda text: text.replace('"rows": 3', '"rows": 4'), "not as it was written"),
        (lambda text: text.replace("alongside-backup/1", "alongside-backup/2"), "alongside-backup/2"),
        (lambda text: text[:-40], "cannot be read"),
        (lambda text: "", "cannot be read"),
        (lambda text: "[1]", "cannot be read"),
        (lambda text: json.dumps({"format": "alongside-backup/1"}), "cannot be read"),
    ],
)
def test_a_manifest_that_is_not_as_it_was_written_is_refused_with_a_sentence(changed, said):
    with pytest.raises(BackupProblem, match=said):
        rules.read(changed(rules.written(manifest())))


@pytest.mark.parametrize("path", ["/etc/passwd", "media/../../x", "..", "", "media/a\0b"])
def test_nothing_is_read_or_written_outside_of_it(path):
    with pytest.raises(BackupProblem, match="outside"):
        rules.read(rules.written(manifest(files={path: Stored(1, "a")})))


def test_every_byte_of_a_manifest_matters():
    text = rules.written(manifest())
    for place in range(0, len(text), 7):
        other = "x" if text[place] != "x" else "y"
        changed = text[:place] + other + text[place + 1 :]
        if text[place].isspace():
            continue
        with pytest.raises(BackupProblem):
            rules.read(changed)


def test_a_fingerprint_tells_keys_apart_and_holds_none():
    first, second = rules.fingerprint("a" * 50), rules.fingerprint("a" * 49 + "b")
    assert first != second
    assert first == rules.fingerprint("a" * 50)
    assert "a" * 8 not in first


KNOWN = [("home", "0001_people"), ("home", "0002_pages"), ("wagtailcore", "0094_alter"), ("auth", "0012_alter")]


@pytest.mark.parametrize(
    ("applied", "newer"),
    [
        ([("home", "0001_people")], []),
        ([("home", "0003_what_comes")], ["home.0003_what_comes"]),
        ([("home", "0002_another")], ["home.0002_another"]),  # ours never go away: it is another branch's
        ([("wagtailcore", "0095_next")], ["wagtailcore.0095_next"]),
        ([("wagtailcore", "0016_squashed_since")], []),
        ([("an_app_that_was_taken_out", "0001_initial")], []),
    ],
)
def test_a_backup_of_newer_code_is_told_by_its_migrations(applied, newer):
    assert rules.unknown_migrations(applied, KNOWN, ["home", "learning"]) == newer


def test_the_newest_stay():
    names = ["alongside-20261130T020000Z", "alongside-20261201T020000Z", "alongside-20261201T020000Z-2", "alongside-20261201T020000Z-10"]
    assert rules.to_delete(names, 2) == names[:2]
    assert rules.to_delete(names, 9) == []
    assert rules.to_delete(names, 0) == []
    assert rules.newest(names) == names[-1]
    assert rules.newest([]) is None


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (3_400_000, "3.4 MB"), (2.5e13, "25.0 TB"), (4e15, "4000.0 TB")]
)
def test_sizes_for_people(size, words):
    assert rules.size_words(size) == words
