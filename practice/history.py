"""The history of an entry in words, from the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import ModelLogEntry

from practice.enums.services import Need, Route
from practice.models import Criterion, ServiceEntry
from practice.rules.criteria import RULE_WORDS, SUBJECT_WORDS


@dataclass(frozen=True)
class Event:
    """One thing that was done: when, by whom, what, about what, and from what to what."""

    at: datetime
    who: str
    what: str
    about: str
    changes: list[tuple[str, str, str]]


ACTION_WORDS = {
    "practice.entry_listed": "Put it on the map",
    "practice.entry_changed": "Changed what it says",
    "practice.entry_confirmed": "Confirmed that it is right",
    "practice.entry_closes": "Said that it closes",
    "practice.entry_stays_open": "Said that it stays open",
    "practice.criterion_written": "Wrote a criterion",
    "practice.criterion_changed": "Changed a criterion",
    "practice.criterion_removed": "Took a criterion off",
    "practice.keeper_named": "Named somebody who keeps it",
    "practice.keeper_stopped": "Ended somebody's keeping",
    "practice.turn_aways_answered": "Replied about people who were turned away",
}


def told_of(row: ModelLogEntry) -> Event:
    """One row of the log in words."""
    data: dict[str, Any] = row.data or {}
    about = SUBJECT_WORDS.get(data.get("about", ""), "")
    changes = [(_label(name, bool(about)), _words(name, was), _words(name, now)) for name, (was, now) in data.get("changed", {}).items()]
    return Event(row.timestamp, str(row.user) if row.user else "Somebody who has left", ACTION_WORDS.get(row.action, row.action), about, changes)


def _label(name: str, of_criterion: bool) -> str:
    if name in ("parts", "needs"):
        return "What it applies to" if name == "parts" else "What people find help with"
    model = Criterion if of_criterion else ServiceEntry
    words = getattr(model._meta.get_field(name), "verbose_name", name)
    return str(words)[:1].upper() + str(words)[1:]


def _words(name: str, said: str) -> str:
    if name == "rule":
        return RULE_WORDS.get(said, said)  # type: ignore[call-overload]  # what is not a rule's name is said as it is
    if name == "route":
        return dict(Route.choices).get(said, said)
    if name == "needs":
        return ", ".join(str(dict(Need.choices).get(need, need)) for need in said.split(", ") if need)
    return said
