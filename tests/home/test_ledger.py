"""The ledger: what is written stays, what was tampered with shows, and everything in it can be done again."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from home import ledger


@pytest.fixture(autouse=True)
def _own_ledger(settings, tmp_path, monkeypatch):
    settings.LEDGER = tmp_path / "ledger"
    monkeypatch.setattr(ledger, "_replays", {})


def test_what_is_written_is_read_in_its_order():
    assert ledger.entries() == []
    written = [ledger.append("erasure", person=str(number)) for number in range(3)]
    assert ledger.entries() == written
    assert written[0].moment <= written[2].moment


def test_a_line_that_was_changed_or_taken_away_shows():
    for number in range(3):
        ledger.append("erasure", person=str(number))
    path = ledger.ledger_path()
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[2], ""]))
    with pytest.raises(ledger.LedgerProblem, match="Line 2"):
        ledger.entries()
    path.write_text("\n".join([lines[0].replace('"person": "0"', '"person": "9"'), *lines[1:], ""]))
    with pytest.raises(ledger.LedgerProblem, match="Line 1"):
        ledger.append("erasure", person="4")
    path.write_text("not a line\n")
    with pytest.raises(ledger.LedgerProblem, match="cannot be read"):
        ledger.entries()


def test_many_writers_lose_nothing():
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ledger.append("erasure", person=str(number)), range(40)))
    assert sorted(int(entry.facts["person"]) for entry in ledger.entries()) == list(range(40))


def test_anothers_entries_are_taken_over_once(tmp_path):
    elsewhere = [ledger.append("erasure", person="a")]
    ledger.ledger_path().rename(tmp_path / "old.jsonl")
    mine = ledger.append("erasure", person="b")
    assert ledger.add_all(ledger.entries(tmp_path / "old.jsonl")) == 1
    assert ledger.add_all(elsewhere) == 0
    assert ledger.entries() == [mine, *elsewhere]


def test_replaying_says_what_was_left_to_do():
    done: set[str] = set()

    @ledger.replays("withdrawal")
    def again(entry: ledger.Entry) -> bool:
        new = entry.facts["key"] not in done
        done.add(entry.facts["key"])
        return new

    for key in "aab":
        ledger.append("withdrawal", key=key)
    assert ledger.replay() == {"withdrawal": (2, 3)}
    assert ledger.replay() == {"withdrawal": (0, 3)}
    ledger.append("unheard-of")
    with pytest.raises(ledger.LedgerProblem, match="unheard-of"):
        ledger.replay()


def test_a_line_holds_what_it_says_and_its_digest():
    ledger.append("erasure", person="a")
    assert set(json.loads(ledger.ledger_path().read_text())) == {"id", "at", "kind", "facts", "chain"}
