"""The area's picture: what the published file says, in the order and the words of a page. No exact count is read here."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.paginator import Page, Paginator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from capability.dataset.place import published_path
from capability.dataset.reading import AreaData, Capability, Figure, Moment, UnitRow, read_area
from capability.rules.needs import need_words, trend_points
from home.rules.disclosure import Band

UNITS_A_PAGE = 8
NEEDS = 5
KEPT = 64  # pages that a process keeps; the least used go first
DIGITS = 6
BY = {"sector": "Sector", "service": "Service", "job_role": "Job role"}


@dataclass(frozen=True)
class CellShown:
    """One cell of a table: a figure, and the pattern that goes with its share."""

    figure: Figure

    @property
    def band(self) -> str:
        """The pattern: few, some or most; hidden."""
        if not self.figure.shown:
            return Band.SUPPRESSED
        return Band.FEW if self.figure.share < 33 else Band.MOST if self.figure.share >= 67 else Band.SOME


@dataclass(frozen=True)
class Line:
    """One capability across a page's units."""

    capability: Capability
    whole: CellShown
    cells: list[CellShown]


@dataclass(frozen=True)
class Trend:
    """One capability over the quarters."""

    capability: Capability
    cells: list[CellShown]
    points: list[tuple[int, int]]

    @property
    def path(self) -> str:
        """The line's points, for the drawing."""
        return " ".join(f"{x},{y}" for x, y in self.points)


@dataclass(frozen=True)
class Need:
    """One of the area's biggest training needs, in words."""

    capability: Capability
    words: str


@dataclass(frozen=True)
class AreaPicture:
    """The page."""

    data: AreaData
    by: str
    page: Page
    lines: list[Line]
    quarters: list[str]
    trends: list[Trend]
    needs: list[Need]
    blocks: list[tuple[str, CellShown]]


def shown_area(by: str, page: str = "") -> SafeString:
    """The picture by "sector", "service" or "job_role" as HTML; empty where nothing was published yet.

    It is the same for everybody who may see it and changes only with the published file: each process keeps what it rendered of the file as it stands.
    """
    path = published_path()
    try:
        found = path.stat()
    except FileNotFoundError:
        return SafeString()
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < DIGITS else 1
    return _rendered((str(path), found.st_ino, found.st_mtime_ns, found.st_size), by if by in BY else "sector", number)


@lru_cache(maxsize=KEPT)
def _rendered(file: tuple, by: str, page: int) -> SafeString:
    picture = picture_of_area(by, page)
    if picture is None:
        return SafeString()
    choices = [(words, f"?by={key}#compare", key == by) for key, words in BY.items()]
    return render_to_string("capability/parts/area_picture.html", {"picture": picture, "choices": choices, "by_words": BY[by], "asked": f"by={by}"})


def picture_of_area(by: str, page: int | str = 1) -> AreaPicture | None:
    """The picture by "sector", "service" or "job_role"; nothing where nothing was published yet."""
    by = by if by in BY else "sector"
    data = read_area(by)
    if data is None:
        return None
    units = Paginator(data.units, UNITS_A_PAGE).get_page(page)
    now = data.moments[-1].figures
    order = sorted(range(len(data.capabilities)), key=lambda n: (not now[n].shown, now[n].share, n))
    moments = one_a_quarter(data.moments)
    return AreaPicture(
        data=data,
        by=by,
        page=units,
        lines=[Line(data.capabilities[n], CellShown(now[n]), [CellShown(unit.figures[n]) for unit in units]) for n in order],
        quarters=[quarter for quarter, _ in moments],
        trends=[trend_of(data.capabilities[n], [figures[n] for _, figures in moments]) for n in order],
        needs=[need_of(data, n, data.units) for n in order[:NEEDS] if now[n].shown],
        blocks=sorted(((name, CellShown(figure)) for name, figure in data.blocks), key=lambda pair: -pair[1].figure.meets),
    )


def one_a_quarter(moments: list[Moment]) -> list[tuple[str, list[Figure]]]:
    """The last snapshot of each of the latest eight quarters, by what the quarter is called."""
    latest: dict[str, list[Figure]] = {quarter_words(moment.day): moment.figures for moment in moments}
    return list(latest.items())[-8:]


def quarter_words(day: date) -> str:
    """ "Oct to Dec 2026" for a day in it."""
    return f"{('Jan to Mar', 'Apr to Jun', 'Jul to Sep', 'Oct to Dec')[(day.month - 1) // 3]} {day.year}"


def trend_of(capability: Capability, figures: list[Figure]) -> Trend:
    """One capability's line."""
    return Trend(capability, [CellShown(figure) for figure in figures], trend_points([figure.share if figure.shown else None for figure in figures]))


def need_of(data: AreaData, number: int, units: list[UnitRow]) -> Need:
    """One need in words, with where among `units` it is lowest of what is shown, and how it stood at first."""
    now = data.moments[-1].figures[number]
    return Need(data.capabilities[number], need_words(now.share, now.rated, lowest_in(units, number, below=now.share), first_share(data.moments, number)))


def first_share(moments: list[Moment], number: int) -> int | None:
    """The share at the first of the earlier snapshots that shows one."""
    return next((moment.figures[number].share for moment in moments[:-1] if moment.figures[number].shown), None)


def lowest_in(units: list[UnitRow], number: int, *, below: int, most: int = 2) -> list[str]:
    """The names of at most `most` units whose share is shown and lowest, under `below`."""
    shown = sorted((unit for unit in units if unit.figures[number].shown), key=lambda unit: unit.figures[number].share)
    return [unit.name for unit in shown[:most] if unit.figures[number].share < below]
