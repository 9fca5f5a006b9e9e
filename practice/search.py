"""What practice gives to search: what stands on the area's map, and what there is to shadow; registered when the app is ready."""

from typing import Any

from home.rules.finding import Part
from home.seams.search import MOST, Found, finding, finds, names
from practice.models import Placement, ServiceEntry
from practice.rules.criteria import RULE_WORDS, SUBJECT_WORDS, Rule, Subject


@finds
def services(words: list[str], person: Any) -> list[Found]:
    """Entries of the map in which every word stands somewhere, in a criterion too, for people who are signed in."""
    if not getattr(person, "is_authenticated", False):
        return []
    found = ServiceEntry.objects.in_force().listed().whole().saying(" ".join(words))[:MOST]
    return [finding(words, parts_of(entry), kind=kind_of(entry), title=entry.name, url=entry.url) for entry in found]


@finds
def placements(words: list[str], person: Any) -> list[Found]:
    """Placements on the board in which every word stands somewhere, for people who are signed in. Addresses are not looked at."""
    if not getattr(person, "is_authenticated", False):
        return []
    found = Placement.objects.listed().saying(" ".join(words)).prefetch_related("capabilities")[:MOST]
    return [finding(words, placement_parts(each), kind=f"Shadowing: {each.service.sector}", title=each.title, url=each.get_absolute_url()) for each in found]


def placement_parts(placement: Placement) -> list[Part]:
    """Everything in which a placement is found, with how each place is called; its capabilities are prefetched."""
    return [
        Part("in the title", placement.title, 10),
        Part("in who hosts it", f"{placement.service.name}. {placement.service.sector}", 6),
        Part("in what it builds", ". ".join(capability.title for capability in placement.capabilities.all()), 5),
        Part("in where it is", placement.area, 4),
        Part("in what you will see", placement.see, 4),
        Part("in who it suits", placement.suits, 3),
    ]


@names
def titles(person: Any) -> list[str]:
    """What the entries are called, and where they are."""
    if not getattr(person, "is_authenticated", False):
        return []
    rows = ServiceEntry.objects.values_list("service__name", "service__place", "service__sector__name", "own_name", "own_place")
    offered = Placement.objects.listed().values_list("title", "area")
    return [word for row in (*rows, *offered) for word in row if word]


def kind_of(entry: ServiceEntry) -> str:
    """What an entry is, as search says it."""
    return f"Service: {entry.sector}" if entry.service else entry.get_kind_display()


def parts_of(entry: ServiceEntry) -> list[Part]:
    """Everything in which an entry is found, with how each place is called; its criteria are prefetched."""
    service = entry.service
    parts = [
        Part("in the title", entry.name, 10),
        Part("in who runs it", entry.organisation, 6),
        Part("in its kind", entry.sector.name if entry.sector else "", 6),
        Part("in where it is", " ".join(filter(None, (entry.place, entry.street, entry.town))), 6),
        Part("in whom it is led by and for", service.led_by_and_for if service else "", 6),
        Part("in what it does", entry.summary, 4),
        Part("in who can come", entry.who_can_come, 3),
        Part("in what to know first", entry.know_first, 3),
        Part("in how to refer", entry.how_to_refer, 3),
        Part("in who decides there", entry.who_decides, 3),
        Part("in how the person's wishes are heard", entry.wishes_heard, 3),
    ]
    for criterion in entry.criteria.all():
        said = (criterion.definition, criterion.how_checked, criterion.exceptions, criterion.who_can_waive, criterion.meanwhile)
        where = f"in its criteria on {SUBJECT_WORDS[Subject(criterion.about)].lower()}"
        parts.append(Part(where, ". ".join(filter(None, (RULE_WORDS[Rule(criterion.rule)], *said))), 3))
    return parts
