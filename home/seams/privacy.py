"""Privacy: each app says here what it stores about people, so that it can be shown, handed over, erased and let go in time.

An app registers from a module `privacy` of its own, which its AppConfig loads. Every column of every model is named there: as personal,
with why it is kept and who sees it, or as not personal. A test walks all models and fails where one is missing.

    keeps(Kept("learning.Reflection", "Your reflections", whose="person", fields={"text": "What you wrote"}, why="...", seen_by="You alone", ...))
    nothing_personal("learning.QuestionVersion", "a question as it was asked, not who answered")
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

YOU = "You alone"
NOBODY = "Nobody"
GROUPS_FIRST = ("You", "Where you work", "Your learning", "What you say of your capabilities")


class OnErasure(Enum):
    """What becomes of a row when the person it belongs to is erased."""

    DELETED = "It is deleted"
    DETACHED = "It stays, without your name"
    LEADS_NOWHERE = "It stays unchanged, and the number in it leads to nobody"


@dataclass(frozen=True)
class Goes:
    """When rows go by themselves: so many `days` after what stands in the column `since`; only those that match `only`."""

    days: int
    since: str
    words: str
    only: Q = field(default_factory=Q)

    @property
    def age(self) -> timedelta:
        """How old a row may get."""
        return timedelta(days=self.days)


WITH_ACCOUNT = "As long as you have an account"


@dataclass(frozen=True)
class Kept:
    """One kind of thing that is kept about people: the part of a model's rows that belongs to one person.

    `whose` is the path from a row to its person; empty where a row cannot be found by an account. `fields` are the personal columns
    with the words for them; `withheld` those that are kept but stand in no copy, with the reason. `plain` names the columns that say nothing about
    a person. `words` are columns in which other people may be named; `clears` those that are emptied when a row is detached.
    """

    model: str
    title: str
    group: str
    whose: str
    fields: dict[str, str]
    why: str
    seen_by: str
    how_long: str | Goes = WITH_ACCOUNT
    on_erasure: OnErasure = OnErasure.DELETED
    withheld: dict[str, str] = field(default_factory=dict)
    plain: str = ""
    words: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    only: Q = field(default_factory=Q)

    @property
    def rows(self) -> Any:
        """Every row of the kind, whoever it belongs to."""
        return self.model_class._base_manager.filter(self.only)

    @property
    def model_class(self) -> type[Model]:
        """The model."""
        return apps.get_model(self.model)

    def of(self, person: Any) -> Any:
        """The rows that belong to `person`, oldest first."""
        if not self.whose:
            return self.rows.none()
        return self.rows.filter(**{self.whose: person.pk}).order_by("pk")

    @property
    def labels(self) -> list[str]:
        """What is kept, in words; what stands in no copy with the reason."""
        names = [str(label) for label in self.fields.values()] or ["That it is you"]
        return [*names, *(f"{self.column_words(name)} (in no copy: {why[0].lower()}{why[1:].rstrip('.')})" for name, why in self.withheld.items())]

    def column_words(self, name: str) -> str:
        """What a column is called."""
        return str(getattr(self.model_class._meta.get_field(name), "verbose_name", name)).capitalize()

    @property
    def how_long_words(self) -> str:
        """How long it is kept, in words."""
        return self.how_long.words if isinstance(self.how_long, Goes) else self.how_long

    @property
    def columns(self) -> set[str]:
        """Every column that this kind accounts for."""
        return {*self.fields, *self.withheld, *self.plain.split(), self.whose.partition("__")[0]} - {""}


File = tuple[str, bytes]
_kept: list[Kept] = []
_nothing: dict[str, str] = {}
_files: list[Callable[[Any], list[File]]] = []
_before: list[Callable[[Any], None]] = []


def keeps(*kinds: Kept) -> None:
    """Register kinds of things that are kept about people."""
    _kept.extend(kinds)


def nothing_personal(model: str, why: str) -> None:
    """Say that no column of `model` is about a person, and why not."""
    _nothing[model] = why


def adds_files(files: Callable[[Any], list[File]]) -> Callable[[Any], list[File]]:
    """Register a function `person -> [(name, content)]` of documents that go into the copy of everything."""
    _files.append(files)
    return files


def before_erasing(undo: Callable[[Any], None]) -> Callable[[Any], None]:
    """Register what must happen before a person's rows are deleted: places given back, others told. In the erasure's transaction."""
    _before.append(undo)
    return undo


def all_kept() -> list[Kept]:
    """Every kind, in the order of registering."""
    return list(_kept)


def kept_by_group() -> dict[str, list[Kept]]:
    """Every kind, by the group under which people read of it: what everybody has first."""
    groups: dict[str, list[Kept]] = {name: [] for name in GROUPS_FIRST}
    for kind in _kept:
        groups.setdefault(kind.group, []).append(kind)
    return {name: kinds for name, kinds in groups.items() if kinds}


def not_personal() -> dict[str, str]:
    """The models that hold nothing about people, with the reason."""
    return dict(_nothing)


def files_of(person: Any) -> Iterator[File]:
    """The documents that go into the copy of everything about `person`."""
    for files in _files:
        yield from files(person)


def prepare_erasing(person: Any) -> None:
    """Do what must happen before a person's rows are deleted."""
    for undo in _before:
        undo(person)
