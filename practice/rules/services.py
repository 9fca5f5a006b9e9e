"""What in the services' criteria is unclear, stale or contradicts "no wrong door", each with the reason.

"No wrong door": wherever somebody with mental health and drug or alcohol needs comes first, they are helped, or
walked to where they are; no service makes another's help the condition while that one makes its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from practice.rules.criteria import DEFINED, RULE_WORDS, SUBJECT_WORDS, Part, Rule, Said, Subject

CONFIRMED_FOR = timedelta(days=183)
REMIND_AHEAD = 14
REMIND_EVERY = 30
VAGUE = ("significant", "substantial", "stable", "reasonable", "appropriate", "motivated", "ready", "under control", "a lot", "enough", "engaging")


class Trouble(StrEnum):
    """What is the matter, the gravest first."""

    CONTRADICTS = "contradicts"
    UNCLEAR = "unclear"
    STALE = "stale"


TROUBLE_WORDS = {
    Trouble.CONTRADICTS: "Contradicts “no wrong door”",
    Trouble.UNCLEAR: "Unclear",
    Trouble.STALE: "Out of date",
}


@dataclass(frozen=True)
class Entry:
    """A service's entry as the rules read it. `helps_with_use` where it is for drugs or alcohol."""

    key: int
    name: str
    who_can_come: str = ""
    how_to_refer: str = ""
    route: str = ""
    helps_with_use: bool = False
    confirmed_on: date | None = None
    review_due_on: date | None = None
    criteria: tuple[Said, ...] = field(default=())


@dataclass(frozen=True)
class Finding:
    """One thing to put right: whose entry, what about it, what is the matter, and why."""

    entry: int
    trouble: Trouble
    about: str
    reason: str


def findings(entries: Iterable[Entry], today: date) -> list[Finding]:
    """Everything that is the matter, the gravest first, within that by the entries' order."""
    entries = list(entries)
    found = [finding for entry in entries for finding in (*_contradicts(entry), *_unclear(entry), *_stale(entry, today))]
    found += _closed_on_both_sides(entries)
    order = list(Trouble)
    place = {entry.key: number for number, entry in enumerate(entries)}
    return sorted(found, key=lambda finding: (order.index(finding.trouble), place[finding.entry]))


def _contradicts(entry: Entry) -> Iterable[Finding]:
    def say(said: Said, reason: str) -> Finding:
        return Finding(entry.key, Trouble.CONTRADICTS, SUBJECT_WORDS[Subject(said.subject)], reason)

    for said in entry.criteria:
        if said.rule in (Rule.ABSTINENT, Rule.REDUCED) and Part.ASSESSMENT in said.parts:
            yield say(said, "Somebody who still drinks or uses drugs cannot even be assessed, so nobody finds out what they need.")
        if said.rule == Rule.NEEDED and Part.ASSESSMENT in said.parts:
            yield say(said, "A diagnosis is needed before the assessment that could give one.")
        if said.closes and not said.meanwhile.strip():
            yield say(said, f"{quoted(said.rule)} keeps people out, and nothing is offered to them meanwhile.")
        if said.closes and not said.exceptions.strip() and not said.who_can_waive.strip():
            yield say(said, f"{quoted(said.rule)} has no exceptions, and nobody is named who can waive it.")
    use = [said for said in entry.criteria if said.subject == Subject.SUBSTANCE and said.rule in (Rule.ABSTINENT, Rule.REDUCED)]
    if any(said.rule == Rule.FIRST for said in entry.criteria) and (closed := [said for said in use if Part.GROUP in said.parts]):
        yield say(closed[0], "A group comes before being seen alone, and the group is closed to somebody who still uses: they can reach neither.")
    if use and re.search(r"\b(anyone|anybody|everyone|everybody)\b", entry.who_can_come.lower()):
        yield say(use[0], "“Who can come” says that anyone can, and this criterion says who cannot.")


