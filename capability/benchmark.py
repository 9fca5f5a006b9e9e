"""One service, sector or job role beside the area and beside all of its kind: from the published file alone."""

from dataclasses import dataclass
from datetime import date

from capability.area import BY, CellShown, Trend, one_a_quarter, trend_of
from capability.dataset.reading import Capability, Figure, UnitData, read_unit
from capability.rules.needs import beside_words, range_words
from home.wording import plural


@dataclass(frozen=True)
class Beside:
    """One capability: the unit, the whole area, the range of all of its kind that are shown, and the difference in words."""

    capability: Capability
    here: CellShown
    whole: CellShown
    range: str
    words: str


@dataclass(frozen=True)
class Benchmark:
    """The page."""

    name: str
    kind: str
    kind_words: str
    many: str
    institution: str
    data_date: date
    lines: list[Beside]
    quarters: list[str]
    trends: list[Trend]

    @property
    def shown(self) -> int:
        """How many capabilities show a figure of this unit."""
        return sum(1 for line in self.lines if line.here.figure.shown)


def benchmark_of(kind: str, slug: str) -> Benchmark | None:
    """The benchmark of one unit; nothing where it is not in the published file."""
    data = read_unit(kind, slug) if kind in BY else None
    if data is None:
        return None
    now = data.moments[-1].figures
    order = sorted(range(len(data.capabilities)), key=lambda n: (not now[n].shown, now[n].share, n))
    quarters = one_a_quarter(data.moments)
    return Benchmark(
        name=data.name,
        kind=kind,
        kind_words=BY[kind].lower(),
        many=plural(BY[kind].lower()),
        institution=data.institution,
        data_date=data.data_date,
        lines=[beside(data, n, now[n]) for n in order],
        quarters=[quarter for quarter, _ in quarters],
        trends=[trend_of(data.capabilities[n], [figures[n] for _, figures in quarters]) for n in order],
    )


def beside(data: UnitData, number: int, here: Figure) -> Beside:
    """One capability of the unit beside the rest."""
    whole = data.area[number]
    shown = [figures[number].share for figures in data.alike if figures[number].shown]
    words = beside_words(here.share if here.shown else None, whole.share if whole.shown else None)
    return Beside(data.capabilities[number], CellShown(here), CellShown(whole), range_words(shown), words)
