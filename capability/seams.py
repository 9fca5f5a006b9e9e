"""What would help with a gap: each app above gives offers for capabilities, and this floor asks them all at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from capability.frameworks import lines_of
from capability.models import Capability


@dataclass(frozen=True)
class Offer:
    """One thing that would help: `kind` is "Learn", "Shadow" or "Join", `reason` why it was chosen.

    `ask` is where a manager asks their team for it, with `{team}` for the team's slug; empty where it can only be suggested.
    """

    kind: str
    title: str
    url: str
    detail: str = ""
    reason: str = ""
    ask: str = ""


Offers = dict[int, list[Offer]]
_givers: list[Callable[[Iterable[Capability], Any], Offers]] = []


def offers(giver: Callable[[Iterable[Capability], Any], Offers]) -> Callable[[Iterable[Capability], Any], Offers]:
    """Register a function `(capabilities, person) -> {capability key: offers}`; it asks the database once for all."""
    _givers.append(giver)
    return giver


def offers_for(capabilities: Iterable[Capability], person: Any) -> Offers:
    """What would help `person` with each of `capabilities`, by the capability's key; one query or two an app.

    What was made for a capability of another version helps with those of its line.
    """
    wanted = list(capabilities)
    found: Offers = {capability.pk: [] for capability in wanted}
    line = lines_of(found)
    others = [Capability(pk=key) for key in sorted(set(line) - set(found))]  # a giver looks at keys only
    for giver in _givers:
        for key, given in giver([*wanted, *others], person).items():
            for follower in line.get(key, ()):
                found[follower].extend(offer for offer in given if offer not in found[follower])
    return found


def one_of_each(found: Sequence[Offer], most: int = 3) -> list[Offer]:
    """At most `most` of `found`: the first of each kind before a second of any, so that a gap is answered in every way there is."""
    seen: dict[str, int] = {}
    turns = []
    for place, offer in enumerate(found):
        seen[offer.kind] = seen.get(offer.kind, -1) + 1
        turns.append((seen[offer.kind], place))
    return [found[place] for _, place in sorted(turns)[:most]]
