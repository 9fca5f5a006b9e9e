"""What a service's criteria are, and what each says in plain words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Subject(StrEnum):
    """What a criterion is about."""

    SUBSTANCE = "substance"
    DIAGNOSIS = "diagnosis"
    BEHAVIOUR = "behaviour"
    MISSED = "missed"
    GROUP_FIRST = "group_first"


class Part(StrEnum):
    """The parts of a service that a criterion applies to."""

    ASSESSMENT = "assessment"
    TREATMENT = "treatment"
    THERAPY = "therapy"
    GROUP = "group"


class Rule(StrEnum):
    """The kinds of rule. Which of them fit which subject stands in `RULES_OF`."""

    NONE = "none"
    CASE = "case"
    ENGAGED = "engaged"
    REDUCED = "reduced"
    ABSTINENT = "abstinent"
    SOBER = "sober"
    NEEDED = "needed"
    EXCLUDED = "excluded"
    COMPLEX = "complex"
    PLANNED = "planned"
    BARRED_FOR = "barred_for"
    BARRED = "barred"
    REACHED_OUT = "reached_out"
    CLOSED_AFTER = "closed_after"
    OFFERED = "offered"
    FIRST = "first"


SUBJECT_WORDS = {
    Subject.SUBSTANCE: "Drug and alcohol use",
    Subject.DIAGNOSIS: "Diagnosis and “complexity”",
    Subject.BEHAVIOUR: "Behaviour",
    Subject.MISSED: "Missed appointments",
    Subject.GROUP_FIRST: "Groups first",
}

RULE_WORDS = {
    Rule.NONE: "No requirement",
    Rule.CASE: "Case by case",
    Rule.ENGAGED: "Engaged with a drug and alcohol service",
    Rule.REDUCED: "Has reduced",
    Rule.ABSTINENT: "Abstinent for a number of days",
    Rule.SOBER: "Sober at the appointment",
    Rule.NEEDED: "A diagnosis is needed",
    Rule.EXCLUDED: "Some diagnoses are turned away",
    Rule.COMPLEX: "“Too complex” is turned away",
    Rule.PLANNED: "We plan for safety together first",
    Rule.BARRED_FOR: "Barred for a number of days",
    Rule.BARRED: "Some behaviour, now or before, is turned away",
    Rule.REACHED_OUT: "We go and find people first",
    Rule.CLOSED_AFTER: "Closed after a number of missed appointments",
    Rule.OFFERED: "A group is offered, nobody has to",
    Rule.FIRST: "A group comes first",
}

RULES_OF = {
    Subject.SUBSTANCE: (Rule.NONE, Rule.ENGAGED, Rule.REDUCED, Rule.ABSTINENT, Rule.SOBER, Rule.CASE),
    Subject.DIAGNOSIS: (Rule.NONE, Rule.NEEDED, Rule.EXCLUDED, Rule.COMPLEX, Rule.CASE),
    Subject.BEHAVIOUR: (Rule.NONE, Rule.PLANNED, Rule.BARRED_FOR, Rule.BARRED, Rule.CASE),
    Subject.MISSED: (Rule.NONE, Rule.REACHED_OUT, Rule.CLOSED_AFTER, Rule.CASE),
    Subject.GROUP_FIRST: (Rule.NONE, Rule.OFFERED, Rule.FIRST, Rule.CASE),
}

#: Rules that cannot be kept without saying what they mean in practice.
DEFINED = (Rule.REDUCED, Rule.EXCLUDED, Rule.COMPLEX, Rule.BARRED)
#: Rules that cannot be kept without a number, and what it counts.
NUMBERED = {Rule.ABSTINENT: "days", Rule.BARRED_FOR: "days", Rule.CLOSED_AFTER: "missed appointments"}
#: Rules that keep somebody out, for a time or for good.
CLOSING = (
    Rule.ENGAGED, Rule.REDUCED, Rule.ABSTINENT, Rule.SOBER, Rule.NEEDED, Rule.EXCLUDED, Rule.COMPLEX,
    Rule.BARRED_FOR, Rule.BARRED, Rule.CLOSED_AFTER, Rule.FIRST,
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One criterion as a service says it; `parts` are what it applies to, in order."""

    subject: str
    rule: str
    parts: tuple[str, ...]
    number: int | None = None
    definition: str = ""
    how_checked: str = ""
    exceptions: str = ""
    who_can_waive: str = ""
    meanwhile: str = ""
    confirmed_on: date | None = None
    review_due_on: date | None = None

    @property
    def closes(self) -> bool:
        """Whether it keeps anybody out."""
        return self.rule in CLOSING


