"""Withholding: files of the library that stand for something people must agree to, and are opened only while they do."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from home.models import File

Withholder = Callable[["File", Any], bool | None]
_withholders: list[Withholder] = []


def withholds(withholder: Withholder) -> Withholder:
    """Register a function that says whether a person may open a file; nothing where its app does not hold it."""
    _withholders.append(withholder)
    return withholder


def may_open(file: "File", person: Any) -> bool | None:
    """Whether every app that holds the file lets `person` open it; nothing where none holds it."""
    said = [answer for withholder in _withholders if (answer := withholder(file, person)) is not None]
    return all(said) if said else None