def _closed_on_both_sides(entries: list[Entry]) -> Iterable[Finding]:
    """A service that asks for a drug and alcohol service first, while such a service turns away for diagnosis or "complexity"."""
    asking = [entry for entry in entries if not entry.helps_with_use and any(said.rule == Rule.ENGAGED for said in entry.criteria)]
    turning_away = [entry for entry in entries if entry.helps_with_use and any(said.rule in (Rule.EXCLUDED, Rule.COMPLEX) for said in entry.criteria)]
    if not asking or not turning_away:
        return
    for entry in asking:
        names = listed([other.name for other in turning_away])
        reason = f"It asks people to be with a drug and alcohol service first, and {names} can turn the same people away for their diagnosis or “complexity”."
        yield Finding(entry.key, Trouble.CONTRADICTS, SUBJECT_WORDS[Subject.SUBSTANCE], reason)
    for entry in turning_away:
        names = listed([other.name for other in asking])
        verb = "waits" if len(asking) == 1 else "wait"
        reason = f"It can turn people away for their diagnosis or “complexity”, while {names} {verb} for somebody like it to see them first."
        yield Finding(entry.key, Trouble.CONTRADICTS, SUBJECT_WORDS[Subject.DIAGNOSIS], reason)


def _unclear(entry: Entry) -> Iterable[Finding]:
    def say(about: str, reason: str) -> Finding:
        return Finding(entry.key, Trouble.UNCLEAR, about, reason)

    if not entry.who_can_come.strip():
        yield say("Who can come", "The entry does not say who can come.")
    if not entry.route and not entry.how_to_refer.strip():
        yield say("How to refer", "The entry does not say how to refer.")
    if not any(said.subject == Subject.SUBSTANCE for said in entry.criteria):
        yield say(SUBJECT_WORDS[Subject.SUBSTANCE], "It does not say whether somebody who drinks or uses drugs can come.")
    for said in entry.criteria:
        about = SUBJECT_WORDS[Subject(said.subject)]
        if said.rule == Rule.CASE and not (said.definition.strip() and said.who_can_waive.strip()):
            yield say(about, "“Case by case” does not say who decides, and by what.")
        if said.closes and not said.how_checked.strip():
            yield say(about, f"{quoted(said.rule)} does not say how it is checked.")
        if said.rule in DEFINED and (word := vague(said.definition)):
            yield say(about, f"“{word.capitalize()}” can mean anything: say how much, for how long, and who says so.")


def quoted(rule: str) -> str:
    """A rule's words in quotation marks; marks within them are single."""
    return f"“{RULE_WORDS[Rule(rule)].replace('“', '‘').replace('”', '’')}”"


def vague(text: str) -> str:
    """The first word in `text` that can mean anything; none where there is none, or a number says how much."""
    lower = text.lower()
    return "" if re.search(r"\d", text) else next((word for word in VAGUE if re.search(rf"\b{word}", lower)), "")


def _stale(entry: Entry, today: date) -> Iterable[Finding]:
    if entry.confirmed_on is None:
        yield Finding(entry.key, Trouble.STALE, "The whole entry", "Nobody has confirmed it yet.")
    elif today - entry.confirmed_on > CONFIRMED_FOR:
        yield Finding(entry.key, Trouble.STALE, "The whole entry", "It was confirmed more than six months ago.")
    elif entry.review_due_on and entry.review_due_on < today:
        yield Finding(entry.key, Trouble.STALE, "The whole entry", "The day on which it was to be looked at again has passed.")
    for said in entry.criteria:
        if said.review_due_on and said.review_due_on < today:
            yield Finding(entry.key, Trouble.STALE, SUBJECT_WORDS[Subject(said.subject)], "The day on which it was to be looked at again has passed.")


def listed(names: list[str]) -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def due_on(confirmed_on: date | None, review_due_on: date | None, listed_on: date) -> date:
    """The day by which an entry is to be confirmed again: what its keepers set, at the latest six months after they last did."""
    if confirmed_on is None:
        return listed_on
    latest = confirmed_on + CONFIRMED_FOR
    return min(review_due_on, latest) if review_due_on else latest


def reminder_stage(due: date, today: date) -> int | None:
    """Which reminder to confirm is due: 0 in the two weeks before the day, 1 from the day on, one more every 30 days; none yet."""
    days = (today - due).days
    if days < -REMIND_AHEAD:
        return None
    return 0 if days < 0 else 1 + days // REMIND_EVERY