def problems(said: Said) -> dict[str, str]:
    """What keeps a criterion from being saved: a sentence for each field that has to be put right."""
    found = {}
    if said.rule not in RULES_OF.get(Subject(said.subject), ()):
        found["rule"] = "Choose a rule that fits what the criterion is about."
    if not said.parts:
        found["parts"] = "Choose what it applies to: one part of the service at least."
    if said.rule in DEFINED and not said.definition.strip():
        found["definition"] = DEFINITION_ASKED[Rule(said.rule)]
    if said.rule in NUMBERED and not said.number:
        found["number"] = f"Say how many {NUMBERED[Rule(said.rule)]}."
    if said.number is not None and not 1 <= said.number <= 1000:
        found["number"] = "Write a number between 1 and 1,000."
    return found


DEFINITION_ASKED = {
    Rule.REDUCED: "Say what “reduced” means in practice: from what to what, over how long, and who says so.",
    Rule.EXCLUDED: "Name the diagnoses that are turned away.",
    Rule.COMPLEX: "Say what “too complex” means in practice: which needs, and who decides.",
    Rule.BARRED: "Say which behaviour, and how long ago it still counts.",
}


def answer(said: Said) -> str:
    """What the criterion means for somebody who wants to come, as one or two plain sentences."""
    words = _SENTENCES[(Subject(said.subject), Rule(said.rule))] if said.rule in (Rule.NONE, Rule.CASE) else _PLAIN[Rule(said.rule)]
    days = said.number or 0
    words = words.format(number=days, days="day" if days == 1 else "days", appointments="appointment" if days == 1 else "appointments")
    return f"{words} {ended(said.definition)}".strip()


def ended(text: str) -> str:
    """`text` with a full stop, where it has none."""
    text = text.strip()
    return text if not text or text[-1] in ".?:”" else f"{text}."


_PLAIN = {
    Rule.ENGAGED: "People have to be seeing a drug and alcohol service.",
    Rule.REDUCED: "People have to have cut down.",
    Rule.ABSTINENT: "People have to have stopped for {number} {days}.",
    Rule.SOBER: "People may drink or use drugs, but not before the appointment.",
    Rule.NEEDED: "People need a diagnosis.",
    Rule.EXCLUDED: "People with some diagnoses are turned away.",
    Rule.COMPLEX: "People who are found “too complex” are turned away.",
    Rule.PLANNED: "Nobody is turned away: we plan for everybody's safety together first.",
    Rule.BARRED_FOR: "Somebody who hurts or threatens others stays away for {number} {days}.",
    Rule.BARRED: "Some behaviour, now or in the past, turns people away.",
    Rule.REACHED_OUT: "We go and find out what happened before anything else.",
    Rule.CLOSED_AFTER: "After {number} missed {appointments} we close the door until the next referral.",
    Rule.OFFERED: "There is a group for those who want it; nobody has to.",
    Rule.FIRST: "People go to a group before they are seen alone.",
}

_SENTENCES = {
    (Subject.SUBSTANCE, Rule.NONE): "Nobody has to have stopped or cut down.",
    (Subject.DIAGNOSIS, Rule.NONE): "No diagnosis is needed, and none keeps people out.",
    (Subject.BEHAVIOUR, Rule.NONE): "Nothing that happened before keeps people out.",
    (Subject.MISSED, Rule.NONE): "A missed appointment changes nothing.",
    (Subject.GROUP_FIRST, Rule.NONE): "Nobody has to go to a group.",
    **{(subject, Rule.CASE): "It is decided case by case." for subject in Subject},
}
