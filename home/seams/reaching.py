"""Reaching: how somebody without an account, and without anyone who keeps their words, hears what becomes of what they said yes to.

The app that asked them knows how; it registers a function here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from home.models import Contribution


@dataclass(frozen=True)
class Word:
    """One thing to tell, once for each `key`, without a word of the contribution."""

    key: str
    title: str
    text: str


Reacher = Callable[["Contribution", Word], None]
_reachers: list[Reacher] = []


def reaches(reacher: Reacher) -> Reacher:
    """Register a function that tells whoever its app asked; it does nothing for anyone else's."""
    _reachers.append(reacher)
    return reacher


def reach(contribution: "Contribution", word: Word) -> None:
    """Have every app tell whom it asked."""
    for reacher in _reachers:
        reacher(contribution, word)
