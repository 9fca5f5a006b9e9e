"""Criteria as the rows of a page: of one service, and of several side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from practice.rules.criteria import SUBJECT_WORDS, Part, Said, Subject, answer, ended

MOST = 4


@dataclass(frozen=True)
class Told:
    """One criterion in plain words: the answer, what it applies to, and the details that are there, as pairs."""

    answer: str
    parts: str
    details: list[tuple[str, str]]
    closes: bool = False


@dataclass(frozen=True)
class Row:
    """Everything that a service says about one thing; nothing in `told` where it has not said."""

    subject: str
    about: str
    told: list[Told]


def told(said: Said) -> Told:
    """`said` in plain words."""
    details = [
        ("How it is checked", said.how_checked),
        ("Exceptions", said.exceptions),
        ("Who can waive it", said.who_can_waive),
        ("Offered meanwhile", said.meanwhile),
    ]
    return Told(answer(said), parts_words(said.parts), [(term, ended(words)) for term, words in details if words.strip()], said.closes)


def parts_words(parts: Sequence[str]) -> str:
    """What a criterion applies to, in words."""
    return "Everything" if len(parts) == len(Part) else ", ".join(parts).capitalize()


def rows_of(criteria: Iterable[Said]) -> list[Row]:
    """A row for each thing that criteria are about, in order, said or not."""
    criteria = list(criteria)
    return [Row(subject.value, SUBJECT_WORDS[subject], [told(said) for said in criteria if said.subject == subject]) for subject in Subject]


def compared(services: Sequence[Iterable[Said]]) -> list[tuple[str, list[list[Told]]]]:
    """For each thing that criteria are about its words, and what each service says of it, in the services' order."""
    columns = [rows_of(criteria) for criteria in services]
    return [(SUBJECT_WORDS[subject], [column[number].told for column in columns]) for number, subject in enumerate(Subject)]
