"""Who is not in the room: who comes to a community, against who works in the area, in words and never in numbers.

Two figures are set beside each other: a group's part of the people who came in a year, and its part of the people who work in the
area's services. Shown is only whether the first is smaller, about the same or larger: three bands, as in `home.rules.disclosure`,
so that nobody and one look alike. A row needs at least eight people who work in the group, and eight who came to the community.
Groups are sectors and organisations led by and for a community: never what anybody is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from home.rules.disclosure import LEAST_PEOPLE, band, least_people


class Part(StrEnum):
    """How a group's part of the room compares with its part of the area."""

    LESS = "less"
    ABOUT = "about"
    MORE = "more"
    HIDDEN = "hidden"


PART_WORDS = {
    Part.LESS: "Fewer than their part of the area",
    Part.ABOUT: "About their part of the area",
    Part.MORE: "More than their part of the area",
    Part.HIDDEN: "Not enough people to say",
}
LED = "led"  # all organisations led by and for a community, together
NO_TEAM = "none"  # peers, carers and people who use services, who come from no employer


@dataclass(frozen=True)
class Came:
    """Somebody who came in the year, by key: the sector and the service they came from, and whether it is led by and for a community."""

    person: str
    sector: str = ""
    service: str = ""
    led: bool = False


@dataclass(frozen=True)
class Staff:
    """How many people work where, in the area: by sector, by service that is led by and for a community, and all of them."""

    sectors: Mapping[str, int]
    led: Mapping[str, int] = field(default_factory=dict)
    everybody: int = 0


def compare(came: int, room: int, work: int, area: int, *, least: int = LEAST_PEOPLE) -> Part:
    """The band of `came` of `room` people against `work` of `area` people: less is under two thirds of the part, more is from one and a half up."""
    if not (0 <= came <= room and 0 <= work <= area):
        raise ValueError(f"{came} of {room}, {work} of {area} cannot be")
    if room < least_people(least) or work < least_people(least):
        return Part.HIDDEN
    here, there = came * area, work * room  # the two parts, brought to one denominator
    if 3 * here < 2 * there:
        return Part.LESS
    return Part.MORE if 2 * here >= 3 * there else Part.ABOUT


def rows_of(came: Iterable[Came], staff: Staff, *, least: int = LEAST_PEOPLE) -> dict[str, dict[str, str]]:
    """What is shown: `sectors` and `led` by key with their band, and how large a part of the room came from no employer (few, some, most)."""
    people = {each.person: each for each in came}
    room = len(people)

    def counted(of) -> int:
        return sum(map(of, people.values()))

    sectors = {key: compare(counted(lambda each, key=key: each.sector == key), room, work, staff.everybody, least=least) for key, work in staff.sectors.items()}
    together = min(sum(staff.led.values()), staff.everybody)  # somebody may work in two of them
    led = {LED: compare(counted(lambda each: each.led), room, together, staff.everybody, least=least)}
    led |= {key: compare(counted(lambda each, key=key: each.service == key), room, work, staff.everybody, least=least) for key, work in staff.led.items()}
    others = {NO_TEAM: band(counted(lambda each: not each.service), room, least=least)}
    return {name: {key: value.value for key, value in found.items()} for name, found in (("sectors", sectors), ("led", led), ("others", others))}


def missing(rows: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """The names of those of whom fewer come than is their part."""
    return [names[key] for key, value in rows.items() if value == Part.LESS and key in names]
