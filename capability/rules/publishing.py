"""What a manager is shown of a whole team: bands from frozen figures, never a count. The one way from figures to that page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from home.rules.disclosure import LEAST_PEOPLE, Band, Counts, band, counts_behind, least_people

Figures = Mapping[int, Counts]  # by capability: how many meet the target, of how many people rated


@dataclass(frozen=True)
class Shown:
    """Bands by capability, and whom they are about: "team", "service", or nobody where there are too few answers."""

    about: str = ""
    bands: Mapping[int, Band] = field(default_factory=dict)


def whole_team(team: Figures, service: Figures, others: Sequence[Figures] = (), *, least: int = LEAST_PEOPLE) -> Shown:
    """What is shown of a team with the frozen figures `team`, in a service with `service`, beside its `others`.

    The team's own bands where enough people stand behind any of them; else its service's, less what these and the other
    teams' bands together would give away; else nothing.
    """
    least = least_people(least)
    bands = {key: band(meeting, people, least=least) for key, (meeting, people) in team.items()}
    if _any(bands.values()):
        return Shown("team", bands)
    bands = {key: _of_service(pair, [other.get(key, (0, 0)) for other in others], least) for key, pair in service.items()}
    return Shown("service", bands) if _any(bands.values()) else Shown()


def over_time(countings: Sequence[Figures], *, least: int = LEAST_PEOPLE) -> list[Shown]:
    """What is shown of a team at each of its countings, the oldest first: what its own page showed then, and nothing of its service.

    A counting at which too few people had answered shows nothing. A manager who wrote each page down knows as much.
    """
    return [whole_team(figures, {}, least=least) for figures in countings]


def _any(bands: Iterable[Band]) -> bool:
    return any(shown is not Band.SUPPRESSED for shown in bands)


def _of_service(pair: Counts, others: Sequence[Counts], least: int) -> Band:
    """A service's band; suppressed where, beside the bands its other teams' managers see, it tells what all the rest answered."""
    shown = band(*pair, least=least)
    if shown is Band.SUPPRESSED:
        return shown
    seen = [other for other in others if other[1] >= least]
    rest = pair[1] - sum(people for _, people in seen)
    if not seen or rest <= 0:
        return shown
    behind = [counts_behind(band(*other, least=least), other[1]) for other in seen]
    whole = counts_behind(shown, pair[1])
    fewest, most = whole[0] - sum(counts[-1] for counts in behind), whole[-1] - sum(counts[0] for counts in behind)
    return Band.SUPPRESSED if fewest >= rest or most <= 0 else shown
