"""The training needs assessment of the area, as a board reads it: from the published file alone."""

from dataclasses import dataclass

from capability.area import BY, CellShown, Trend, first_share, lowest_in, one_a_quarter, trend_of
from capability.dataset.reading import AreaData, Capability, Figure, UnitRow, read_area
from capability.enums import BarrierKind
from capability.rules.needs import board_words, change_words, findings
from home.rules.disclosure import PUBLISHED_RULE_WORDS

PRIORITIES = 5
LOWEST = 3  # units named for each dimension of a need

#: What would help with what people say blocks them, for whoever decides.
COULD_DECIDE = {
    BarrierKind.TIME: "Protect time for learning in rotas and contracts: it is what people with a gap name as missing.",
    BarrierKind.RULE: "Ask services which rules stop people, and change those that can be changed.",
    BarrierKind.PATHWAY: "Agree the pathways that are missing between services, with named people on both sides.",
    BarrierKind.SUPERVISION: "Fund supervision by somebody who knows both mental health and substance use.",
}


@dataclass(frozen=True)
class NeedLine:
    """One capability as the report lists it, the largest need first."""

    number: int
    capability: Capability
    cell: CellShown
    change: str
    lowest: list[tuple[str, list[str]]]

    @property
    def figure(self) -> Figure:
        """The whole area's published figure."""
        return self.cell.figure


@dataclass(frozen=True)
class NeedsReport:
    """The whole report."""

    data: AreaData
    findings: list[str]
    lines: list[NeedLine]
    hidden: list[Capability]
    quarters: list[str]
    trends: list[Trend]
    blocks: list[tuple[str, CellShown]]
    decide: list[str]
    rule: str = PUBLISHED_RULE_WORDS

    @property
    def priorities(self) -> list[NeedLine]:
        """The largest needs."""
        return self.lines[:PRIORITIES]

    @property
    def limits(self) -> list[str]:
        """What a reader has to know before deciding on these figures."""
        return [
            "People say themselves where they stand; nobody was tested. It tells what people would find hard, not what they do wrong.",
            "Only people whose job role needs a capability and who answered are counted. Who answers changes from quarter to quarter.",
            "Shares are rounded to the nearest five in a hundred, so a difference of five may be none.",
            "Training alone changes little: supervision, time and leadership decide whether it reaches the people it is for.",
        ]

    def units(self, kind: str) -> list[UnitRow]:
        """The units of one dimension."""
        return [unit for unit in self.data.units if unit.kind == kind]


def report_of() -> NeedsReport | None:
    """The report on the newest published figures; nothing where nothing is published."""
    data = read_area(*BY)
    if data is None:
        return None
    now = data.moments[-1].figures
    order = sorted((n for n in range(len(data.capabilities)) if now[n].shown), key=lambda n: (now[n].share, n))
    quarters = one_a_quarter(data.moments)
    blocks = sorted(((name, CellShown(figure)) for name, figure in data.blocks), key=lambda pair: (not pair[1].figure.shown, -pair[1].figure.meets))
    lines = [line_of(data, n, place) for place, n in enumerate(order, start=1)]
    return NeedsReport(
        data=data,
        findings=findings([(line.capability.title, line.figure.share) for line in lines], len(data.capabilities)),
        lines=lines,
        hidden=[capability for n, capability in enumerate(data.capabilities) if not now[n].shown],
        quarters=[quarter for quarter, _ in quarters],
        trends=[trend_of(data.capabilities[n], [figures[n] for _, figures in quarters]) for n in order],
        blocks=blocks,
        decide=decisions(lines, blocks),
    )


def line_of(data: AreaData, number: int, place: int) -> NeedLine:
    """One capability's line: how it stands, how it moved, and where it is lowest in each dimension."""
    now = data.moments[-1].figures[number]
    of_kind = {kind: [unit for unit in data.units if unit.kind == kind] for kind in BY}
    lowest = [(words, lowest_in(of_kind[kind], number, below=now.share, most=LOWEST)) for kind, words in BY.items()]
    return NeedLine(
        place, data.capabilities[number], CellShown(now), change_words(now.share, first_share(data.moments, number)), [pair for pair in lowest if pair[1]]
    )


def decisions(lines: list[NeedLine], blocks: list[tuple[str, CellShown]]) -> list[str]:
    """What could be decided on these figures: the largest needs, and what is in the way, in the order in which people name it."""
    found = [board_words([line.capability.title for line in lines[:3]])] if lines else []
    by_label = {str(kind.label): words for kind, words in COULD_DECIDE.items()}
    return found + [by_label[name] for name, cell in blocks if cell.figure.shown and cell.figure.meets and name in by_label]
