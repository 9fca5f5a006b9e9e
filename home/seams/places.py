"""Where a contribution may stand: each app names its own pages of that kind (modules, communities, public pages)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One place that a contributor can choose: a page with all that lies under it. `kind` is a word for people, such as "Module"."""

    page_id: int
    title: str
    kind: str
    url: str
    open_to_all: bool = False


Placer = Callable[[], Iterable[Place]]
_placers: list[Placer] = []


def offers_places(placer: Placer) -> Placer:
    """Register a function that names places; it asks the database once, whatever there is."""
    _placers.append(placer)
    return placer


def places() -> list[Place]:
    """Every place, by kind and title."""
    return sorted((place for placer in _placers for place in placer()), key=lambda place: (place.kind, place.title))
