"""Counting ratings of many people at once, and telling whether enough of them changed to count again."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from home.rules.disclosure import may_freeze_again, people_changed

NO_LEVEL = 255  # not answered, or not part of the role
NO_TARGET = 0  # the role does not need it, or no target is set
Levels = NDArray[np.uint8]


def tally(levels: Levels, targets: Levels) -> NDArray[np.int64]:
    """Six rows by capability: how many rated it, at each of the four levels, and how many meet their target.

    `levels` and `targets` are people by capabilities: 0 to 3, `NO_LEVEL`, `NO_TARGET`. Only people whose role needs
    the capability and who gave a level count.
    """
    counted = (levels != NO_LEVEL) & (targets != NO_TARGET)
    at = [(counted & (levels == level)).sum(axis=0) for level in range(4)]
    return np.stack([counted.sum(axis=0), *at, (counted & (levels >= targets)).sum(axis=0)])


def has_gap(levels: Levels, targets: Levels) -> NDArray[np.bool_]:
    """Which people have at least one gap."""
    return ((levels != NO_LEVEL) & (levels < targets)).any(axis=1)


def counted_again(before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    """Whether a unit's figures are counted anew: at least three people's part in them has changed."""
    return may_freeze_again(people_changed(before, after))


def quarter_of(year: int, month: int) -> str:
    """The quarter that a month lies in, such as "2026-Q4"."""
    return f"{year}-Q{(month + 2) // 3}"
