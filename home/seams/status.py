"""Status: each app says how the things that it looks after are, for whoever looks after the site, and gives numbers of them to measure.

@tells_how_it_is(measured=True)
def the_dataset() -> Iterable[Report]:
    yield Report("dataset", "The dataset", "Built on 1 December.", numbers={"dataset_built_timestamp_seconds": 1764558000.0})
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Report:
    """How one thing is. `words` are one plain line; where it is not `well`, `todo` says what to do, and `url` where, if that is on the site.

    `numbers` are what is measured of it, by the name under which it is known (without the site's own prefix).
    Nothing in a report is about a person, but for how many.
    """

    key: str
    title: str
    words: str
    well: bool = True
    todo: str = ""
    url: str = ""
    numbers: dict[str, float] = field(default_factory=dict)


Reporter = Callable[[], Iterable[Report]]
_reporters: list[tuple[Reporter, bool]] = []


def tells_how_it_is(*, measured: bool = False) -> Callable[[Reporter], Reporter]:
    """Register a function `() -> reports`; a `measured` one is cheap, and is asked whenever numbers are fetched."""

    def register(reporter: Reporter) -> Reporter:
        _reporters.append((reporter, measured))
        return reporter

    return register


def reports(*, measured_only: bool = False) -> Iterator[Report]:
    """How everything is, in the order of registering; or only what is cheap to ask often."""
    for reporter, measured in _reporters:
        if measured or not measured_only:
            yield from reporter()
